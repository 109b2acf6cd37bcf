package org.convlayers.arithmetic;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.convlayers.weights.Tensor;

/**
 * Weights in the order in which the window meets them.
 *
 * @param weight [C_out, C_in/G, kH, kW]
 * @param bias one number for each output channel, if the layer has them
 * @param groups G
 * @param isTurned whether they are those of a transposed convolution, turned
 */
record MetWeights(Tensor weight, Optional<Tensor> bias, int groups, boolean isTurned) {
    /** The weights of a convolution, [C_out, C_in/G, kH, kW], as they are. */
    static MetWeights of(Tensor weight, Optional<Tensor> bias, int groups) {
        return new MetWeights(weight, bias, groups, false);
    }

    /** The weights of a transposed convolution, [C_in, C_out/G, kH, kW], each kernel turned by 180 degrees. */
    static MetWeights turned(Tensor weight, Optional<Tensor> bias, int groups) {
        int inputs = weight.shape().get(0) / groups;
        int outputs = weight.shape().get(1);
        int taps = weight.shape().get(2) * weight.shape().get(3);
        float[] turned = new float[weight.data().length];
        for (int i = 0; i < turned.length; i++) {
            int tap = i % taps;
            int in = i / taps % inputs;
            int out = i / taps / inputs;
            int from = (out / outputs * inputs + in) * outputs + out % outputs;
            turned[i] = weight.data()[from * taps + taps - 1 - tap];
        }
        List<Integer> shape = List.of(
                outputs * groups, inputs, weight.shape().get(2), weight.shape().get(3));
        return new MetWeights(new Tensor(turned, shape), bias, groups, true);
    }

    /** C_out. */
    int outChannels() {
        return weight.shape().get(0);
    }

    /** The input channels of the group of an output channel. */
    List<Integer> inputsOf(int outChannel) {
        int inputs = weight.shape().get(1);
        int first = firstInput(outChannel);
        return IntStream.range(first, first + inputs).boxed().toList();
    }

    private int firstInput(int outChannel) {
        return outChannel / (outChannels() / groups) * weight.shape().get(1);
    }

    /** The weight of a tap of the window between two channels of a group. */
    double get(int outChannel, int inChannel, int tapRow, int tapColumn) {
        int inputs = weight.shape().get(1);
        int height = weight.shape().get(2);
        int width = weight.shape().get(3);
        int kernel = outChannel * inputs + inChannel - firstInput(outChannel);
        return weight.data()[(kernel * height + tapRow) * width + tapColumn];
    }

    /** Which plane of the layer's own weight tensor lies between two channels of a group: {@code w[1, 0]}. */
    String name(int outChannel, int inChannel) {
        return isTurned
                ? "w[" + inChannel + ", " + outChannel % (outChannels() / groups) + "]"
                : "w[" + outChannel + ", " + (inChannel - firstInput(outChannel)) + "]";
    }
}
