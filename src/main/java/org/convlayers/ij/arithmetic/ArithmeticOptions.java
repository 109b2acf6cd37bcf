package org.convlayers.ij.arithmetic;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.convlayers.app.ImageSource;
import org.convlayers.app.InputSize;
import org.convlayers.app.LayerNetworks;
import org.convlayers.app.LayerSettings;
import org.convlayers.app.SizeNetworks;
import org.convlayers.arithmetic.LayerArithmetic;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.BlockSource;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.ij.option.Keys;
import org.convlayers.ij.option.LayerOptions;
import org.convlayers.ij.option.OptionException;
import org.convlayers.ij.option.OptionKey;
import org.convlayers.ij.option.OptionSchema;
import org.convlayers.ij.option.Options;
import org.convlayers.layer.Network;
import org.convlayers.shape.AxisRanges.Range;
import org.convlayers.shape.Box;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.Region;
import org.convlayers.weights.FixedShape;
import org.convlayers.weights.Initializer;
import org.convlayers.weights.Tensor;
import org.convlayers.weights.WeightFiles;
import org.convlayers.weights.WeightSource;
import org.convlayers.weights.WholeNumbers;

/** The keys of {@code Convolution Arithmetic...}, and the pictures that they stand for. */
public final class ArithmeticOptions {
    /** Its keys. */
    public static final OptionSchema SCHEMA = new OptionSchema(List.of(
            Keys.SIZE.withDefault("5x5"),
            Keys.WEIGHTS.withDefault("digits"),
            Keys.FILTERS,
            Keys.KERNEL,
            Keys.STRIDE.withDefault(OptionKey.AUTO),
            Keys.PADDING,
            Keys.EDGES,
            Keys.DILATION,
            Keys.GROUPS,
            Keys.TRANSPOSED,
            Keys.OUTPAD,
            Keys.SEPARABLE,
            Keys.MULTIPLIER,
            Keys.NO_BIAS,
            Keys.SEED,
            Keys.SCALE));

    private static final int RANK = 2;
    private static final int LARGEST_DIGIT = 9;
    private static final double MOST_SCALE = 8;
    private static final String ONLY_LAYER = "0";

    private final Options options;
    private final LayerOptions layerOptions;

    private ArithmeticOptions(Options options) {
        this.options = options;
        this.layerOptions = new LayerOptions(withStride(options));
    }

    /** The stride that is meant: a transposed convolution shows little without one. */
    private static Options withStride(Options options) {
        boolean isOpen = options.text(Keys.STRIDE).equalsIgnoreCase(OptionKey.AUTO);
        return isOpen ? options.with(Keys.STRIDE, options.isSet(Keys.TRANSPOSED) ? "2" : "1") : options;
    }

    /**
     * The pictures that options stand for.
     *
     * @param options options of {@link #SCHEMA}
     * @param files where weights come from
     * @param image gives the values, from its top left; without one they are whole numbers from 0 to 9 at random
     * @param item which item of its batch
     * @throws IOException if a file of weights cannot be read, or there are no fonts
     * @throws IllegalArgumentException if the options do not go together, or ask for more than can be shown
     */
    public static ArithmeticPicture picture(
            Options options, WeightFiles files, Optional<? extends ImageSource> image, int item) throws IOException {
        return new ArithmeticOptions(options).picture(files, image, item);
    }

    /** The file that the weights are read from, if they are. */
    public static Optional<Path> weightFile(Options options) {
        return new LayerOptions(options).weights() instanceof WeightSource.File file
                ? Optional.of(Path.of(file.path()))
                : Optional.empty();
    }

    private ArithmeticPicture picture(WeightFiles files, Optional<? extends ImageSource> image, int item)
            throws IOException {
        ArithmeticPen.requireFonts();
        double scale = options.read(Keys.SCALE, ArithmeticOptions::scale);
        long seed = layerOptions.seed();
        int channels = image.map(source -> source.layout(RANK).channels()).orElse(1);
        FeatureShape size = options.read(Keys.SIZE, text -> InputSize.parse(text, RANK, channels));
        Initializer initializer = layerOptions.weights().open(RANK, files);
        Network network = network(initializer, size.channels());
        LayerArithmetic.requireShowable(size);
        Tensor values = image.isPresent()
                ? topLeft(image.get().blocks(RANK), item, size)
                : WholeNumbers.tensor(sizes(size), 0, LARGEST_DIGIT, seed, "input");
        List<String> names = size.channels() > 1 && image.isPresent()
                ? image.get().channelNames(RANK)
                : Collections.nCopies(size.channels(), "");
        return new ArithmeticPicture(
                LayerArithmetic.stages(network, initializer.initialize(network, seed), values), names, scale);
    }

