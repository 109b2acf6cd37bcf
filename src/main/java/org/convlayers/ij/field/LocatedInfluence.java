package org.convlayers.ij.field;

import ij.ImagePlus;
import java.io.IOException;
import java.util.Optional;
import org.convlayers.app.FilledNetwork;
import org.convlayers.app.FreeMemory;
import org.convlayers.app.History;
import org.convlayers.app.InputScaling;
import org.convlayers.app.NetworkInput;
import org.convlayers.app.NetworkModel;
import org.convlayers.app.StackLayout;
import org.convlayers.engine.memory.BlockSource;
import org.convlayers.engine.memory.Monitor;
import org.convlayers.gradient.EffectiveField;
import org.convlayers.gradient.GradientPlan;
import org.convlayers.gradient.Measure;
import org.convlayers.ij.image.AppliedWeights;
import org.convlayers.ij.image.Histories;
import org.convlayers.ij.image.ImageWeights;
import org.convlayers.ij.image.SourceImage;
import org.convlayers.layer.Network;
import org.convlayers.receptive.ReceptiveField;
import org.convlayers.shape.FeatureShape;
import org.convlayers.text.NetworkText;
import org.convlayers.weights.Weights;

/**
 * The influence of an image's pixels on an output pixel, ready to be measured.
 *
 * @param plan how
 * @param source the values of the image, as the network takes them
 * @param item which of its items the field lies in
 */
record LocatedInfluence(GradientPlan plan, BlockSource source, int item) {
    /**
     * Joins a field with the weights of its layers.
     *
     * @param active the image for which the field was found
     * @throws IllegalArgumentException if the weights are not those of the network, or the network does not take the image
     * @throws IOException if a file cannot be read
     */
    static LocatedInfluence find(ImagePlus active, LocatedField located, EffectiveFieldOptions options)
            throws IOException {
        SourceImage source = SourceImage.of(located.source());
        ReceptiveField field = located.field().field();
        int[] at = field.at().stream().mapToInt(Integer::intValue).toArray();
        AppliedWeights applied = applied(active, located, options);
        FilledNetwork filled = applied.filled();
        StackLayout layout = source.layout(at.length);
        FeatureShape input = options.measure() == Measure.GRADIENT ? layout.shape() : field.input();
        GradientPlan plan =
                GradientPlan.of(options.measure(), filled.network(), filled.weights(), input, field.layer(), at);
        if (!FreeMemory.holds(plan.bytes())) {
            throw new IllegalArgumentException("the values of layer '" + field.layer()
                    + "' depend on so many pixels that"
                    + " their gradient takes " + FreeMemory.inWords(plan.bytes()) + ", which do not fit in memory; crop"
                    + " the image, or take an earlier layer");
        }
        InputScaling scaling = options.input().orElse(applied.input());
        BlockSource scaled = options.measure() == Measure.GRADIENT
                ? scaling.scale(source.blocks(at.length), source.largestValue())
                : source.blocks(at.length);
        return new LocatedInfluence(plan, scaled, item(layout, located));
    }

    private static AppliedWeights applied(ImagePlus active, LocatedField located, EffectiveFieldOptions options)
            throws IOException {
        Optional<String> given = options.place().network();
        if (given.isPresent()) {
            NetworkModel model = NetworkInput.open(given.get());
            FilledNetwork filled = model.fill(options.weights(), new ImageWeights(), options.seed())
                    .on(SourceImage.of(located.source()))
                    .outputs()
                    .with(located.field().field().layer());
            return new AppliedWeights(filled, model.input());
        }
        return ofResult(active, located, options, new ImageWeights());
    }

    /**
     * The weights that a result was computed with: its own as long as it is the one that was computed, unless others are given,
     * else those that the options name.
     *
     * @param files where weights come from
     * @throws IllegalArgumentException if the weights are not those that it was computed with
     * @throws IOException if a file cannot be read
     */
    static AppliedWeights ofResult(
            ImagePlus active, LocatedField located, EffectiveFieldOptions options, ImageWeights files)
            throws IOException {
        History history = Histories.of(active).orElseThrow();
        Network network = NetworkText.parse(history.network());
        if (!located.field().pullBack().network().equals(network)) {
            throw new IllegalArgumentException("between '" + located.source().getTitle() + "' and '" + active.getTitle()
                    + "' lie the weights of several results; give the image that '" + active.getTitle()
                    + "' was computed from as source=[...], or the whole network as network=[...]");
        }
        Optional<AppliedWeights> own = AppliedWeights.of(active);
        if (own.isPresent() && options.areWeightsLeftOpen()) {
            return own.get();
        }
        FilledNetwork filled = FilledNetwork.fill(network, options.weights(), files, options.seed());
        requireSame(filled.weights(), history, active, options);
        return new AppliedWeights(filled, InputScaling.parse(history.input()));
    }

    private static void requireSame(Weights weights, History history, ImagePlus active, EffectiveFieldOptions options) {
        if (!weights.sha256().equals(history.weights())) {
            throw new IllegalArgumentException(
                    "weights=" + options.weights() + " with seed=" + options.seed() + " are not those that '"
                            + active.getTitle()
                            + "' was computed with; give the same as weights=[...] (and seed=, if they are random), or, to try others, the"
                            + " layers as network=[...] on the image itself");
        }
    }

    /** Items are counted as planes are: rows in 1-D, Z and T in 2-D, T in 3-D. */
    private static int item(StackLayout layout, LocatedField located) {
        int plane = located.slice() - 1 + layout.slices() * (located.frame() - 1);
        return switch (layout.rank()) {
            case 1 -> plane * layout.height() + located.field().row();
            case 2 -> plane;
            default -> located.frame() - 1;
        };
    }

    /**
     * Measures it.
     *
     * @throws IllegalArgumentException if no pixel counts
     * @throws java.util.concurrent.CancellationException if the monitor cancelled
     */
    EffectiveField measure(Monitor monitor) {
        return EffectiveField.of(plan.run(source, item, monitor));
    }
}
