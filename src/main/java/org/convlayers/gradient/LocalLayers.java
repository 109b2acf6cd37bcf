package org.convlayers.gradient;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.convlayers.engine.layer.ChannelAffine;
import org.convlayers.engine.layer.ChannelFunction;
import org.convlayers.layer.Activation;
import org.convlayers.layer.AdaptivePooling;
import org.convlayers.layer.ArgMax;
import org.convlayers.layer.AveragePooling;
import org.convlayers.layer.Concatenation;
import org.convlayers.layer.Constant;
import org.convlayers.layer.Convolution;
import org.convlayers.layer.Elementwise;
import org.convlayers.layer.GroupNormalization;
import org.convlayers.layer.InstanceNormalization;
import org.convlayers.layer.Layer;
import org.convlayers.layer.Network;
import org.convlayers.layer.Pad;
import org.convlayers.layer.ParametricRelu;
import org.convlayers.layer.PixelShuffle;
import org.convlayers.layer.PixelUnshuffle;
import org.convlayers.layer.Pooling;
import org.convlayers.layer.PoolingOperation;
import org.convlayers.layer.Rearrangement;
import org.convlayers.layer.Softmax;
import org.convlayers.layer.TransposedConvolution;
import org.convlayers.layer.Upsampling;
import org.convlayers.receptive.NeededRegions;
import org.convlayers.receptive.PullBack;
import org.convlayers.shape.EdgeMode;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.Region;
import org.convlayers.shape.Window;
import org.convlayers.weights.Weights;

/** Makes the local form of each layer of a network: the one place that knows it for each kind of layer. */
final class LocalLayers {
    private static final Extent PIXEL = Extent.filled(Extent.MAX_RANK, 1);

    private final Network network;
    private final Weights weights;
    private final PullBack pullBack;
    private final NeededRegions regions;

    /**
     * Prepares a network.
     *
     * @param network the layers
     * @param weights their parameters
     * @param pullBack which pixels the layers look at
     * @param regions the pixels that are looked at
     */
    LocalLayers(Network network, Weights weights, PullBack pullBack, NeededRegions regions) {
        this.network = network;
        this.weights = weights;
        this.pullBack = pullBack;
        this.regions = regions;
    }

    /** The exact layer. */
    LocalLayer exact(int node) {
        Layer layer = layer(node);
        FeatureShape input = input(node, 0);
        if (layer instanceof Convolution convolution) {
            return convolution(node, convolution, kernels(node, convolution.weightShape()));
        }
        if (layer instanceof TransposedConvolution transposed) {
            return transposed(node, transposed, transposedKernels(node, transposed));
        }
        if (layer instanceof PixelShuffle shuffle) {
            return shuffle(node, shuffle.upscaleFactor());
        }
        if (layer instanceof PixelUnshuffle unshuffle) {
            return unshuffle(node, unshuffle.downscaleFactor());
        }
        if (layer instanceof AveragePooling pooling) {
            return new WeightedLayer(taps(node, 0, kernel(pooling.window()), averages(pooling, input)), 0);
        }
        if (layer instanceof Pooling pooling) {
            return new LargestLayer(taps(node, 0, kernel(pooling.window()), AxisWeights.ONES));
        }
        if (layer instanceof AdaptivePooling pooling) {
            Taps taps = taps(node, 0, PIXEL, means(node));
            return pooling.operation() == PoolingOperation.MAX ? new LargestLayer(taps) : new WeightedLayer(taps, 0);
        }
        if (layer instanceof Upsampling upsampling) {
            return new WeightedLayer(taps(node, 0, PIXEL, samples(upsampling, input)), 0);
        }
        if (layer instanceof Pad pad) {
            return new WeightedLayer(
                    taps(node, 0, PIXEL, AxisWeights.ONES), pad.edges().value());
        }
        if (layer.isPointwise()) {
            ChannelFunction function = ChannelFunction.of(network.nodes().get(node), weights);
            return new PointwiseLayer(only(node, 0), function, slope(node, function));
        }
        if (layer instanceof Concatenation) {
            return new ConcatenationLayer(onlyOfAll(node));
        }
        if (layer instanceof Elementwise elementwise) {
            return new ElementwiseLayer(elementwise.operation(), onlyOfAll(node));
        }
        if (layer instanceof Softmax softmax) {
            return softmax(node, softmax, input);
        }
        if (layer instanceof ArgMax) {
            return new ArgMaxLayer(only(node, 0));
        }
        if (layer instanceof InstanceNormalization instance) {
            return normalization(node, 1, instance.epsilon(), instance.affine());
        }
        if (layer instanceof GroupNormalization group) {
            return normalization(node, group.channels() / group.groups(), group.epsilon(), group.affine());
        }
        if (layer instanceof Constant constant) {
            return new ConstantLayer(constant.shape().spatial().to3D(1), parameter(node, "value"));
        }
        if (layer instanceof Rearrangement rearrangement) {
            return RearrangementLayer.of(rearrangement, regions.of(node), source(node, 0));
        }
        throw new IllegalStateException("no derivative is known for " + layer);
    }

