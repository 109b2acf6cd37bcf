package org.convlayers.img;

import java.util.List;
import java.util.OptionalInt;
import net.imglib2.Cursor;
import net.imglib2.RandomAccessible;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.real.DoubleType;
import net.imglib2.view.IntervalView;
import net.imglib2.view.Views;
import org.convlayers.engine.layer.ChannelFunction;
import org.convlayers.layer.AdaptivePooling;
import org.convlayers.layer.ArgMax;
import org.convlayers.layer.AveragePooling;
import org.convlayers.layer.Concatenation;
import org.convlayers.layer.Constant;
import org.convlayers.layer.Convolution;
import org.convlayers.layer.Elementwise;
import org.convlayers.layer.Layer;
import org.convlayers.layer.MaxPooling;
import org.convlayers.layer.Network;
import org.convlayers.layer.Normalization;
import org.convlayers.layer.Pad;
import org.convlayers.layer.PixelShuffle;
import org.convlayers.layer.PixelUnshuffle;
import org.convlayers.layer.Rearrangement;
import org.convlayers.layer.Softmax;
import org.convlayers.layer.TransposedConvolution;
import org.convlayers.layer.Upsampling;
import org.convlayers.shape.EdgeMode;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.Margins;
import org.convlayers.shape.Window;
import org.convlayers.weights.Weights;

/** A layer computed with cursors, in double precision, on feature maps (X, Y, Z, C). */
interface CursorLayer {
    /**
     * Computes a part of the output.
     *
     * @param inputs whole feature maps, of which what the part needs has been computed
     * @param output the part, in the coordinates of the whole output
     * @param looks is called for each value that is looked at or written
     */
    void compute(
            List<RandomAccessibleInterval<DoubleType>> inputs,
            RandomAccessibleInterval<DoubleType> output,
            Looks looks);

    /**
     * How a node is computed.
     *
     * @param node the node
     * @param weights the network's parameters
     * @param inputs the shapes of its inputs
     */
    static CursorLayer of(Network.Node node, Weights weights, List<FeatureShape> inputs) {
        Layer layer = node.layer();
        FeatureShape shape = inputs.get(0);
        if (layer instanceof Convolution convolution) {
            float[] weight = weights.get(node.name() + ".weight").data();
            float[] bias = convolution.bias()
                    ? weights.get(node.name() + ".bias").data()
                    : new float[convolution.outChannels()];
            return (maps, output, looks) -> convolve(convolution, weight, bias, shape, maps.get(0), output, looks);
        }
        if (layer instanceof TransposedConvolution transposed) {
            float[] weight = weights.get(node.name() + ".weight").data();
            float[] bias =
                    transposed.bias() ? weights.get(node.name() + ".bias").data() : new float[transposed.outChannels()];
            return (maps, output, looks) ->
                    CursorSpatial.convolveTransposed(transposed, weight, bias, shape, maps.get(0), output, looks);
        }
        if (layer instanceof MaxPooling pooling) {
            return (maps, output, looks) -> CursorSpatial.pool(pooling, shape, maps.get(0), output, looks);
        }
        if (layer instanceof AveragePooling pooling) {
            return (maps, output, looks) -> CursorSpatial.pool(pooling, shape, maps.get(0), output, looks);
        }
        if (layer instanceof AdaptivePooling pooling) {
            return (maps, output, looks) -> CursorSpatial.pool(pooling, shape, maps.get(0), output, looks);
        }
        if (layer instanceof Upsampling upsampling) {
            return (maps, output, looks) -> CursorSpatial.interpolate(upsampling, shape, maps.get(0), output, looks);
        }
        if (layer instanceof PixelShuffle shuffle) {
            return (maps, output, looks) -> CursorSpatial.shuffle(shuffle.upscaleFactor(), maps.get(0), output, looks);
        }
        if (layer instanceof PixelUnshuffle unshuffle) {
            return (maps, output, looks) ->
                    CursorSpatial.unshuffle(unshuffle.downscaleFactor(), maps.get(0), output, looks);
        }
        if (layer.isPointwise()) {
            ChannelFunction function = ChannelFunction.of(node, weights);
            return (maps, output, looks) -> CursorMaps.apply(function, maps.get(0), output, looks);
        }
        if (layer instanceof Concatenation) {
            return (maps, output, looks) -> concatenate(maps, output, looks);
        }
        if (layer instanceof Elementwise elementwise) {
            return (maps, output, looks) -> CursorMaps.join(elementwise.operation(), maps, output, looks);
        }
        if (layer instanceof Pad pad) {
            return (maps, output, looks) -> pad(pad, maps.get(0), output, looks);
        }
        if (layer instanceof Softmax softmax) {
            OptionalInt axis = softmax.axis(shape);
            int imageAxis = axis.isPresent() ? Extent.MAX_RANK - 1 - axis.getAsInt() : CursorMaps.CHANNELS;
            return (maps, output, looks) ->
                    CursorMaps.softmax(imageAxis, softmax.logarithm(), maps.get(0), output, looks);
        }
        if (layer instanceof ArgMax) {
            return (maps, output, looks) -> CursorMaps.largestChannel(maps.get(0), output, looks);
        }
        if (layer instanceof Normalization normalization) {
            return (maps, output, looks) ->
                    CursorMaps.normalize(normalization, node.name(), weights, maps.get(0), output, looks);
        }
        if (layer instanceof Constant constant) {
            float[] values = weights.get(node.name() + ".value").data();
            return (maps, output, looks) -> CursorArrays.fill(constant.shape(), values, output, looks);
        }
        if (layer instanceof Rearrangement rearrangement) {
            return (maps, output, looks) -> CursorArrays.rearrange(rearrangement, maps.get(0), output, looks);
        }
        throw new IllegalStateException("no algorithm for " + layer);
    }

