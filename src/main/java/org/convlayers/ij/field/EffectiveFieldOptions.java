package org.convlayers.ij.field;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.convlayers.app.InputScaling;
import org.convlayers.gradient.Measure;
import org.convlayers.ij.option.Keys;
import org.convlayers.ij.option.LayerOptions;
import org.convlayers.ij.option.OptionException;
import org.convlayers.ij.option.OptionKey;
import org.convlayers.ij.option.OptionSchema;
import org.convlayers.ij.option.Options;
import org.convlayers.weights.WeightSource;

/**
 * The keys of {@code Effective Receptive Field...}, checked.
 *
 * @param place the output pixel, the network and the image, as for the receptive field
 * @param weights where the weights of layers of text come from
 * @param seed what random weights begin with
 * @param input what is done with the values of the image before; empty if it is what the network was applied with, or asks for
 * @param measure by what influence is measured
 * @param opacity of the heat map, 0 to 1
 * @param adjust whether a panel is opened with which it can be changed
 */
record EffectiveFieldOptions(
        ReceptiveFieldOptions place,
        WeightSource weights,
        long seed,
        Optional<InputScaling> input,
        Measure measure,
        double opacity,
        boolean adjust) {
    private static final OptionKey WEIGHTS = Keys.WEIGHTS.withDefault("kaiming");

    static final OptionSchema SCHEMA = new OptionSchema(List.of(
            Keys.X,
            Keys.Y,
            Keys.LAYER,
            Keys.NETWORK,
            WEIGHTS,
            Keys.SEED,
            Keys.SOURCE,
            Keys.INPUT,
            Keys.MEASURE,
            Keys.OPACITY,
            Keys.ADJUST));

    /**
     * Reads the options.
     *
     * @throws OptionException if a value is not possible
     */
    static EffectiveFieldOptions of(Options options) {
        ReceptiveFieldOptions place = ReceptiveFieldOptions.of(options);
        Measure measure = Measure.valueOf(options.text(Keys.MEASURE).toUpperCase(Locale.ROOT));
        LayerOptions read = new LayerOptions(options);
        return new EffectiveFieldOptions(
                place,
                options.read(WEIGHTS, WeightSource::parse),
                read.seed(),
                read.input(),
                measure,
                options.read(Keys.OPACITY, EffectiveFieldOptions::share),
                options.isSet(Keys.ADJUST));
    }

    /** Whether the weights are those that count when none are given. */
    boolean areWeightsLeftOpen() {
        return weights.equals(WeightSource.parse(WEIGHTS.defaultValue()))
                && seed == Long.parseLong(Keys.SEED.defaultValue());
    }

    private static double share(String text) {
        double percent = Double.NaN;
        try {
            percent = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            // said below
        }
        if (!(percent >= 0 && percent <= 100)) {
            throw new IllegalArgumentException("this is no percentage; allowed are 0 (not to be seen) to 100 (opaque)");
        }
        return percent / 100;
    }
}
