package org.convlayers.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.convlayers.engine.memory.BlockSource;
import org.convlayers.io.DamagedFileException;
import org.convlayers.io.SampleType;
import org.convlayers.io.npy.NpyFile;
import org.convlayers.io.onnx.ArrayInput;
import org.convlayers.io.onnx.OnnxModel;
import org.convlayers.io.tiff.TiffStackDescription;
import org.convlayers.layer.Network;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.ShapeException;
import org.convlayers.text.NetworkText;

/**
 * An array in an .npy file as an image: (C, H, W) or (N, C, H, W), with D before H for networks of rank 3 and without H for
 * those of rank 1. As a hyperstack, N are the frames; of rank 1, the rows.
 */
public final class NpyImage implements ImageSource {
    private final Path path;
    private final NpyFile file;
    private final boolean givesImages;
    private final Optional<Taken> taker;

    /**
     * The array as a network takes it that was made for its shape.
     *
     * @param items the number of items
     * @param item the shape of each
     * @param isTurned whether its channels are the last axis of the array
     * @param result the shape of the result; empty if it follows from that of its items
     */
    private record Taken(int items, FeatureShape item, boolean isTurned, Optional<List<Integer>> result) {}

    private NpyImage(Path path, NpyFile file, boolean givesImages, Optional<Taken> taker) {
        this.path = path;
        this.file = file;
        this.givesImages = givesImages;
        this.taker = taker;
    }

    /**
     * Opens a file.
     *
     * @throws DamagedFileException if it is missing, damaged, or not numeric
     */
    public static NpyImage open(Path path) throws DamagedFileException {
        return new NpyImage(path, NpyFile.open(path), false, Optional.empty());
    }

    @Override
    public NpyImage givingImages() {
        return new NpyImage(path, file, true, taker);
    }

    /** The array as a model takes it that is made for its shape. */
    ArrayInput input(OnnxModel model) {
        return new ArrayInput(file.shape(), model.hasChannelsLast(file.shape()), givesImages);
    }

    /**
     * The array as a network takes it that was made for its shape, whatever the axes mean.
     *
     * @param items the number of items
     * @param item the shape of each
     * @param isTurned whether its channels are the last axis of the array
     * @param result the shape of the array that the network makes of it; empty if it follows from that of its items
     */
    NpyImage taken(int items, FeatureShape item, boolean isTurned, Optional<List<Integer>> result) {
        return new NpyImage(path, file, givesImages, Optional.of(new Taken(items, item, isTurned, result)));
    }

    /**
     * As the array is usually read, if the layers take any number of axes; otherwise if only that suits their channels.
     *
     * @throws ShapeException if it has too many or too few axes, in PyTorch's words for the layer that minds
     */
    @Override
    public int rank(Network network) {
        int axes = file.shape().size();
        if (network.rank().isPresent()) {
            int rank = network.rank().getAsInt();
            if (axes != rank + 1 && axes > 1 && axes <= Extent.MAX_RANK + 1 && axes != rank + 2) {
                network.shapes(batch(axes - 1).item());
            }
            return rank;
        }
        List<Integer> ranks = NpyBatch.usualRanks(axes);
        return ranks.stream().filter(rank -> takes(network, rank)).findFirst().orElse(ranks.get(0));
    }

    private boolean takes(Network network, int rank) {
        try {
            network.shapes(batch(rank).item());
            return true;
        } catch (ShapeException e) {
            return false;
        }
    }

    /** Says where an array looks as if its channels came last. */
    @Override
    public ShapeException explained(ShapeException refusal, OptionalInt needed) {
        List<Integer> shape = file.shape();
        boolean isTurned = shape.size() > 2
                && needed.isPresent()
                && shape.get(shape.size() - 1) == needed.getAsInt()
                && shape.stream().limit(2).allMatch(size -> size != needed.getAsInt());
        return isTurned
                ? new ShapeException(refusal.getMessage() + "; the channels of '" + path + "', of shape " + shape
                        + ", seem to be its last axis: they have to come before the spatial axes, as in (C, H, W)")
                : refusal;
    }

    /**
     * How the array is a batch.
     *
     * @throws ShapeException if it has too many or too few axes for the rank
     */
    @Override
    public NpyBatch batch(int rank) {
        return taker.map(taken -> new NpyBatch(taken.items(), true, taken.item()))
                .orElseGet(() -> NpyBatch.of(file.shape(), rank));
    }

    @Override
    public List<Integer> resultShape(FeatureShape item) {
        if (taker.isEmpty()) {
            return ImageSource.super.resultShape(item);
        }
        Taken taken = taker.get();
        boolean hasBatchAxis = taken.items() != 1 || file.shape().size() != item.rank() + 1;
        return taken.result().orElseGet(() -> new NpyBatch(taken.items(), hasBatchAxis, item).shape());
    }

    @Override
    public StackLayout layout(int rank) {
        NpyBatch batch = batch(rank);
        Extent size = batch.item().spatial().to3D(1);
        boolean areRows = rank == 1;
        return new StackLayout(
                rank,
                size.get(2),
                areRows ? batch.items() : size.get(1),
                batch.item().channels(),
                size.get(0),
                areRows ? 1 : batch.items());
    }

    @Override
    public BlockSource blocks(int rank) {
        NpyBatch batch = batch(rank);
        boolean isTurned = taker.filter(Taken::isTurned).isPresent();
        return isTurned ? NpySource.ofChannelsLast(file, batch) : new NpySource(file, batch);
    }

    @Override
    public OptionalDouble largestValue() {
        return switch (file.type()) {
            case UINT8 -> OptionalDouble.of(0xff);
            case UINT16 -> OptionalDouble.of(0xffff);
            default -> OptionalDouble.empty();
        };
    }

    @Override
    public List<String> channelNames(int rank) {
        return ResultLabels.numbered(batch(rank).item().channels());
    }

    @Override
    public History history(FilledNetwork filled, InputScaling input) {
        return new History(
                NetworkText.print(filled.network()),
                filled.weights().sha256(),
                path.getFileName().toString(),
                file.shape().toString(),
                input.toString(),
                Version.current());
    }

    /** An array has no calibration. */
    @Override
    public TiffStackDescription describe(Network network, StackLayout result, SampleType type, History history) {
        return TiffStackDescription.of(
                        result.width(), result.height(), result.channels(), result.slices(), result.frames(), type)
                .withProperties(history.toProperties());
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