    private static void convolve(
            Convolution layer,
            float[] weight,
            float[] bias,
            FeatureShape shape,
            RandomAccessibleInterval<DoubleType> input,
            RandomAccessibleInterval<DoubleType> output,
            Looks looks) {
        Window window = layer.window().to3D(shape.spatial());
        Margins margins = window.margins(shape.spatial().to3D(1));
        int[] kernel = window.kernelSize().toArray();
        int[] stride = window.stride().toArray();
        int[] dilation = window.dilation().toArray();
        int[] begin = margins.begin().toArray();
        int inGroup = layer.inChannels() / layer.groups();
        int outGroup = layer.outChannels() / layer.groups();
        int w = 0;
        for (int c = 0; c < layer.outChannels(); c++) {
            IntervalView<DoubleType> sums = Views.hyperSlice(output, 3, c);
            double start = bias[c];
            sums.forEach(sum -> {
                looks.atValue();
                sum.set(start);
            });
            for (int j = 0; j < inGroup; j++) {
                RandomAccessible<DoubleType> map =
                        extend(layer.edges(), Views.hyperSlice(input, 3, c / outGroup * inGroup + j));
                for (int az = 0; az < kernel[0]; az++) {
                    for (int ay = 0; ay < kernel[1]; ay++) {
                        for (int ax = 0; ax < kernel[2]; ax++) {
                            RandomAccessible<DoubleType> shifted = Views.translate(
                                    map,
                                    begin[2] - ax * dilation[2],
                                    begin[1] - ay * dilation[1],
                                    begin[0] - az * dilation[0]);
                            addProduct(
                                    weight[w++],
                                    Views.subsample(shifted, stride[2], stride[1], stride[0]),
                                    sums,
                                    looks);
                        }
                    }
                }
            }
        }
    }

    private static RandomAccessible<DoubleType> extend(EdgeMode edges, RandomAccessibleInterval<DoubleType> map) {
        return switch (edges.rule()) {
            case ZEROS, CONSTANT -> Views.extendValue(map, (double) edges.value());
            case REFLECT -> Views.extendMirrorSingle(map);
            case MIRROR -> Views.extendMirrorDouble(map);
            case REPLICATE -> Views.extendBorder(map);
            case CIRCULAR -> Views.extendPeriodic(map);
        };
    }

    private static void addProduct(
            double weight,
            RandomAccessible<DoubleType> values,
            RandomAccessibleInterval<DoubleType> sums,
            Looks looks) {
        Cursor<DoubleType> value =
                Views.flatIterable(Views.interval(values, sums)).cursor();
        for (DoubleType sum : Views.flatIterable(sums)) {
            looks.atValue();
            sum.set(sum.get() + weight * value.next().get());
        }
    }

    private static void pad(
            Pad pad,
            RandomAccessibleInterval<DoubleType> input,
            RandomAccessibleInterval<DoubleType> output,
            Looks looks) {
        int[] begin = pad.margins().begin().to3D(0).toArray();
        for (long c = 0; c < output.dimension(3); c++) {
            RandomAccessible<DoubleType> map = extend(pad.edges(), Views.hyperSlice(input, 3, c));
            CursorMaps.copy(Views.translate(map, begin[2], begin[1], begin[0]), Views.hyperSlice(output, 3, c), looks);
        }
    }

    private static void concatenate(
            List<RandomAccessibleInterval<DoubleType>> inputs,
            RandomAccessibleInterval<DoubleType> output,
            Looks looks) {
        int channel = 0;
        for (RandomAccessibleInterval<DoubleType> input : inputs) {
            for (long c = 0; c < input.dimension(3); c++) {
                CursorMaps.copy(Views.hyperSlice(input, 3, c), Views.hyperSlice(output, 3, channel++), looks);
            }
        }
    }
}