    /**
     * The layer with the absolute values of its weights. What depends on values hands each of them on: activations, the
     * statistics of whole maps, softmax and joins by 1, a maximum by the same share of each value it may be.
     */
    LocalLayer magnitude(int node) {
        Layer layer = layer(node);
        if (layer instanceof Convolution convolution) {
            return convolution(node, convolution, absolute(kernels(node, convolution.weightShape())));
        }
        if (layer instanceof TransposedConvolution transposed) {
            return transposed(node, transposed, absolute(transposedKernels(node, transposed)));
        }
        if (layer instanceof Upsampling upsampling) {
            AxisWeights samples = samples(upsampling, input(node, 0));
            return new WeightedLayer(
                    taps(
                            node,
                            0,
                            PIXEL,
                            axis -> (u, tap) -> Math.abs(samples.of(axis).of(u, tap))),
                    0);
        }
        if (layer instanceof Pooling pooling && !(layer instanceof AveragePooling)) {
            return new WeightedLayer(taps(node, 0, kernel(pooling.window()), means(node)), 0);
        }
        if (layer instanceof AdaptivePooling) {
            return new WeightedLayer(taps(node, 0, PIXEL, means(node)), 0);
        }
        if (layer instanceof InstanceNormalization instance && !instance.runningStatistics()) {
            double[] scale = affine(node, instance.affine(), "weight", 1);
            return new ScaledLayer(onlyOfAll(node), c -> Math.abs(scale[c]));
        }
        if (layer instanceof GroupNormalization group) {
            double[] scale = affine(node, group.affine(), "weight", 1);
            return new ScaledLayer(onlyOfAll(node), c -> Math.abs(scale[c]));
        }
        if (layer.isPointwise()
                && ChannelFunction.of(network.nodes().get(node), weights) instanceof ChannelAffine affine) {
            return new ScaledLayer(onlyOfAll(node), c -> Math.abs(affine.scale(c)));
        }
        if (layer.isPointwise() || layer instanceof Elementwise || layer instanceof Softmax) {
            return new ScaledLayer(onlyOfAll(node), c -> 1);
        }
        if (layer instanceof ArgMax) {
            return channelMean(node, input(node, 0));
        }
        return exact(node);
    }

    private LocalLayer channelMean(int node, FeatureShape input) {
        double[] shares = new double[input.channels()];
        Arrays.fill(shares, 1.0 / shares.length);
        Window pixel = Window.ofKernel(Extent.filled(input.rank(), 1));
        Convolution mean = new Convolution(input.channels(), 1, pixel, EdgeMode.ZEROS, 1, false);
        return convolution(node, mean, new double[][] {shares});
    }

    /**
     * A layer in whose place, as far as weights go, each pixel looks at itself alone: what it takes of the whole map are
     * statistics, which are not known without an image.
     */
    static boolean looksAtWholeMapsForStatistics(Layer layer) {
        return layer instanceof Softmax
                || layer instanceof GroupNormalization
                || (layer instanceof InstanceNormalization instance && !instance.runningStatistics());
    }

    private Layer layer(int node) {
        return network.nodes().get(node).layer();
    }

    private FeatureShape input(int node, int number) {
        int source = sourceNode(node, number);
        return source < 0 ? pullBack.input() : pullBack.shape(source);
    }

    private int sourceNode(int node, int number) {
        return network.indexOf(network.nodes().get(node).inputs().get(number));
    }

    private Region source(int node, int number) {
        return regions.of(sourceNode(node, number));
    }

    private float[] parameter(int node, String name) {
        return weights.get(network.nodes().get(node).name() + "." + name).data();
    }

