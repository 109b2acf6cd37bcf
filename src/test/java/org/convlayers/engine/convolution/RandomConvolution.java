package org.convlayers.engine.convolution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.convlayers.engine.layer.Epilogue;
import org.convlayers.engine.layer.LayerKernel;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.layer.Convolution;
import org.convlayers.shape.AxisRanges;
import org.convlayers.shape.Box;
import org.convlayers.shape.EdgeMode;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.Margins;
import org.convlayers.shape.Padding;
import org.convlayers.shape.Region;
import org.convlayers.shape.ShapeException;
import org.convlayers.shape.Window;

/** A convolution of any kind with its input, drawn from a seed. */
public final class RandomConvolution {
    private static final int MAX_MACS = 3_000_000;
    private static final int[] AWKWARD = {1, 2, 3, 13, 31, 64, 100, 207, 257, 511, 512, 513, 700, 1025};
    private static final List<EdgeMode> EDGES = List.of(
            EdgeMode.ZEROS,
            EdgeMode.REFLECT,
            EdgeMode.REPLICATE,
            EdgeMode.CIRCULAR,
            EdgeMode.MIRROR,
            EdgeMode.constant(-1.5f));

    private static final List<Padding.Rule> RULES = List.of(Padding.Rule.values());

    final Convolution layer;
    final FeatureShape inputShape;
    public final FeatureShape outputShape;
    public final float[] weight;
    final float[] bias;
    final float[][][] input;

    private RandomConvolution(Random random, Convolution layer, FeatureShape inputShape) {
        this.layer = layer;
        this.inputShape = inputShape;
        outputShape = layer.outputShape(List.of(inputShape));
        weight = values(random, layer.weightShape().stream().reduce(1, (a, b) -> a * b));
        bias = layer.bias() ? values(random, layer.outChannels()) : new float[layer.outChannels()];
        int[] size = inputShape.spatial().to3D(1).toArray();
        input = new float[inputShape.channels()][size[0]][];
        for (float[][] channel : input) {
            for (int z = 0; z < channel.length; z++) {
                channel[z] = values(random, size[1] * size[2]);
            }
        }
    }

