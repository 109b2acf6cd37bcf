package org.convlayers.engine.layer;

import java.util.List;
import org.convlayers.engine.kernel.Exponentials;
import org.convlayers.layer.Activation;

/**
 * An activation without parameters.
 *
 * @param activation the layer
 */
record PointwiseActivation(Activation activation) implements ChannelFunction {
    /** To multiply by it takes a fraction of a division, and six times it is 1 in single precision. */
    private static final float SIXTH = 1 / 6f;

    @Override
    public double apply(int channel, double x) {
        return activation.apply(x);
    }

    /**
     * Those made of comparisons, sums and products, and the usual ones made of e^x, are computed in single precision by loops
     * that the JIT vectorises; the others in double precision.
     */
    @Override
    public Epilogue epilogue() {
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
                yield (channel, values, from, to) -> LeakySlopes.apply(values, from, to, slope);
            }
            case SIGMOID -> (channel, values, from, to) -> Exponentials.sigmoid(values, from, to);
            case SILU -> (channel, values, from, to) -> Exponentials.silu(values, from, to);
            case TANH -> (channel, values, from, to) -> Exponentials.tanh(values, from, to);
            case MISH -> (channel, values, from, to) -> Exponentials.mish(values, from, to);
            case GELU -> (channel, values, from, to) -> Exponentials.gelu(values, from, to);
            case GELU_TANH -> (channel, values, from, to) -> Exponentials.geluTanh(values, from, to);
            case ELU -> {
                float alpha = arguments.get(0).floatValue();
                yield (channel, values, from, to) -> Exponentials.elu(values, from, to, alpha, 1);
            }
            case CELU -> {
                float alpha = arguments.get(0).floatValue();
                yield (channel, values, from, to) -> Exponentials.elu(values, from, to, alpha, alpha);
            }
            case HARDSIGMOID -> (channel, values, from, to) -> hardSigmoid(values, from, to);
            case HARDSWISH -> (channel, values, from, to) -> hardSwish(values, from, to);
            default -> ChannelFunction.super.epilogue();
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
            values[i] = Math.min(Math.max(values[i] + 3, 0f), 6f) * SIXTH;
        }
    }

    private static void hardSwish(float[] values, int from, int to) {
        for (int i = from; i < to; i++) {
            values[i] *= Math.min(Math.max(values[i] + 3, 0f), 6f) * SIXTH; // a large x times 6 would overflow
        }
    }
}