    private double[] affine(int node, boolean isPresent, String name, double otherwise) {
        double[] values = new double[pullBack.shape(node).channels()];
        float[] given = isPresent ? parameter(node, name) : new float[0];
        Arrays.setAll(values, c -> isPresent ? given[c] : otherwise);
        return values;
    }

    // ------------------------------------------------------------------------------------------------------- taps

    /** What the taps along each of the three axes are multiplied by. */
    @FunctionalInterface
    private interface AxisWeights {
        AxisWeights ONES = axis -> AxisTaps.Weight.ONE;

        AxisTaps.Weight of(int axis);
    }

    private Taps taps(int node, int number, Extent kernel, AxisWeights ofAxis) {
        return new Taps(
                axis(node, number, 0, ofAxis.of(0)),
                axis(node, number, 1, ofAxis.of(1)),
                axis(node, number, 2, ofAxis.of(2)),
                kernel);
    }

    private AxisTaps axis(int node, int number, int axis, AxisTaps.Weight weight) {
        return AxisTaps.of(
                pullBack,
                node,
                number,
                axis,
                regions.of(node).axis(axis),
                source(node, number).axis(axis),
                weight);
    }

    private int[] only(int node, int number) {
        return taps(node, number, PIXEL, AxisWeights.ONES).only();
    }

    private List<int[]> onlyOfAll(int node) {
        return IntStream.range(0, network.nodes().get(node).inputs().size())
                .mapToObj(number -> only(node, number))
                .toList();
    }

    private static Extent kernel(Window window) {
        return window.kernelSize().to3D(1);
    }

    /** The axis of a layer's own that one of the three is; negative for outer ones. */
    private static int own(int axis, FeatureShape input) {
        return axis - (Extent.MAX_RANK - input.rank());
    }

    private static AxisWeights samples(Upsampling upsampling, FeatureShape input) {
        return axis -> own(axis, input) < 0
                ? AxisTaps.Weight.ONE
                : upsampling.axis(own(axis, input), input.spatial().get(own(axis, input)))::weight;
    }

    /** One over the number of pixels that are met. */
    private AxisWeights means(int node) {
        return axis -> (target, tap) -> {
            int[] count = {0};
            pullBack.forEachTap(node, 0, axis, target, (number, source) -> count[0]++);
            return 1.0 / count[0];
        };
    }

    /** The divisor of an average is a product over the axes; one that is given counts once, along the last axis. */
    private AxisWeights averages(AveragePooling pooling, FeatureShape input) {
        Window window = pooling.window();
        return axis -> (target, tap) -> {
            int own = own(axis, input);
            if (pooling.divisorOverride().isPresent()) {
                return axis == Extent.MAX_RANK - 1
                        ? 1.0 / pooling.divisorOverride().getAsInt()
                        : 1;
            }
            if (own < 0) {
                return 1;
            }
            int size = input.spatial().get(own);
            int begin = window.margins(input.spatial()).begin().get(own);
            int first = target * window.stride().get(own) - begin;
            int end = first + window.kernelSize().get(own);
            return pooling.countIncludePad()
                    ? 1.0
                            / (Math.min(
                                            end,
                                            size
                                                    + window.margins(input.spatial())
                                                            .end()
                                                            .get(own))
                                    - first)
                    : 1.0 / (Math.min(end, size) - Math.max(first, 0));
        };
    }

    // ----------------------------------------------------------------------------------------------------- layers

    private LocalLayer convolution(int node, Convolution layer, double[][] kernels) {
        return new KernelLayer(
                taps(node, 0, kernel(layer.window()), AxisWeights.ONES),
                kernels,
                affine(node, layer.bias(), "bias", 0),
                layer.groups(),
                layer.edges().value());
    }

    /** By output channel, as they lie in the weight. */
    private double[][] kernels(int node, List<Integer> shape) {
        float[] weight = parameter(node, "weight");
        int length = weight.length / shape.get(0);
        double[][] kernels = new double[shape.get(0)][length];
        for (int i = 0; i < weight.length; i++) {
            kernels[i / length][i % length] = weight[i];
        }
        return kernels;
    }

    private LocalLayer transposed(int node, TransposedConvolution layer, double[][] kernels) {
        return new KernelLayer(
                taps(node, 0, kernel(layer.window()), AxisWeights.ONES),
                kernels,
                affine(node, layer.bias(), "bias", 0),
                layer.groups(),
                0);
    }

