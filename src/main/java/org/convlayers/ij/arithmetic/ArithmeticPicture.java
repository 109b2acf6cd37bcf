package org.convlayers.ij.arithmetic;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.convlayers.arithmetic.LayerArithmetic;
import org.convlayers.text.NetworkText;

/**
 * Pictures of convolution arithmetic, a frame for each output pixel of each layer, from the top left; made without a display.
 *
 * <p>All frames have one size, and everything keeps its place in the frames of a layer. Frames are drawn when they are asked
 * for.
 */
public final class ArithmeticPicture {
    /** The most pixels of a frame: those of 8192 x 4096. */
    private static final long MOST_PIXELS = 1L << 25;

    private static final double TITLE_BASE = 32;
    private static final double COUNTER_WIDTH = 120;

    private final List<Stage> stages = new ArrayList<>();
    private final double scale;
    private final int frames;
    private final int width;
    private final int height;

    /**
     * A layer, and where it is drawn.
     *
     * @param first the number of its first frame
     * @param names of its input channels
     */
    private record Stage(
            LayerArithmetic layer,
            String title,
            List<String> names,
            ArithmeticLegend legend,
            ArithmeticLayout layout,
            int first) {}

    /**
     * Lays out the frames.
     *
     * @param layers the layers, each on the output of the one before
     * @param channelNames of the channels of the input
     * @param scale the enlargement; at 1 a cell has 48 pixels, more where its number needs them
     * @throws IllegalArgumentException if a frame would be too large
     */
    ArithmeticPicture(List<LayerArithmetic> layers, List<String> channelNames, double scale) {
        this.scale = scale;
        int first = 0;
        for (LayerArithmetic layer : layers) {
            String text = NetworkText.print(layer.layer());
            String title = layers.size() == 1 ? text : layer.name() + ": " + text;
            List<String> names = stages.isEmpty() ? channelNames : Collections.nCopies(layer.inChannels(), "");
            ArithmeticLegend legend = new ArithmeticLegend(layer);
            double lines = Math.max(ArithmeticPen.codeWidth(title) + COUNTER_WIDTH, legend.width());
            stages.add(new Stage(layer, title, names, legend, new ArithmeticLayout(layer, names, lines), first));
            first += layer.frames();
        }
        frames = first;
        width = size(stage -> stage.layout().width());
        height = size(stage -> stage.layout().height());
        if ((long) width * height > MOST_PIXELS) {
            throw new IllegalArgumentException("a frame would have " + width + " x " + height
                    + " pixels, which is too large; a smaller size, kernel or scale makes it smaller");
        }
    }

    private int size(ToDoubleFunction<Stage> measure) {
        return (int)
                Math.ceil(scale * stages.stream().mapToDouble(measure).max().orElseThrow());
    }

    /** The number of frames. */
    public int frames() {
        return frames;
    }

    /** The width of each frame in pixels. */
    public int width() {
        return width;
    }

    /** The height of each frame in pixels. */
    public int height() {
        return height;
    }

    /** The number of frames of an output row of the first layer. */
    int framesOfRow() {
        return stages.get(0).layer().columns().outputSize();
    }

    /** The layers. */
    List<LayerArithmetic> layers() {
        return stages.stream().map(Stage::layer).toList();
    }

    /** What a frame shows, in a line: {@code y[0, 1, 2] = 12 + 3 + 1 = 16}, after the layer's name if there are several. */
    String label(int frame) {
        Stage stage = stage(frame);
        String name = stages.size() == 1 ? "" : stage.layer().name() + ": ";
        return name + stage.layer().frame(frame - stage.first()).equation();
    }

    /** Draws a frame. */
    public BufferedImage draw(int frame) {
        Stage stage = stage(frame);
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        try (ArithmeticPen pen = new ArithmeticPen(picture, scale)) {
            pen.code(stage.title(), ArithmeticLayout.MARGIN, TITLE_BASE);
            pen.codeAtRight(frame + 1 + "/" + frames, width / scale - ArithmeticLayout.MARGIN, TITLE_BASE);
            // A layer that is smaller than the others stands in the middle.
            pen.move(
                    (width / scale - stage.layout().width()) / 2,
                    (height / scale - stage.layout().height()) / 2);
            new ArithmeticDrawing(stage.layer(), stage.layout(), stage.legend(), frame - stage.first(), pen)
                    .draw(stage.names());
        }
        return picture;
    }

    private Stage stage(int frame) {
        for (int i = stages.size() - 1; i >= 0; i--) {
            if (frame >= stages.get(i).first()) {
                return stages.get(i);
            }
        }
        throw new IllegalArgumentException("there is no frame " + frame);
    }
}
