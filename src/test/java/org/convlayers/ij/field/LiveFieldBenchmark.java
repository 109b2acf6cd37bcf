package org.convlayers.ij.field;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Roi;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.convlayers.ij.image.Lineage;
import org.convlayers.ij.option.FieldElement;
import org.convlayers.text.NetworkText;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a live field does for each move of the mouse: finds the field of a pixel and those of the layers before, and draws
 * them. Ten layers on an image of 2048 x 2048, in one thread.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class LiveFieldBenchmark {
    private static final int SIDE = 2048;

    /** What the window of so large an image shows, about. */
    private static final int WINDOW = 1024;

    /** The layers. */
    @Param({"chain", "dilated", "unet"})
    public String network;

    /** What is drawn. */
    @Param({"box centre", "box centre taps shade lattice", "heat"})
    public String show;

    private ImagePlus image;
    private FieldsOnImage fields;
    private Set<FieldElement> elements;
    private Graphics2D graphics;
    private int place;

    private static String layers(String name) {
        String three = "Conv2d(1, 1, 3, padding=1);";
        return switch (name) {
            case "chain" -> three.repeat(10);
            case "dilated" -> {
                StringBuilder layers = new StringBuilder();
                for (int rate : new int[] {1, 2, 4, 8, 16, 1, 2, 4, 8, 16}) {
                    layers.append("Conv2d(1, 1, 3, padding=%d, dilation=%d);".formatted(rate, rate));
                }
                yield layers.toString();
            }
            default ->
                "(down0): Conv2d(1, 1, 3, padding=1); (pool0): MaxPool2d(2); (down1): Conv2d(1, 1, 3, padding=1);"
                        + "(pool1): MaxPool2d(2); (bottom): Conv2d(1, 1, 3, padding=1); (up1): Upsample(scale_factor=2);"
                        + "(join1): Concat(inputs=('down1', 'up1')); (merge1): Conv2d(2, 1, 3, padding=1);"
                        + "(up0): Upsample(scale_factor=2); (join0): Concat(inputs=('down0', 'up0'))";
        };
    }

    @Setup
    public void prepare() {
        image = IJ.createImage("image", SIDE, SIDE, 1, 8);
        fields = FieldsOnImage.of(new Lineage(NetworkText.parse(layers(network)), image));
        elements = FieldElement.parse(show);
        graphics = new BufferedImage(WINDOW, WINDOW, BufferedImage.TYPE_INT_RGB).createGraphics();
    }

    /** One move. */
    @Benchmark
    public List<Roi> update() {
        place = (place + 1) % WINDOW;
        FieldOnImage field = fields.field(fields.last(), place, place, 0);
        List<Roi> rois = new ArrayList<>(
                ReceptiveFieldOverlay.draw(field, 0, elements, new AffineTransform(), (double) WINDOW / SIDE));
        rois.addAll(LiveElements.nestedBoxes(fields.boxesBefore(field), field));
        for (Roi roi : rois) {
            roi.setImage(image);
            roi.drawOverlay(graphics);
        }
        return rois;
    }
}
