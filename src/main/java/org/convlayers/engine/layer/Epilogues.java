package org.convlayers.engine.layer;

import java.util.List;
import org.convlayers.layer.Activation;
import org.convlayers.layer.Dropout;
import org.convlayers.layer.Network;
import org.convlayers.layer.ParametricRelu;
import org.convlayers.weights.Weights;

/** The pointwise layers in single precision. */
public final class Epilogues {
    private Epilogues() {}

    /**
     * The epilogue of a pointwise layer.
     *
     * <p>Those made of comparisons, sums and products are computed in single precision by loops that the JIT vectorises;
     * the others are computed in double precision and rounded once.
     *
     * @param node its layer is pointwise
     * @param weights the network's parameters
     */
    public static Epilogue of(Network.Node node, Weights weights) {
        if (node.layer() instanceof Dropout) {
            return Epilogue.NONE;
        }
        if (node.layer() instanceof ParametricRelu) {
            float[] slopes = weights.get(node.name() + ".weight").data();
            return (channel, values, from, to) -> leakyRelu(values, from, to, slopes[slopes.length == 1 ? 0 : channel]);
        }
        ChannelFunction function = ChannelFunction.of(node, weights);
        if (function instanceof ChannelAffine affine) {
            return affine.epilogue();
        }
        return node.layer() instanceof Activation activation
                ? ofActivation(activation, function)
                : inDoublePrecision(function);
    }

    private static Epilogue ofActivation(Activation activation, ChannelFunction function) {
        List<Double> arguments = activation.arguments();
        return switch (activation.function()) {
            case IDENTITY -> Epilogue.NONE;
            case RELU -> (channel, values, from, to) -> relu(values, from, to);
            case RELU6 -> (channel, values, from, to) -> clamp(values, from, to, 0, 6);
            case HARDTANH -> {
                float low = arguments.get(0).floatValue();
                float high = arguments.get(1).floatValue();
                yield (channel, values, from, to) -> clamp(values, from, to, low, high);
            }
            case LEAKY_RELU -> {
                float slope = arguments.get(0).floatValue();
                yield (channel, values, from, to) -> leakyRelu(values, from, to, slope);
            }
            case HARDSIGMOID -> (channel, values, from, to) -> hardSigmoid(values, from, to);
            case HARDSWISH -> (channel, values, from, to) -> hardSwish(values, from, to);
            default -> inDoublePrecision(function);
        };
    }

    private static Epilogue inDoublePrecision(ChannelFunction function) {
        return (channel, values, from, to) -> {
            for (int i = from; i < to; i++) {
                values[i] = (float) function.apply(channel, values[i]);
            }
        };
    }

    private static void relu(float[] values, int from, int to) {
        for (int i = from; i < to; i++) {
            values[i] = Math.max(values[i], 0f);
        }
    }

    private static void clamp(float[] values, int from, int to, float low, float high) {
        for (int i = from; i < to; i++) {
            values[i] = Math.min(Math.max(values[i], low), high);
        }
    }

    private static void hardSigmoid(float[] values, int from, int to) {
        for (int i = from; i < to; i++) {
            values[i] = Math.min(Math.max(values[i] + 3, 0f), 6f) / 6;
        }
    }

    private static void hardSwish(float[] values, int from, int to) {
        for (int i = from; i < to; i++) {
            values[i] *= Math.min(Math.max(values[i] + 3, 0f), 6f) / 6; // a large x times 6 would overflow
        }
    }

    private static void leakyRelu(float[] values, int from, int to, float slope) {
        for (int i = from; i < to; i++) {
            values[i] = values[i] > 0 ? values[i] : slope * values[i];
        }
    }
}
