package org.convlayers.engine.layer;

import java.util.List;
import java.util.OptionalInt;
import org.convlayers.layer.AdaptivePooling;
import org.convlayers.layer.ArgMax;
import org.convlayers.layer.Concatenation;
import org.convlayers.layer.Constant;
import org.convlayers.layer.Elementwise;
import org.convlayers.layer.Layer;
import org.convlayers.layer.Network;
import org.convlayers.layer.Normalization;
import org.convlayers.layer.Pad;
import org.convlayers.layer.PixelShuffle;
import org.convlayers.layer.PixelUnshuffle;
import org.convlayers.layer.Pooling;
import org.convlayers.layer.Rearrangement;
import org.convlayers.layer.Softmax;
import org.convlayers.layer.Upsampling;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.weights.Weights;

/**
 * Chooses how a layer that is no convolution is computed in single precision, from the layer and the shapes of its whole
 * inputs alone.
 */
public final class LayerKernels {
    private LayerKernels() {}

    /**
     * What computes a node and the pointwise layers after it.
     *
     * @param node the node
     * @param weights the network's parameters
     * @param inputs the shapes of its inputs
     * @param epilogue the layers after it
     */
    public static StepKernel of(Network.Node node, Weights weights, List<FeatureShape> inputs, Epilogue epilogue) {
        Layer layer = node.layer();
        FeatureShape input = inputs.get(0);
        if (layer instanceof Pooling pooling) {
            return PoolingKernel.of(pooling, input, epilogue);
        }
        if (layer instanceof AdaptivePooling pooling) {
            return new AdaptivePoolingKernel(pooling, input, epilogue);
        }
        if (layer instanceof Upsampling upsampling) {
            return UpsamplingKernel.of(upsampling, input, epilogue);
        }
        if (layer instanceof PixelShuffle shuffle) {
            return ShuffleKernel.of(shuffle, channels(layer, inputs), epilogue);
        }
        if (layer instanceof PixelUnshuffle unshuffle) {
            return ShuffleKernel.of(unshuffle, channels(layer, inputs), epilogue);
        }
        if (layer.isPointwise()) {
            return new CopyKernel(
                    input.channels(),
                    ChannelFunction.of(node, weights).epilogue().andThen(epilogue),
                    "pointwise");
        }
        if (layer instanceof Concatenation) {
            return new CopyKernel(channels(layer, inputs), epilogue, "copy: channels put one after the other");
        }
        if (layer instanceof Elementwise elementwise) {
            FeatureShape output = layer.outputShape(inputs);
            return new ElementwiseKernel(
                    output.channels(),
                    elementwise.operation(),
                    inputs.stream().map(shape -> broadcast(shape, output)).toList(),
                    epilogue);
        }
        if (layer instanceof Pad pad) {
            return PadKernel.of(pad, input, epilogue);
        }
        if (layer instanceof Softmax softmax) {
            OptionalInt axis = softmax.axis(input);
            return axis.isEmpty()
                    ? new ChannelSoftmaxKernel(input.channels(), softmax.logarithm(), epilogue)
                    : new AxisSoftmax(input.channels(), axis.getAsInt(), softmax.logarithm(), epilogue);
        }
        if (layer instanceof ArgMax) {
            return new ArgMaxKernel(input.channels(), epilogue);
        }
        if (layer instanceof Normalization) {
            return MapNormalization.of(node, weights, input, epilogue);
        }
        if (layer instanceof Constant constant) {
            float[] values = weights.get(node.name() + ".value").data();
            return new ConstantKernel(values, constant.shape().spatial().to3D(1), epilogue);
        }
        if (layer instanceof Rearrangement rearrangement) {
            return new RearrangementKernel(rearrangement, epilogue);
        }
        throw new IllegalStateException("no algorithm for " + layer);
    }

    private static int channels(Layer layer, List<FeatureShape> inputs) {
        return layer.outputShape(inputs).channels();
    }

    private static ElementwiseKernel.Broadcast broadcast(FeatureShape input, FeatureShape output) {
        Extent size = input.spatial().to3D(1);
        Extent whole = output.spatial().to3D(1);
        return new ElementwiseKernel.Broadcast(
                input.channels() < output.channels(),
                size.get(0) < whole.get(0),
                size.get(1) < whole.get(1),
                size.get(2) < whole.get(2));
    }
}
