package org.convlayers.ij.image;

import ij.ImagePlus;
import ij.ImageStack;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import net.imglib2.view.Views;
import org.convlayers.app.FilledNetwork;
import org.convlayers.app.History;
import org.convlayers.app.ImageSource;
import org.convlayers.app.InputScaling;
import org.convlayers.app.ResultLabels;
import org.convlayers.app.StackLayout;
import org.convlayers.app.Version;
import org.convlayers.engine.memory.ArraySource;
import org.convlayers.engine.memory.BlockSource;
import org.convlayers.img.ImgAxes;
import org.convlayers.img.ImgSource;
import org.convlayers.io.DamagedFileException;
import org.convlayers.io.SampleType;
import org.convlayers.io.tiff.TiffStackDescription;
import org.convlayers.layer.Network;
import org.convlayers.shape.AxisRanges.Range;
import org.convlayers.shape.ShapeException;
import org.convlayers.text.NetworkText;

/** An image as the input of networks, and what their results say about themselves. */
public final class SourceImage implements ImageSource {
    /** Those of {@link ImagePlusImg}: X, Y, C, Z, T. */
    private static final int DIMENSIONS = 5;

    private static final int CHANNELS = 2;

    private static final List<String> COLORS = List.of("red", "green", "blue");

    private final ImagePlus image;
    private final ChannelAdvice advice;

    private SourceImage(ImagePlus image, ChannelAdvice advice) {
        this.image = image;
        this.advice = advice;
    }

    /** An open image. */
    public static SourceImage of(ImagePlus image) {
        return new SourceImage(image, ChannelAdvice.MENUS);
    }

    /**
     * Opens a file as ImageJ does, without a window; a large TIFF is read by bands of rows when they are needed.
     *
     * @throws DamagedFileException if it does not exist, is not an image that ImageJ knows, or is not whole
     */
    public static SourceImage open(Path file) throws DamagedFileException {
        return new SourceImage(ImageFiles.openToRead(file), ChannelAdvice.FILES);
    }

    @Override
    public StackLayout layout(int rank) {
        return new StackLayout(
                rank,
                image.getWidth(),
                image.getHeight(),
                ImagePlusImg.channels(image),
                image.getNSlices(),
                image.getNFrames());
    }

    @Override
    public BlockSource blocks(int rank) {
        boolean areFloatsInMemory =
                image.getBitDepth() == Float.SIZE && !image.getStack().isVirtual();
        return areFloatsInMemory && rank > 1
                ? inPlace(layout(rank))
                : ImgSource.of(ImagePlusImg.wrap(image), ImgAxes.ofHyperstack(rank, DIMENSIONS));
    }

    /** Planes that need no conversion are read where they are: copying them took a fifth of the time of a small layer. */
    private BlockSource inPlace(StackLayout layout) {
        ImageStack stack = image.getStack();
        int depth = layout.shape().spatial().to3D(1).get(0);
        float[][][][] planes = new float[layout.items()][layout.channels()][depth][];
        for (int item = 0; item < planes.length; item++) {
            for (int c = 0; c < layout.channels(); c++) {
                for (int z = 0; z < depth; z++) {
                    planes[item][c][z] = (float[]) stack.getPixels(layout.plane(item, z, c) + 1);
                }
            }
        }
        return new ArraySource(layout.shape(), planes);
    }

    /** As {@link #blocks(int)}, but with some of the channels only. */
    public BlockSource blocks(int rank, Range channels) {
        RandomAccessibleInterval<? extends RealType<?>> whole = ImagePlusImg.wrap(image);
        long[] min = whole.minAsLongArray();
        long[] max = whole.maxAsLongArray();
        min[CHANNELS] = channels.first();
        max[CHANNELS] = channels.last();
        return ImgSource.of(Views.zeroMin(Views.interval(whole, min, max)), ImgAxes.ofHyperstack(rank, DIMENSIONS));
    }

    @Override
    public OptionalDouble largestValue() {
        return switch (image.getBitDepth()) {
            case 16 -> OptionalDouble.of(0xffff);
            case 32 -> OptionalDouble.empty();
            default -> OptionalDouble.of(0xff);
        };
    }

    /** The labels of planes, if they tell channels apart and are the same at every Z and T; else colors or numbers. */
    @Override
    public List<String> channelNames(int rank) {
        int channels = ImagePlusImg.channels(image);
        if (channels == COLORS.size() && image.getNChannels() == 1) {
            return COLORS;
        }
        List<String> labels = IntStream.rangeClosed(1, image.getNChannels())
                .mapToObj(this::label)
                .toList();
        boolean areNames = channels == labels.size()
                && labels.stream().noneMatch(String::isBlank)
                && Set.copyOf(labels).size() == channels
                && IntStream.rangeClosed(1, image.getStackSize())
                        .allMatch(plane -> label(plane).equals(labels.get((plane - 1) % channels)));
        return areNames ? labels : ResultLabels.numbered(channels);
    }

    private String label(int plane) {
        String label = image.getStack().getShortSliceLabel(plane);
        return label == null ? "" : label;
    }

    @Override
    public void requireChannels(int rank, int needed) {
        int channels = ImagePlusImg.channels(image);
        if (channels != needed) {
            throw new ShapeException("'" + image.getTitle() + "' has " + counted(channels) + ", but the network needs "
                    + needed + "; " + advice.of(image, rank, needed));
        }
    }

    private static String counted(int channels) {
        return channels == 1 ? "1 channel" : channels + " channels";
    }

    @Override
    public History history(FilledNetwork filled, InputScaling input) {
        return new History(
                NetworkText.print(filled.network()),
                filled.weights().sha256(),
                image.getTitle(),
                Histories.sizeOf(image),
                input.toString(),
                Version.current());
    }

    @Override
    public TiffStackDescription describe(Network network, StackLayout result, SampleType type, History history) {
        FieldGrids grids = FieldGrids.of(network, layout(result.rank()).shape());
        return TiffStackDescription.of(
                        result.width(), result.height(), result.channels(), result.slices(), result.frames(), type)
                .withCalibration(Calibrations.forFile(Calibrations.ofResult(image, grids.x(), grids.y(), grids.z())))
                .withProperties(history.toProperties());
    }

    /** Nothing to close: ImageJ opens a file for each plane it reads. */
    @Override
    public void close() {}
}