    private static double scale(String text) {
        double scale = Double.parseDouble(text.matches("[0-9]*\\.?[0-9]+") ? text : "NaN");
        if (!(scale >= 1 && scale <= MOST_SCALE)) {
            throw new IllegalArgumentException("this is not a number from 1 to " + (int) MOST_SCALE);
        }
        return scale;
    }

    private Network network(Initializer weights, int channels) {
        if (options.isSet(Keys.TRANSPOSED)) {
            return transposed(weights, channels);
        }
        require(isDefault(Keys.OUTPAD), Keys.OUTPAD, "needs transposed");
        if (options.isSet(Keys.SEPARABLE)) {
            return separable(weights, channels);
        }
        require(isDefault(Keys.MULTIPLIER), Keys.MULTIPLIER, "needs separable");
        LayerSettings settings = layerOptions.settings();
        FixedShape fixed = weights.ofOnlyLayer(ONLY_LAYER, settings.kernel());
        int groups = settings.groups().of(channels, fixed);
        return LayerNetworks.standard(withFewFilters(settings, fixed, groups), weights, channels);
    }

    private Network transposed(Initializer weights, int channels) {
        require(!options.isSet(Keys.SEPARABLE), Keys.SEPARABLE, "is not possible with transposed");
        require(isDefault(Keys.EDGES), Keys.EDGES, "is not possible with transposed, whose padding holds zeros");
        require(isDefault(Keys.MULTIPLIER), Keys.MULTIPLIER, "needs separable");
        LayerSettings settings = layerOptions.settings();
        FixedShape fixed = weights.ofOnlyTransposed(ONLY_LAYER, settings.kernel());
        int groups = settings.groups().of(channels, fixed);
        return SizeNetworks.transposed(
                withFewFilters(settings, fixed, groups), layerOptions.pixels(Keys.OUTPAD), weights, channels);
    }

    private Network separable(Initializer weights, int channels) {
        require(isDefault(Keys.GROUPS), Keys.GROUPS, "is not possible with separable");
        FixedShape pointwise = weights.ofLayer(LayerNetworks.POINTWISE, Optional.of(Extent.filled(RANK, 1)));
        LayerSettings few = withFewFilters(layerOptions.settings(), pointwise, 1);
        return LayerNetworks.separable(few, layerOptions.number(Keys.MULTIPLIER), Optional.empty(), weights, channels);
    }

    /** One filter for each group where nobody says how many: a frame for each of their pixels is enough to watch. */
    private static LayerSettings withFewFilters(LayerSettings settings, FixedShape weights, int groups) {
        boolean isOpen = settings.filters().isEmpty() && weights.filters(groups).isEmpty();
        return isOpen ? settings.withFilters(groups) : settings;
    }

    private boolean isDefault(OptionKey key) {
        return options.text(key).equals(key.defaultValue());
    }

    private void require(boolean isPossible, OptionKey key, String complaint) {
        if (!isPossible) {
            String given = key.kind() == OptionKey.Kind.FLAG ? key.name() : key.name() + "=" + options.text(key);
            throw new OptionException(given + " " + complaint);
        }
    }

    private static List<Integer> sizes(FeatureShape shape) {
        return List.of(shape.channels(), shape.spatial().get(0), shape.spatial().get(1));
    }

    /** The first channels of an item, from its first row and column. */
    private static Tensor topLeft(BlockSource source, int item, FeatureShape size) {
        FeatureShape whole = source.shape();
        int height = size.spatial().get(0);
        int width = size.spatial().get(1);
        if (size.channels() > whole.channels()
                || height > whole.spatial().get(0)
                || width > whole.spatial().get(1)) {
            throw new OptionException("size=" + size + " is larger than the image, which is " + whole);
        }
        Region region = Region.of(new Box(new Range(0, 0), new Range(0, height - 1), new Range(0, width - 1)));
        Scratch scratch = new Scratch();
        Block block = source.read(item, region, scratch);
        float[] values = new float[Math.toIntExact(size.elements())];
        for (int row = 0; row < size.channels() * height; row++) {
            int from = block.rowStart(row % height) + block.column(0);
            System.arraycopy(block.plane(row / height, 0), from, values, row * width, width);
        }
        source.release(block, scratch);
        return new Tensor(values, sizes(size));
    }
}