    private static float[] values(Random random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    public static RandomConvolution of(long seed) {
        Random random = new Random(seed);
        Optional<RandomConvolution> drawn = Optional.empty();
        while (drawn.isEmpty()) {
            int rank = 1 + random.nextInt(3);
            drawn = draw(random, extent(random, rank, 1, random.nextInt(6) == 0 ? 11 : 4), rank - 1);
        }
        return drawn.get();
    }

    /** A layer of maps that are higher than wide. */
    static RandomConvolution ofNarrowMaps(long seed) {
        Random random = new Random(seed);
        Optional<RandomConvolution> drawn = Optional.empty();
        while (drawn.isEmpty()) {
            int rank = 2 + random.nextInt(5) / 4;
            drawn = draw(random, extent(random, rank, 1, 4), rank - 2).filter(narrow -> narrow.isNarrow(1));
        }
        return drawn.get();
    }

    /** A layer of volumes that are deeper than wide. */
    static RandomConvolution ofDeepMaps(long seed) {
        Random random = new Random(seed);
        Optional<RandomConvolution> drawn = Optional.empty();
        while (drawn.isEmpty()) {
            drawn = draw(random, extent(random, 3, 1, 4), 0).filter(deep -> deep.isNarrow(0));
        }
        return drawn.get();
    }

    private boolean isNarrow(int axis) {
        return bound(Epilogue.NONE).maps().areNarrow(axis);
    }

    /** Not every draw is a layer. */
    private static Optional<RandomConvolution> draw(Random random, Extent kernel, int longAxis) {
        try {
            Convolution layer = layer(random, kernel);
            FeatureShape shape = shape(random, layer, longAxis);
            return layer.macs(List.of(shape)) <= MAX_MACS
                    ? Optional.of(new RandomConvolution(random, layer, shape))
                    : Optional.empty();
        } catch (ShapeException e) {
            return Optional.empty();
        }
    }

    /** A layer whose kernel is five rows high. */
    static RandomConvolution ofFiveRows(long seed) {
        Random random = new Random(seed);
        Optional<RandomConvolution> drawn = Optional.empty();
        while (drawn.isEmpty()) {
            int width = 1 + 2 * random.nextInt(3);
            Extent kernel = random.nextInt(4) == 0 ? Extent.of(1 + random.nextInt(2), 5, width) : Extent.of(5, width);
            drawn = draw(random, kernel, kernel.rank() - 1);
        }
        return drawn.get();
    }

    /** A layer each of whose values is the sum of so many products that they are summed in several chains. */
    static RandomConvolution ofManyTaps(long seed) {
        Random random = new Random(seed);
        Optional<RandomConvolution> drawn = Optional.empty();
        while (drawn.isEmpty()) {
            int rank = 1 + random.nextInt(3);
            Extent kernel = extent(random, rank, 1, 6);
            int groups = 1 + random.nextInt(8) / 6;
            int taps = 801 + random.nextInt(1500);
            int inputs = groups * (int) (taps / kernel.product() + 1);
            Window window = Window.ofKernel(kernel).withPadding(Padding.Rule.SAME);
            EdgeMode edges = EDGES.get(random.nextInt(EDGES.size()));
            drawn = draw(
                    random, new Convolution(inputs, groups * (1 + random.nextInt(9)), window, edges, groups, true));
        }
        return drawn.get();
    }

    private static Optional<RandomConvolution> draw(Random random, Convolution layer) {
        FeatureShape shape = FeatureShape.of(
                layer.inChannels(), extent(random, layer.window().rank(), 6, 20).toArray());
        return layer.macs(List.of(shape)) <= MAX_MACS
                ? Optional.of(new RandomConvolution(random, layer, shape))
                : Optional.empty();
    }

    /** A layer whose output rows all see all rows of its input. */
    static RandomConvolution ofFewRows(long seed) {
        Random random = new Random(seed);
        Optional<RandomConvolution> drawn = Optional.empty();
        while (drawn.isEmpty()) {
            drawn = drawFewRows(random);
        }
        return drawn.get();
    }

    private static Optional<RandomConvolution> drawFewRows(Random random) {
        try {
            int rank = 2 + random.nextInt(2);
            int[] kernel = extent(random, rank, 1, 6).toArray();
            kernel[rank - 2]++;
            Window window = new Window(
                    Extent.of(kernel),
                    extent(random, rank, 1, 3),
                    extent(random, rank, 1, 3),
                    new Padding.Explicit(new Margins(extent(random, rank, 0, 5), extent(random, rank, 0, 5))));
            int groups = 1 + random.nextInt(20);
            int inputs = groups * (1 + random.nextInt(3));
            int outputs = groups * (1 + random.nextInt(3));
            EdgeMode edges = random.nextBoolean() ? EdgeMode.ZEROS : EDGES.get(random.nextInt(EDGES.size()));
            Convolution layer = new Convolution(inputs, outputs, window, edges, groups, random.nextBoolean());
            int[] size = extent(random, rank, 1, 5).toArray();
            size[rank - 1] = AWKWARD[random.nextInt(AWKWARD.length)];
            FeatureShape shape = FeatureShape.of(inputs, size);
            return Optional.of(new RandomConvolution(random, layer, shape))
                    .filter(layerDrawn -> FewRowsConvolution.suits(layerDrawn.bound(Epilogue.NONE)));
        } catch (ShapeException e) {
            return Optional.empty();
        }
    }

    /** A layer with random weights and input. */
    public static RandomConvolution of(long seed, Convolution layer, FeatureShape input) {
        return new RandomConvolution(new Random(seed), layer, input);
    }

    /** A layer whose kernels are of low rank, all output channels with rows in common or each with its own. */
    static RandomConvolution ofLowRank(long seed) {
        Random random = new Random(seed);
        Optional<RandomConvolution> drawn = Optional.empty();
        while (drawn.isEmpty()) {
            drawn = drawLowRank(random);
        }
        return drawn.get();
    }

    private static Optional<RandomConvolution> drawLowRank(Random random) {
        try {
            int rank = 2 + random.nextInt(4) / 3;
            int[] kernel = extent(random, rank, 5, 14).toArray();
            kernel[0] = rank == 3 ? 1 + random.nextInt(3) : kernel[0];
            int[] dilation = extent(random, rank, 1, 3).toArray();
            int[] stride = Extent.filled(rank, 1).toArray();
            stride[0] = rank == 3 ? 1 + random.nextInt(2) : 1;
            stride[rank - 2] = random.nextInt(4) == 0 ? dilation[rank - 2] : 1;
            Padding padding = random.nextBoolean()
                    ? Padding.none(rank)
                    : new Padding.Explicit(new Margins(extent(random, rank, 0, 9), extent(random, rank, 0, 9)));
            int groups = 1 + random.nextInt(3);
            int inputs = groups * (1 + random.nextInt(2));
            int outputs = groups * (1 + random.nextInt(4));
            EdgeMode edges = EDGES.get(random.nextInt(EDGES.size()));
            Window window = new Window(Extent.of(kernel), Extent.of(stride), Extent.of(dilation), padding);
            Convolution layer = new Convolution(inputs, outputs, window, edges, groups, random.nextBoolean());
            FeatureShape shape = shape(random, layer, layer.window().rank() - 1);
            if (layer.macs(List.of(shape)) > MAX_MACS) {
                return Optional.empty();
            }
            RandomConvolution drawn = new RandomConvolution(random, layer, shape);
            drawn.lowerRank(random);
            return Optional.of(drawn);
        } catch (ShapeException e) {
            return Optional.empty();
        }
    }

    /** Replaces each kernel by the product of a random column and a random row, or by the sum of two. */
    private void lowerRank(Random random) {
        Extent kernel = layer.window().kernelSize().to3D(1);
        int width = kernel.get(2);
        int rows = kernel.get(0) * kernel.get(1);
        int inputs = layer.inChannels() / layer.groups();
        boolean isShared = random.nextBoolean();
        int terms = isShared ? 1 + random.nextInt(2) : 1;
        Arrays.fill(weight, 0);
        float[][][] shared = new float[inputs][terms][];
        for (int channel = 0; channel < layer.outChannels() * inputs; channel++) {
            for (int term = 0; term < terms; term++) {
                float[] row = shared[channel % inputs][term];
                if (row == null || !isShared) {
                    row = values(random, width);
                    shared[channel % inputs][term] = row;
                }
                float[] column = values(random, rows);
                for (int i = 0; i < rows * width; i++) {
                    weight[channel * rows * width + i] += column[i / width] * row[i % width];
                }
            }
        }
    }

    private static Convolution layer(Random random, Extent kernel) {
        int rank = kernel.rank();
        Extent stride = random.nextBoolean() ? Extent.filled(rank, 1) : extent(random, rank, 1, 4);
        Extent dilation = random.nextBoolean() ? Extent.filled(rank, 1) : extent(random, rank, 1, 4);
        Padding padding = switch (random.nextInt(4)) {
            case 0 -> RULES.get(random.nextInt(RULES.size()));
            case 1 -> Padding.none(rank);
            default -> new Padding.Explicit(new Margins(extent(random, rank, 0, 5), extent(random, rank, 0, 5)));
        };
        int most = random.nextInt(5) == 0 ? 70 : 9;
        int groups = random.nextBoolean() ? 1 : 1 + random.nextInt(most);
        int inputs = groups * (random.nextBoolean() && groups > 1 ? 1 : 1 + random.nextInt(most));
        int outputs = groups * (1 + random.nextInt(most));
        EdgeMode edges = EDGES.get(random.nextInt(EDGES.size()));
        Window window = new Window(kernel, stride, dilation, padding);
        return new Convolution(inputs, outputs, window, edges, groups, random.nextBoolean());
    }

    private static FeatureShape shape(Random random, Convolution layer, int longAxis) {
        int rank = layer.window().rank();
        int[] size = extent(random, rank, 1, 30).toArray();
        size[longAxis] = AWKWARD[random.nextInt(AWKWARD.length)];
        return FeatureShape.of(layer.inChannels(), size);
    }

    private static Extent extent(Random random, int rank, int from, int below) {
        int[] values = new int[rank];
        for (int axis = 0; axis < rank; axis++) {
            values[axis] = from + random.nextInt(below - from);
        }
        return Extent.of(values);
    }

    /** This layer with what follows it. */
    public BoundConvolution bound(Epilogue epilogue) {
        return new BoundConvolution(layer, inputShape, weight, bias, epilogue);
    }

    /** Every algorithm that can compute the layer. */
    public List<LayerKernel> kernels(Epilogue epilogue) {
        BoundConvolution bound = bound(epilogue);
        List<LayerKernel> kernels = new ArrayList<>(DirectConvolution.all(bound));
        kernels.addAll(ConvolutionKernels.sumsOfTheDefinition(bound));
        for (int axis = 0; axis < 2; axis++) {
            if (bound.maps().areNarrow(axis)) {
                kernels.add(narrow(axis, epilogue));
            }
        }
        if (WinogradConvolution.suits(bound)) {
            kernels.add(new WinogradConvolution(bound));
        }
        if (WinogradTilesConvolution.suits(bound)) {
            kernels.add(new WinogradTilesConvolution(bound));
        }
        if (WinogradFewTilesConvolution.suits(bound)) {
            kernels.add(new WinogradFewTilesConvolution(bound));
        }
        if (SeparableConvolution.suits(bound)) {
            SeparableConvolution.of(bound, kernels.get(0)).ifPresent(kernels::add);
        }
        if (FourierConvolution.suits(bound)) {
            kernels.add(new FourierConvolution(bound, kernels.get(0)));
        }
        return kernels;
    }

    /** What computes the layer with an axis and the columns exchanged. */
    LayerKernel narrow(int axis, Epilogue epilogue) {
        BoundConvolution bound = bound(epilogue);
        return bound.maps().exchanged(axis, ConvolutionKernels.alongRows(bound.exchanged(axis)));
    }

    ReferenceConvolution reference() {
        return new ReferenceConvolution(layer, inputShape.spatial(), weight, bias, input);
    }

    public Block wholeInput() {
        return Block.view(inputShape, input, Box.whole(inputShape));
    }

    Box randomBox(Random random) {
        int[] size = outputShape.spatial().to3D(1).toArray();
        AxisRanges.Range[] ranges = new AxisRanges.Range[3];
        for (int axis = 0; axis < 3; axis++) {
            int first = random.nextInt(size[axis]);
            ranges[axis] = new AxisRanges.Range(first, first + random.nextInt(size[axis] - first));
        }
        return new Box(ranges[0], ranges[1], ranges[2]);
    }

    /** Just the input that a kernel's blocks need that a box of the output touches: nothing else may be looked at. */
    Block neededInput(Box box, LayerKernel kernel) {
        Extent size = outputShape.spatial().to3D(1);
        Box blocks = Region.of(box).widenedTo(kernel.block(), size).boxes().get(0);
        Region region = new Region(needed(0, blocks.depth()), needed(1, blocks.height()), needed(2, blocks.width()));
        Block block = new Scratch().block(inputShape.channels(), region);
        int width = inputShape.spatial().to3D(1).get(2);
        for (int c = 0; c < inputShape.channels(); c++) {
            for (Box part : region.boxes()) {
                for (int z = part.depth().first(); z <= part.depth().last(); z++) {
                    for (int y = part.height().first(); y <= part.height().last(); y++) {
                        System.arraycopy(
                                input[c][z],
                                y * width + part.width().first(),
                                block.plane(c, z),
                                block.rowStart(y) + block.column(part.width().first()),
                                part.width().size());
                    }
                }
            }
        }
        return block;
    }

    private AxisRanges needed(int axis, AxisRanges.Range outputs) {
        Window window = layer.window();
        int size = inputShape.spatial().to3D(1).get(axis);
        int kernel = window.kernelSize().to3D(1).get(axis);
        int stride = window.stride().to3D(1).get(axis);
        int dilation = window.dilation().to3D(1).get(axis);
        int padding = window.margins(inputShape.spatial()).begin().to3D(0).get(axis);
        List<AxisRanges.Range> pixels = new ArrayList<>();
        int last = stride * outputs.last() - padding + dilation * (kernel - 1);
        for (int i = stride * outputs.first() - padding; i <= last; i++) {
            int pixel = layer.edges().fold(i, size);
            if (pixel != EdgeMode.OUTSIDE) {
                pixels.add(new AxisRanges.Range(pixel, pixel));
            }
        }
        return AxisRanges.union(pixels);
    }

    @Override
    public String toString() {
        return layer + " of " + inputShape;
    }
}
