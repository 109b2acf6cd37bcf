package org.convlayers.ij.option;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.convlayers.app.GroupCount;
import org.convlayers.app.InputScaling;
import org.convlayers.app.LayerSettings;
import org.convlayers.app.TileChoice;
import org.convlayers.engine.layer.Precision;
import org.convlayers.io.SampleType;
import org.convlayers.layer.Activation;
import org.convlayers.layer.ActivationFunction;
import org.convlayers.shape.EdgeMode;
import org.convlayers.shape.Extent;
import org.convlayers.shape.Padding;
import org.convlayers.shape.Window;
import org.convlayers.text.NetworkText;
import org.convlayers.text.Spelling;
import org.convlayers.weights.WeightSource;

/**
 * The options of the commands that apply a layer as what they mean; keys that a command does not have are at their defaults.
 * Each method throws {@link OptionException} if the value is not allowed.
 */
public final class LayerOptions {
    private final Options options;

    /** Reads options when they are asked for. */
    public LayerOptions(Options options) {
        this.options = options;
    }

    /** What the commands of convolutions have in common. */
    public LayerSettings settings() {
        int rank = rank();
        return new LayerSettings(
                rank,
                number(Keys.FILTERS),
                unlessAuto(Keys.KERNEL, text -> positive(Extent.parse(text, rank))),
                extent(Keys.STRIDE),
                unlessAuto(Keys.PADDING, text -> Padding.parse(text, rank)),
                read(Keys.EDGES, EdgeMode::parse),
                extent(Keys.DILATION),
                unlessAuto(Keys.GROUPS, GroupCount::parse).orElse(GroupCount.DEFAULT),
                options.isSet(Keys.NO_BIAS),
                activation(Keys.ACTIVATION));
    }

    /** The number of spatial axes. */
    public int rank() {
        return read(Keys.DIMENSIONS, text -> Integer.parseInt(text.substring(0, 1)));
    }

    /** Layers without weights ask for nothing. */
    public WeightSource weights() {
        return options.has(Keys.WEIGHTS) ? options.read(Keys.WEIGHTS, WeightSource::parse) : new WeightSource.Kaiming();
    }

    /** What is done with the values of the image before a network takes them; empty if that is left open. */
    public Optional<InputScaling> input() {
        return unlessAuto(Keys.INPUT, InputScaling::parse);
    }

    /** The window of a pooling layer, whose stride is its size unless another is given. */
    public Window poolingWindow() {
        int rank = rank();
        Extent kernel = extent(Keys.KERNEL);
        Extent stride = unlessAuto(Keys.STRIDE, text -> positive(Extent.parse(text, rank)))
                .orElse(kernel);
        return new Window(
                kernel, stride, extent(Keys.DILATION), options.read(Keys.PADDING, text -> Padding.parse(text, rank)));
    }

    /** A number of pixels for each axis, 0 or more. */
    public Extent pixels(OptionKey key) {
        int rank = rank();
        return options.read(key, text -> {
            Extent pixels = Extent.parse(text, rank);
            if (!pixels.isAtLeast(0)) {
                throw new IllegalArgumentException("must not be negative");
            }
            return pixels;
        });
    }

    /** A factor for each axis: {@code 2}, {@code 1.5}, {@code 2x3} (height x width). */
    public List<Double> factors(OptionKey key) {
        int rank = rank();
        return options.read(key, text -> {
            List<Double> factors =
                    Arrays.stream(text.split("x", -1)).map(LayerOptions::factor).toList();
            if (factors.size() != 1 && factors.size() != rank) {
                throw new IllegalArgumentException("has " + factors.size() + " numbers, but one for each of " + rank
                        + " axes is needed (or one for all)");
            }
            return factors.size() == rank ? factors : Collections.nCopies(rank, factors.get(0));
        });
    }

    private static double factor(String text) {
        if (!text.strip().matches("[0-9]{1,6}(\\.[0-9]{1,9})?") || Double.parseDouble(text.strip()) == 0) {
            throw new IllegalArgumentException("'" + text.strip() + "' is not a number above 0");
        }
        return Double.parseDouble(text.strip());
    }

    /** A count; empty if it follows from the rest. */
    public OptionalInt number(OptionKey key) {
        return unlessAuto(key, LayerOptions::count).map(OptionalInt::of).orElse(OptionalInt.empty());
    }

    /** The dilations of several convolutions. */
    public List<Integer> rates() {
        return options.read(
                Keys.RATES,
                text -> Arrays.stream(text.split(",")).map(LayerOptions::count).toList());
    }

    /** An activation; empty if there is none. */
    public Optional<Activation> activation(OptionKey key) {
        return read(key, text -> {
            if (text.equalsIgnoreCase("none")) {
                return Optional.empty();
            }
            int arguments = text.indexOf('(');
            requireActivation(
                    arguments < 0 ? text : text.substring(0, arguments).strip());
            return Optional.of((Activation) NetworkText.parseLayer(arguments < 0 ? text + "()" : text));
        });
    }

    /** A name as the layer language has it, with or without the module before it. */
    private static void requireActivation(String name) {
        List<String> names = Arrays.stream(ActivationFunction.values())
                .map(ActivationFunction::torchName)
                .toList();
        String last = name.substring(name.lastIndexOf('.') + 1);
        if (!names.contains(last)) {
            throw new IllegalArgumentException("this is no activation"
                    + Spelling.similar(last, names)
                            .map(known -> "; the nearest is " + known)
                            .orElse(", such as ReLU or LeakyReLU(0.1)"));
        }
    }

    /** What random weights begin with. */
    public long seed() {
        return read(Keys.SEED, text -> {
            if (!text.matches("-?[0-9]{1,18}")) {
                throw new IllegalArgumentException("this is not a whole number");
            }
            return Long.parseLong(text);
        });
    }

    /** The precision of the sums. */
    public Precision precision() {
        return read(Keys.PRECISION, Precision::parse);
    }

    /** How results are cut into tiles. */
    public TileChoice tile() {
        return read(Keys.TILE, TileChoice::parse);
    }

    /** The type of the result's values. */
    public SampleType type() {
        return options.read(Keys.TYPE, SampleType::parse);
    }

    /** Where to stream the result to; empty if it is to stay in memory. */
    public Optional<Path> save() {
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
    public void requireRunnable() {
        seed();
        tile();
        save();
    }

    private <T> T read(OptionKey key, Function<String, T> reader) {
        return options.has(key) ? options.read(key, reader) : reader.apply(key.defaultValue());
    }

    private Extent extent(OptionKey key) {
        int rank = rank();
        return read(key, text -> positive(Extent.parse(text, rank)));
    }

    private static Extent positive(Extent extent) {
        if (!extent.isAtLeast(1)) {
            throw new IllegalArgumentException("must be at least 1 on every axis");
        }
        return extent;
    }

    private static int count(String text) {
        if (!text.strip().matches("[1-9][0-9]{0,8}")) {
            throw new IllegalArgumentException("'" + text.strip() + "' is not a whole number from 1 to 999999999");
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
