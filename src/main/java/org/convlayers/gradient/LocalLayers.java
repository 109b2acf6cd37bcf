package org.convlayers.gradient;

import java.util.Arrays;
import java.util.OptionalInt;
import org.convlayers.engine.layer.ChannelAffine;
import org.convlayers.engine.layer.ChannelFunction;
import org.convlayers.gradient.LayerTaps.AxisWeights;
import org.convlayers.layer.Activation;
import org.convlayers.layer.AdaptivePooling;
import org.convlayers.layer.ArgMax;
import org.convlayers.layer.AveragePooling;
import org.convlayers.layer.Concatenation;
import org.convlayers.layer.Constant;
import org.convlayers.layer.Convolution;
import org.convlayers.layer.Elementwise;
import org.convlayers.layer.Layer;
import org.convlayers.layer.Network;
import org.convlayers.layer.Normalization;
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
import org.convlayers.shape.Window;
import org.convlayers.weights.Weights;

/** Makes the local form of each layer of a network: the one place that knows it for each kind of layer. */
final class LocalLayers {
    private final Network network;
    private final Weights weights;
    private final PullBack pullBack;
    private final LayerTaps taps;
    private final LayerWeights parameters;

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
        taps = new LayerTaps(network, pullBack, regions);
        parameters = new LayerWeights(network, weights);
    }

    /** The exact layer. */
    LocalLayer exact(int node) {
        Layer layer = layer(node);
        FeatureShape input = taps.input(node);
        if (layer instanceof Convolution convolution) {
            return convolution(node, convolution, parameters.kernels(node, convolution));
        }
        if (layer instanceof TransposedConvolution transposed) {
            return transposed(node, transposed, parameters.kernels(node, transposed));
        }
        if (layer instanceof PixelShuffle shuffle) {
            return shuffle(node, shuffle.upscaleFactor());
        }
        if (layer instanceof PixelUnshuffle unshuffle) {
            return unshuffle(node, unshuffle.downscaleFactor());
        }
        if (layer instanceof AveragePooling pooling) {
            return new WeightedLayer(
                    taps.of(node, LayerTaps.kernel(pooling.window()), LayerTaps.averages(pooling, input)), 0);
        }
        if (layer instanceof Pooling pooling) {
            return new LargestLayer(taps.of(node, pooling.window()));
        }
        if (layer instanceof AdaptivePooling pooling) {
            Taps bins = taps.of(node, LayerTaps.PIXEL, taps.means(node));
            return pooling.operation() == PoolingOperation.MAX ? new LargestLayer(bins) : new WeightedLayer(bins, 0);
        }
        if (layer instanceof Upsampling upsampling) {
            return new WeightedLayer(taps.of(node, LayerTaps.PIXEL, LayerTaps.samples(upsampling, input)), 0);
        }
        if (layer instanceof Pad pad) {
            return new WeightedLayer(
                    taps.of(node, LayerTaps.PIXEL, AxisWeights.ONES),
                    pad.edges().value());
        }
        if (layer.isPointwise()) {
            ChannelFunction function = ChannelFunction.of(network.nodes().get(node), weights);
            return new PointwiseLayer(taps.only(node), function, slope(node, function));
        }
        if (layer instanceof Concatenation) {
            return new ConcatenationLayer(taps.onlyOfAll(node));
        }
        if (layer instanceof Elementwise elementwise) {
            return new ElementwiseLayer(elementwise.operation(), taps.onlyOfAll(node));
        }
        if (layer instanceof Softmax softmax) {
            return softmax(node, softmax, input);
        }
        if (layer instanceof ArgMax) {
            return new ArgMaxLayer(taps.only(node));
        }
        if (layer instanceof Normalization normalization) {
            return normalization(node, normalization);
        }
        if (layer instanceof Constant constant) {
            return new ConstantLayer(constant.shape().spatial().to3D(1), parameters.parameter(node, "value"));
        }
        if (layer instanceof Rearrangement rearrangement) {
            return RearrangementLayer.of(rearrangement, taps.region(node), taps.source(node));
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
            return convolution(node, convolution, LayerWeights.absolute(parameters.kernels(node, convolution)));
        }
        if (layer instanceof TransposedConvolution transposed) {
            return transposed(node, transposed, LayerWeights.absolute(parameters.kernels(node, transposed)));
        }
        if (layer instanceof Upsampling upsampling) {
            AxisWeights samples = LayerTaps.samples(upsampling, taps.input(node));
            return new WeightedLayer(
                    taps.of(
                            node,
                            LayerTaps.PIXEL,
                            axis -> (u, tap) -> Math.abs(samples.of(axis).of(u, tap))),
                    0);
        }
        if (layer instanceof Pooling pooling && !(layer instanceof AveragePooling)) {
            return new WeightedLayer(taps.of(node, LayerTaps.kernel(pooling.window()), taps.means(node)), 0);
        }
        if (layer instanceof AdaptivePooling) {
            return new WeightedLayer(taps.of(node, LayerTaps.PIXEL, taps.means(node)), 0);
        }
        if (layer instanceof Normalization normalization && !normalization.runningStatistics()) {
            double[] scale = ofChannels(node, normalization.affine(), "weight", 1);
            return new ScaledLayer(taps.onlyOfAll(node), c -> Math.abs(scale[c]));
        }
        if (layer.isPointwise()
                && ChannelFunction.of(network.nodes().get(node), weights) instanceof ChannelAffine affine) {
            return new ScaledLayer(taps.onlyOfAll(node), c -> Math.abs(affine.scale(c)));
        }
        if (layer.isPointwise() || layer instanceof Elementwise || layer instanceof Softmax) {
            return new ScaledLayer(taps.onlyOfAll(node), c -> 1);
        }
        if (layer instanceof ArgMax) {
            return channelMean(node, taps.input(node));
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
                || (layer instanceof Normalization normalization && !normalization.runningStatistics());
    }

    private Layer layer(int node) {
        return network.nodes().get(node).layer();
    }

    private double[] ofChannels(int node, boolean isPresent, String name, double otherwise) {
        return parameters.ofChannels(node, pullBack.shape(node).channels(), isPresent, name, otherwise);
    }

    private LocalLayer convolution(int node, Convolution layer, double[][] kernels) {
        return new KernelLayer(
                taps.of(node, layer.window()),
                kernels,
                ofChannels(node, layer.bias(), "bias", 0),
                layer.groups(),
                layer.edges().value());
    }

    private LocalLayer transposed(int node, TransposedConvolution layer, double[][] kernels) {
        return new KernelLayer(
                taps.of(node, layer.window()), kernels, ofChannels(node, layer.bias(), "bias", 0), layer.groups(), 0);
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
        return new KernelLayer(taps.of(node, kernel, AxisWeights.ONES), kernels, new double[kernels.length], groups, 0);
    }

    private ChannelFunction slope(int node, ChannelFunction function) {
        Layer layer = layer(node);
        if (layer instanceof Activation activation) {
            return (channel, x) -> Slopes.of(activation, x);
        }
        if (layer instanceof ParametricRelu) {
            float[] slopes = parameters.parameter(node, "weight");
            return (channel, x) -> x > 0 ? 1 : slopes[slopes.length == 1 ? 0 : channel];
        }
        return function instanceof ChannelAffine affine ? (channel, x) -> affine.scale(channel) : (channel, x) -> 1;
    }

    private LocalLayer softmax(int node, Softmax layer, FeatureShape input) {
        SoftmaxRule rule = new SoftmaxRule(layer.logarithm());
        OptionalInt axis = layer.axis(input);
        if (axis.isEmpty()) {
            return new ChannelSoftmaxLayer(taps.only(node), rule);
        }
        int[] size = pullBack.shape(node).spatial().to3D(1).toArray();
        int[] places = Arrays.stream(taps.places(node))
                .map(pixel -> {
                    int[] at = {pixel / size[2] / size[1], pixel / size[2] % size[1], pixel % size[2]};
                    return at[axis.getAsInt()];
                })
                .toArray();
        return LineSoftmaxLayer.of(taps.of(node, LayerTaps.PIXEL, AxisWeights.ONES), places, rule);
    }

    private LocalLayer normalization(int node, Normalization layer) {
        return new MapNormalizationLayer(
                taps.places(node),
                layer.groupSize(),
                layer.epsilon(),
                ofChannels(node, layer.affine(), "weight", 1),
                ofChannels(node, layer.affine(), "bias", 0));
    }
}