    /** By output channel; they lie in the weight by input channel. */
    private double[][] transposedKernels(int node, TransposedConvolution layer) {
        float[] weight = parameter(node, "weight");
        int taps = Math.toIntExact(layer.window().kernelSize().product());
        int inGroup = layer.inChannels() / layer.groups();
        int outGroup = layer.outChannels() / layer.groups();
        double[][] kernels = new double[layer.outChannels()][inGroup * taps];
        for (int i = 0; i < weight.length; i++) {
            int in = i / taps / outGroup;
            int out = in / inGroup * outGroup + i / taps % outGroup;
            kernels[out][in % inGroup * taps + i % taps] = weight[i];
        }
        return kernels;
    }

    private static double[][] absolute(double[][] kernels) {
        return Arrays.stream(kernels)
                .map(kernel -> Arrays.stream(kernel).map(Math::abs).toArray())
                .toArray(double[][]::new);
    }

    /** A transposed convolution in which tap a of an output channel takes input channel a of its group. */
    private LocalLayer shuffle(int node, int factor) {
        int square = factor * factor;
        double[] kernel = new double[square * square];
        for (int tap = 0; tap < square; tap++) {
            kernel[tap * square + tap] = 1;
        }
        int channels = pullBack.shape(node).channels();
        double[][] kernels = new double[channels][];
        Arrays.fill(kernels, kernel);
        return blocks(node, factor, kernels, channels);
    }

    /** A depthwise convolution in which output channel a of a group takes tap a. */
    private LocalLayer unshuffle(int node, int factor) {
        int square = factor * factor;
        double[][] kernels = new double[pullBack.shape(node).channels()][square];
        for (int c = 0; c < kernels.length; c++) {
            kernels[c][c % square] = 1;
        }
        return blocks(node, factor, kernels, kernels.length / square);
    }

    private LocalLayer blocks(int node, int factor, double[][] kernels, int groups) {
        Extent kernel = Extent.of(1, factor, factor);
        return new KernelLayer(taps(node, 0, kernel, AxisWeights.ONES), kernels, new double[kernels.length], groups, 0);
    }

    private ChannelFunction slope(int node, ChannelFunction function) {
        Layer layer = layer(node);
        if (layer instanceof Activation activation) {
            return (channel, x) -> Slopes.of(activation, x);
        }
        if (layer instanceof ParametricRelu) {
            float[] slopes = parameter(node, "weight");
            return (channel, x) -> x > 0 ? 1 : slopes[slopes.length == 1 ? 0 : channel];
        }
        return function instanceof ChannelAffine affine ? (channel, x) -> affine.scale(channel) : (channel, x) -> 1;
    }

    private LocalLayer softmax(int node, Softmax layer, FeatureShape input) {
        SoftmaxRule rule = new SoftmaxRule(layer.logarithm());
        int dimension = layer.dimension(input);
        if (dimension == Softmax.CHANNELS) {
            return new ChannelSoftmaxLayer(only(node, 0), rule);
        }
        int along = dimension - 2 + Extent.MAX_RANK - input.rank();
        int[] size = pullBack.shape(node).spatial().to3D(1).toArray();
        int[] places = new int[Math.toIntExact(regions.of(node).pixels())];
        Numbers.forEach(regions.of(node), pullBack.shape(node).spatial().to3D(1), (place, pixel) -> {
            int[] at = {pixel / size[2] / size[1], pixel / size[2] % size[1], pixel % size[2]};
            places[place] = at[along];
        });
        return LineSoftmaxLayer.of(taps(node, 0, PIXEL, AxisWeights.ONES), places, rule);
    }

    private LocalLayer normalization(int node, int groupSize, double epsilon, boolean affine) {
        return new MapNormalizationLayer(
                sameplaces(node),
                groupSize,
                epsilon,
                affine(node, affine, "weight", 1),
                affine(node, affine, "bias", 0));
    }

    /** The place in the input, which is whole, of each output pixel: its number in the map. */
    private int[] sameplaces(int node) {
        Region region = regions.of(node);
        int[] places = new int[Math.toIntExact(region.pixels())];
        Numbers.forEach(region, pullBack.shape(node).spatial().to3D(1), (place, pixel) -> places[place] = pixel);
        return places;
    }
}
