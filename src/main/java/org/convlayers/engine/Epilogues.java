package org.convlayers.engine;

import java.util.List;
import org.convlayers.layer.Activation;

/** The pointwise functions in single precision. */
final class Epilogues {
    private Epilogues() {}

    /**
     * The epilogue of an activation.
     *
     * <p>Those made of comparisons and products are computed in single precision by loops that the JIT vectorises; the
     * others are computed in double precision and rounded once.
     */
    static Epilogue of(Activation activation) {
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
            default ->
                (channel, values, from, to) -> {
                    for (int i = from; i < to; i++) {
                        values[i] = (float) activation.apply(values[i]);
                    }
                };
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

    private static void leakyRelu(float[] values, int from, int to, float slope) {
        for (int i = from; i < to; i++) {
            values[i] = values[i] > 0 ? values[i] : slope * values[i];
        }
    }
}
