package org.convlayers.demo;

import ij.ImagePlus;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import org.convlayers.app.FilledNetwork;
import org.convlayers.engine.memory.Monitor;
import org.convlayers.gradient.EffectiveField;
import org.convlayers.gradient.GradientPlan;
import org.convlayers.gradient.Measure;
import org.convlayers.ij.field.ReceptiveFieldPicture;
import org.convlayers.ij.image.SourceImage;
import org.convlayers.layer.Network;
import org.convlayers.receptive.PullBack;
import org.convlayers.shape.FeatureShape;
import org.convlayers.text.NetworkText;

/** The effective field of a pixel of a network with random weights, by both measures: a picture of the user guide. */
final class EffectiveFieldFigure {
    private static final String LAYERS = "Conv2d(3, 16, 3, padding=same); ReLU(); "
            + "Conv2d(16, 16, 3, padding=same); ReLU(); ".repeat(11)
            + "Conv2d(16, 1, 3, padding=same)";

    private static final double OPACITY = 0.7;

    private static final double SHARE = 0.95;

    private final ImagePlus source;
    private final SourceImage pixels;
    private final int x;
    private final int y;

    /**
     * Looks at a pixel.
     *
     * @param source an RGB image
     * @param pixels its values
     */
    EffectiveFieldFigure(ImagePlus source, SourceImage pixels, int x, int y) {
        this.source = source;
        this.pixels = pixels;
        this.x = x;
        this.y = y;
    }

    /** The picture. */
    Sheet sheet(int side) {
        String heading = "Effective Receptive Field...  of 13 layers of 3 x 3";
        return new Sheet(
                heading, side, List.of(panel(Measure.WEIGHTS, side), panel(Measure.GRADIENT, side)), List.of(), 1);
    }

    private Sheet.Panel panel(Measure measure, int side) {
        Network network = NetworkText.parse(LAYERS);
        FeatureShape input = pixels.layout(2).shape();
        String last = network.output().name();
        GradientPlan plan =
                GradientPlan.of(measure, network, FilledNetwork.random(network).weights(), input, last, y, x);
        EffectiveField effective = EffectiveField.of(plan.run(pixels.blocks(2), 0, Monitor.NONE));
        BufferedImage picture =
                ReceptiveFieldPicture.draw(source, PullBack.of(network, input), effective, OPACITY, side);
        String caption = String.format(
                Locale.ROOT,
                "by %s: 95 %% within the circle, %.2f of the field",
                measure.name().toLowerCase(Locale.ROOT),
                effective.ratio(SHARE));
        return new Sheet.Panel(caption, picture);
    }
}
