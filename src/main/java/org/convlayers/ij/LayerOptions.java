package org.convlayers.ij;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.convlayers.app.GroupCount;
import org.convlayers.app.LayerSettings;
import org.convlayers.app.TileChoice;
import org.convlayers.engine.Precision;
import org.convlayers.io.SampleType;
import org.convlayers.layer.Activation;
import org.convlayers.layer.Layer;
import org.convlayers.shape.EdgeMode;
import org.convlayers.shape.Extent;
import org.convlayers.shape.Padding;
import org.convlayers.text.NetworkText;
import org.convlayers.weights.WeightSource;

/**
 * The options of the convolution commands as what they mean. Each method throws {@link OptionException} if the value is not
 * allowed.
 */
final class LayerOptions {
    private static final int USUAL_RANK = 2;

    private final Options options;

    LayerOptions(Options options) {
        this.options = options;
    }

    /** What the three commands have in common; keys that a command does not have are at their defaults. */
    LayerSettings settings() {
        int rank = rank();
        return new LayerSettings(
                rank,
                number(Keys.FILTERS),
                unlessAuto(Keys.KERNEL, text -> positive(Extent.parse(text, rank))),
                extent(Keys.STRIDE),
                unlessAuto(Keys.PADDING, text -> Padding.parse(text, rank)),
                options.read(Keys.EDGES, EdgeMode::parse),
                extent(Keys.DILATION),
                unlessAuto(Keys.GROUPS, GroupCount::parse).orElse(GroupCount.DEFAULT),
                options.isSet(Keys.NO_BIAS),
                activation(Keys.ACTIVATION));
    }

    /** The number of spatial axes. */
    int rank() {
        return options.has(Keys.DIMENSIONS)
                ? Integer.parseInt(options.text(Keys.DIMENSIONS).substring(0, 1))
                : USUAL_RANK;
    }

    WeightSource weights() {
        return options.read(Keys.WEIGHTS, WeightSource::parse);
    }

    /** A count; empty if it follows from the rest. */
    OptionalInt number(OptionKey key) {
        return unlessAuto(key, LayerOptions::count).map(OptionalInt::of).orElse(OptionalInt.empty());
    }

    /** The dilations of several convolutions. */
    List<Integer> rates() {
        return options.read(
                Keys.RATES,
                text -> Arrays.stream(text.split(",")).map(LayerOptions::count).toList());
    }

    /** An activation; empty if there is none. */
    Optional<Activation> activation(OptionKey key) {
        if (!options.has(key)) {
            return Optional.empty();
        }
        return options.read(key, text -> {
            if (text.equalsIgnoreCase("none")) {
                return Optional.empty();
            }
            Layer layer = NetworkText.parseLayer(text.contains("(") ? text : text + "()");
            if (layer instanceof Activation activation) {
                return Optional.of(activation);
            }
            throw new IllegalArgumentException("this is no activation, such as ReLU or LeakyReLU(0.1)");
        });
    }

    long seed() {
        return options.read(Keys.SEED, text -> {
            if (!text.matches("-?[0-9]{1,18}")) {
                throw new IllegalArgumentException("this is not a whole number");
            }
            return Long.parseLong(text);
        });
    }

    Precision precision() {
        return options.read(Keys.PRECISION, Precision::parse);
    }

    TileChoice tile() {
        return options.read(Keys.TILE, TileChoice::parse);
    }

    SampleType type() {
        return options.read(Keys.TYPE, SampleType::parse);
    }

    /** Where to stream the result to; empty if it is to stay in memory. */
    Optional<Path> save() {
        return options.read(Keys.SAVE, text -> {
            if (text.isEmpty()) {
                return Optional.empty();
            }
            if (!text.toLowerCase(Locale.ROOT).endsWith(".tif")) {
                throw new IllegalArgumentException("the name of the file must end in .tif");
            }
            return Optional.of(Path.of(text));
        });
    }

    /** Checks what is needed only when the work starts. */
    void requireRunnable() {
        seed();
        tile();
        save();
    }

    private Extent extent(OptionKey key) {
        int rank = rank();
        if (!options.has(key)) {
            return Extent.filled(rank, Integer.parseInt(key.defaultValue()));
        }
        return options.read(key, text -> positive(Extent.parse(text, rank)));
    }

    private static Extent positive(Extent extent) {
        if (!extent.isAtLeast(1)) {
            throw new IllegalArgumentException("must be at least 1 on every axis");
        }
        return extent;
    }

    private static int count(String text) {
        if (!text.strip().matches("[1-9][0-9]{0,8}")) {
            throw new IllegalArgumentException("'" + text.strip() + "' is not a whole number from 1");
        }
        return Integer.parseInt(text.strip());
    }

    private <T> Optional<T> unlessAuto(OptionKey key, Function<String, T> reader) {
        if (!options.has(key) || options.text(key).equalsIgnoreCase(OptionKey.AUTO)) {
            return Optional.empty();
        }
        return Optional.of(options.read(key, reader));
    }
}
