package org.convlayers.io.onnx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.convlayers.io.DamagedFileException;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;

/**
 * A network as an .onnx file holds it: operators on arrays of any rank, some of whose sizes follow from the input's. For an
 * input of a known shape it becomes a network of layers.
 */
public final class OnnxModel {
    /** The newest version of ONNX's operators that is known, that of ONNX 1.23. */
    static final long NEWEST_OPSET = 28;

    private final String file;
    private final long bytes;
    private final long opset;
    private final Graph graph;
    private final Calculation calculation;

    OnnxModel(String file, long bytes, long opset, Graph graph) throws DamagedFileException {
        this(file, bytes, opset, graph, Calculation.of(file, graph));
    }

    private OnnxModel(String file, long bytes, long opset, Graph graph, Calculation calculation) {
        this.file = file;
        this.bytes = bytes;
        this.opset = opset;
        this.graph = graph;
        this.calculation = calculation;
    }

    /**
     * Reads a file.
     *
     * @throws DamagedFileException if it is missing or damaged, or holds an operator that is not supported; the message
     *     names the file and the fault
     */
    public static OnnxModel read(Path path) throws DamagedFileException {
        try {
            if (Files.size(path) > Integer.MAX_VALUE - 8) {
                throw new DamagedFileException(
                        path.toString(), "a model of more than 2 GB in one file is not possible");
            }
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(path));
            return ModelReader.read(path.toString(), bytes, new ExternalData(path));
        } catch (IOException e) {
            throw DamagedFileException.because(path, e);
        }
    }

    /**
     * Reads a file's content, in which all numbers are.
     *
     * @param file its name, for messages
     * @param bytes its content
     * @throws DamagedFileException as for {@link #read(Path)}
     */
    public static OnnxModel read(String file, byte[] bytes) throws DamagedFileException {
        return ModelReader.read(file, ByteBuffer.wrap(bytes), new ExternalData(Path.of(file)));
    }

    /** The version of ONNX's operators that the model is written in. */
    public long opset() {
        return opset;
    }

    /** The number of spatial axes of its feature maps. */
    public int rank() {
        return calculation.rank();
    }

    /** The number of channels of the images that it takes, by its input or its first weights; empty if it takes any. */
    public OptionalInt inputChannels() {
        OptionalLong channels = calculation.axes().channels();
        return channels.isPresent()
                ? OptionalInt.of((int) Math.min(channels.getAsLong(), Integer.MAX_VALUE))
                : calculation.weightChannels(graph);
    }

    /** The only size of image that its input takes as the file declares it, in pixels; empty if there is not one. */
    public Optional<Extent> onlySize() {
        return calculation.axes().onlySize(rank());
    }

    /** The same model with an input that takes images of any size. */
    public OnnxModel ofAnySize() {
        return new OnnxModel(file, bytes, opset, graph, calculation.ofAnySize());
    }

    /**
     * The network for images.
     *
     * @param item the shape of each; the network takes them as a batch of one
     * @throws DamagedFileException if an operator is not supported in the form that it has; the message names its node
     * @throws org.convlayers.shape.ShapeException if the network does not take such images
     */
    public ImportedNetwork forImage(FeatureShape item) throws DamagedFileException {
        return Import.ofImage(this, calculation, item);
    }

    /**
     * The network for an array that is taken as it is and gives arrays.
     *
     * @see #forArray(ArrayInput)
     */
    public ImportedNetwork forArray(List<Integer> shape) throws DamagedFileException {
        return forArray(ArrayInput.of(shape));
    }

    /**
     * The network for an array.
     *
     * @throws DamagedFileException if an operator is not supported in the form that it has; the message names its node
     * @throws org.convlayers.shape.ShapeException if the network does not take such arrays
     */
    public ImportedNetwork forArray(ArrayInput array) throws DamagedFileException {
        return Import.ofArray(this, calculation, array);
    }

    /**
     * Whether an array of a shape, taken by this model, holds images with the channels last, (N, spatial..., C) or (spatial...,
     * C).
     */
    public boolean hasChannelsLast(List<Integer> shape) {
        int axes = rank() + 2;
        boolean isBatch = shape.size() == axes;
        boolean isItem = shape.size() == axes - 1 && calculation.mayLackBatch();
        return calculation.axes().areChannelsLast()
                && calculation.axes().sizes().size() == axes
                && (isBatch || isItem);
    }

    String file() {
        return file;
    }

    /** The size of the file and of what it keeps in others. */
    long bytes() {
        return bytes;
    }

    Graph graph() {
        return graph;
    }
}
