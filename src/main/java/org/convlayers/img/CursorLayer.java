package org.convlayers.img;

import java.util.List;
import net.imglib2.Cursor;
import net.imglib2.RandomAccessible;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.real.DoubleType;
import net.imglib2.view.IntervalView;
import net.imglib2.view.Views;
import org.convlayers.layer.Activation;
import org.convlayers.layer.Concatenation;
import org.convlayers.layer.Convolution;
import org.convlayers.layer.Network;
import org.convlayers.shape.EdgeMode;
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
     */
    void compute(List<RandomAccessibleInterval<DoubleType>> inputs, RandomAccessibleInterval<DoubleType> output);

    /** How a node is computed. */
    static CursorLayer of(Network.Node node, Weights weights, FeatureShape input) {
        if (node.layer() instanceof Convolution convolution) {
            float[] weight = weights.get(node.name() + ".weight").data();
            float[] bias = convolution.bias()
                    ? weights.get(node.name() + ".bias").data()
                    : new float[convolution.outChannels()];
            return (inputs, output) -> convolve(convolution, weight, bias, input, inputs.get(0), output);
        }
        if (node.layer() instanceof Activation activation) {
            return (inputs, output) -> activate(activation, inputs.get(0), output);
        }
        if (node.layer() instanceof Concatenation) {
            return CursorLayer::concatenate;
        }
        throw new IllegalStateException("no algorithm for " + node.layer());
    }

    private static void convolve(
            Convolution layer,
            float[] weight,
            float[] bias,
            FeatureShape shape,
            RandomAccessibleInterval<DoubleType> input,
            RandomAccessibleInterval<DoubleType> output) {
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
            sums.forEach(sum -> sum.set(start));
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
                            addProduct(weight[w++], Views.subsample(shifted, stride[2], stride[1], stride[0]), sums);
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
            double weight, RandomAccessible<DoubleType> values, RandomAccessibleInterval<DoubleType> sums) {
        Cursor<DoubleType> value =
                Views.flatIterable(Views.interval(values, sums)).cursor();
        for (DoubleType sum : Views.flatIterable(sums)) {
            sum.set(sum.get() + weight * value.next().get());
        }
    }

    private static void activate(
            Activation activation,
            RandomAccessibleInterval<DoubleType> input,
            RandomAccessibleInterval<DoubleType> output) {
        Cursor<DoubleType> value =
                Views.flatIterable(Views.interval(input, output)).cursor();
        for (DoubleType result : Views.flatIterable(output)) {
            result.set(activation.apply(value.next().get()));
        }
    }

    private static void concatenate(
            List<RandomAccessibleInterval<DoubleType>> inputs, RandomAccessibleInterval<DoubleType> output) {
        int channel = 0;
        for (RandomAccessibleInterval<DoubleType> input : inputs) {
            for (long c = 0; c < input.dimension(3); c++) {
                IntervalView<DoubleType> to = Views.hyperSlice(output, 3, channel++);
                Cursor<DoubleType> value = Views.flatIterable(Views.interval(Views.hyperSlice(input, 3, c), to))
                        .cursor();
                for (DoubleType result : Views.flatIterable(to)) {
                    result.set(value.next());
                }
            }
        }
    }
}
