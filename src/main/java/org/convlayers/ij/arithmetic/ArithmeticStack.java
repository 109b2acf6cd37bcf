package org.convlayers.ij.arithmetic;

import ij.ImagePlus;
import ij.VirtualStack;
import ij.io.FileInfo;
import ij.io.FileSaver;
import ij.io.TiffEncoder;
import ij.measure.Calibration;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.convlayers.ij.image.OpenImages;

/**
 * Convolution arithmetic as an RGB stack of ImageJ along T, played slowly; the label of each slice is its equation. A frame is
 * drawn when it is looked at, so that hundreds of them need no memory.
 */
final class ArithmeticStack extends VirtualStack {
    private static final int RGB_BITS = 24;

    private final ArithmeticPicture picture;
    private final Optional<ImagePlus> source;
    private final List<Integer> frames;

    private ArithmeticStack(ArithmeticPicture picture, Optional<ImagePlus> source) {
        super(picture.width(), picture.height(), null, "");
        this.picture = picture;
        this.source = source;
        this.frames =
                new ArrayList<>(IntStream.range(0, picture.frames()).boxed().toList());
        setBitDepth(RGB_BITS);
    }

    /**
     * An image of all frames.
     *
     * @param picture draws them
     * @param title the title of the image
     * @param source the image that gave the values, if one did
     */
    static ImagePlus image(ArithmeticPicture picture, String title, Optional<ImagePlus> source) {
        ImagePlus image = new ImagePlus(title, new ArithmeticStack(picture, source));
        image.setDimensions(1, 1, picture.frames());
        Calibration calibration = image.getCalibration();
        calibration.fps = 1 / ArithmeticFile.SECONDS_A_FRAME;
        calibration.frameInterval = ArithmeticFile.SECONDS_A_FRAME;
        calibration.setTimeUnit("sec");
        return image;
    }

    /** The image whose values an image shows: its source, as long as that is open, if it is an animation of ours; else itself. */
    static Optional<ImagePlus> source(ImagePlus image) {
        return image.getStack() instanceof ArithmeticStack animation
                ? animation.source.filter(OpenImages.all()::contains)
                : Optional.of(image);
    }

    /** Writes all frames as a TIFF file, one after the other. */
    static void writeTiff(ArithmeticPicture picture, OutputStream out) throws IOException {
        ImagePlus image = image(picture, "arithmetic", Optional.empty());
        ArithmeticStack stack = (ArithmeticStack) image.getStack();
        FileInfo info = image.getFileInfo();
        info.virtualStack = stack;
        info.sliceLabels = stack.getSliceLabels();
        info.description = new FileSaver(image).getDescriptionString();
        new TiffEncoder(info).write(out);
    }

    @Override
    public ImageProcessor getProcessor(int n) {
        return new ColorProcessor(picture.draw(frames.get(n - 1)));
    }

    @Override
    public String getSliceLabel(int n) {
        return picture.label(frames.get(n - 1));
    }

    @Override
    public String[] getSliceLabels() {
        return frames.stream().map(picture::label).toArray(String[]::new);
    }

    @Override
    public int size() {
        return frames.size();
    }

    @Override
    public int getSize() {
        return frames.size();
    }

    @Override
    public void deleteSlice(int n) {
        frames.remove(n - 1);
    }
}
