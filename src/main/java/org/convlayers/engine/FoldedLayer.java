package org.convlayers.engine;

import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import org.convlayers.engine.layer.ChannelAffine;
import org.convlayers.layer.Convolution;
import org.convlayers.layer.Layer;
import org.convlayers.layer.Network;
import org.convlayers.layer.TransposedConvolution;
import org.convlayers.weights.Tensor;
import org.convlayers.weights.Weights;

/**
 * A layer with what was folded into it: a convolution, transposed or not, and a normalisation of each of its output
 * channels are one convolution with other numbers, W' = W scale and b' = (b - centre) scale + shift.
 *
 * <p>They are computed in double precision and rounded once.
 *
 * @param node the layer as it is to be computed
 * @param weights its parameters
 */
record FoldedLayer(Network.Node node, Weights weights) {
    /** Whether a normalisation after this layer can be folded into it. */
    boolean takes(ChannelAffine normalization) {
        boolean isConvolution = node.layer() instanceof Convolution || node.layer() instanceof TransposedConvolution;
        return isConvolution && normalization.isFinite();
    }

    /** This layer and a normalisation after it, as one layer. */
    FoldedLayer andThen(ChannelAffine normalization) {
        if (node.layer() instanceof Convolution layer) {
            int perChannel = weight().data().length / layer.outChannels();
            return of(
                    new Convolution(
                            layer.inChannels(),
                            layer.outChannels(),
                            layer.window(),
                            layer.edges(),
                            layer.groups(),
                            true),
                    scaled(normalization, i -> i / perChannel),
                    moved(layer.bias(), layer.outChannels(), normalization));
        }
        TransposedConvolution layer = (TransposedConvolution) node.layer();
        return of(
                new TransposedConvolution(
                        layer.inChannels(),
                        layer.outChannels(),
                        layer.window(),
                        layer.outputPadding(),
                        layer.groups(),
                        true),
                scaled(normalization, i -> outChannel(layer, i)),
                moved(layer.bias(), layer.outChannels(), normalization));
    }

    /** The channel that a weight of [inChannels, outChannels/groups, k...] adds to. */
    private static int outChannel(TransposedConvolution layer, int index) {
        int taps = (int) layer.window().kernelSize().product();
        int groupOutputs = layer.outChannels() / layer.groups();
        int input = index / (groupOutputs * taps);
        int group = input / (layer.inChannels() / layer.groups());
        return group * groupOutputs + index / taps % groupOutputs;
    }

    private Tensor weight() {
        return weights.get(node.name() + ".weight");
    }

    private FoldedLayer of(Layer layer, float[] weight, float[] bias) {
        Map<String, Tensor> tensors = Map.of(
                node.name() + ".weight", new Tensor(weight, weight().shape()),
                node.name() + ".bias", new Tensor(bias, List.of(bias.length)));
        Network alone = new Network(List.of(new Network.Node(node.name(), layer, List.of(Network.INPUT))));
        return new FoldedLayer(new Network.Node(node.name(), layer, node.inputs()), new Weights(alone, tensors));
    }

    private float[] scaled(ChannelAffine normalization, IntUnaryOperator channelOf) {
        float[] scaled = weight().data().clone();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = (float) (scaled[i] * normalization.scale(channelOf.applyAsInt(i)));
        }
        return scaled;
    }

    private float[] moved(boolean hasBias, int channels, ChannelAffine normalization) {
        float[] moved = hasBias ? weights.get(node.name() + ".bias").data().clone() : new float[channels];
        for (int c = 0; c < moved.length; c++) {
            moved[c] = (float) normalization.apply(c, moved[c]);
        }
        return moved;
    }
}
