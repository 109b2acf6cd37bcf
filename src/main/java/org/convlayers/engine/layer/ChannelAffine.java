package org.convlayers.engine.layer;

import java.util.Arrays;
import java.util.Optional;
import org.convlayers.layer.Elementwise;
import org.convlayers.layer.Network;
import org.convlayers.layer.Normalization;
import org.convlayers.weights.Weights;

/**
 * (x - centre) scale + shift in each channel: what every normalisation comes to once its statistics are known, and what
 * sums and products with a constant are. Immutable.
 */
public final class ChannelAffine implements ChannelFunction {
    private final double[] centre;
    private final double[] scale;
    private final double[] shift;

    private ChannelAffine(double[] centre, double[] scale, double[] shift) {
        this.centre = centre;
        this.scale = scale;
        this.shift = shift;
    }

    /**
     * (x - mean) / sqrt(var + eps) * weight + bias with the statistics collected in training.
     *
     * @param node a normalisation with running statistics
     * @param weights the network's parameters
     */
    static ChannelAffine ofRunningStatistics(Network.Node node, Weights weights) {
        double[] mean = doubles(weights.get(node.name() + ".running_mean").data());
        double[] variance = doubles(weights.get(node.name() + ".running_var").data());
        Normalization layer = (Normalization) node.layer();
        return of(mean, variance, layer.epsilon(), layer.affine(), node.name(), weights);
    }

    /**
     * (x - mean) / sqrt(variance + epsilon) * weight + bias.
     *
     * @param mean of each channel
     * @param variance of each channel
     * @param epsilon keeps flat channels from being divided by 0
     * @param affine whether the node has weight and bias
     * @param name the node's name
     * @param weights the network's parameters
     */
    public static ChannelAffine of(
            double[] mean, double[] variance, double epsilon, boolean affine, String name, Weights weights) {
        double[] scale = new double[mean.length];
        Arrays.setAll(scale, c -> 1 / Math.sqrt(variance[c] + epsilon));
        double[] shift = new double[mean.length];
        if (affine) {
            float[] weight = weights.get(name + ".weight").data();
            float[] bias = weights.get(name + ".bias").data();
            for (int c = 0; c < scale.length; c++) {
                scale[c] *= weight[c];
                shift[c] = bias[c];
            }
        }
        return new ChannelAffine(mean, scale, shift);
    }

    /**
     * What a join with one number for each channel makes of the values; empty for joins that are no product or sum.
     *
     * @param operation the join
     * @param isFirst whether the numbers come first: c - x instead of x - c
     * @param numbers for each channel
     */
    public static Optional<ChannelAffine> ofJoin(Elementwise.Operation operation, boolean isFirst, double[] numbers) {
        double[] zeros = new double[numbers.length];
        double[] ones = filled(numbers.length, 1);
        return switch (operation) {
            case ADD -> Optional.of(new ChannelAffine(zeros, ones, numbers));
            case MULTIPLY -> Optional.of(new ChannelAffine(zeros, numbers, zeros));
            case SUBTRACT ->
                Optional.of(
                        isFirst
                                ? new ChannelAffine(numbers, filled(numbers.length, -1), zeros)
                                : new ChannelAffine(numbers, ones, zeros));
            case DIVIDE ->
                isFirst
                        ? Optional.empty()
                        : Optional.of(new ChannelAffine(
                                zeros, Arrays.stream(numbers).map(c -> 1 / c).toArray(), zeros));
            case MAXIMUM, MINIMUM, REMAINDER, FMOD, GREATER, GREATER_OR_EQUAL, EQUAL, WHERE -> Optional.empty();
        };
    }

    private static double[] filled(int length, double value) {
        double[] filled = new double[length];
        Arrays.fill(filled, value);
        return filled;
    }

    private static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        Arrays.setAll(doubles, i -> values[i]);
        return doubles;
    }

    @Override
    public double apply(int channel, double x) {
        return (x - centre[channel]) * scale[channel] + shift[channel];
    }

    /** What a channel is multiplied by. */
    public double scale(int channel) {
        return scale[channel];
    }

    /** Whether all numbers are finite, in single precision too. */
    public boolean isFinite() {
        for (int c = 0; c < scale.length; c++) {
            if (!Float.isFinite((float) scale[c]) || !Float.isFinite((float) apply(c, 0))) {
                return false;
            }
        }
        return true;
    }

    /**
     * In single precision. The centre is taken off first, as it may be large beside what is left: a bright background is
     * not to cost digits.
     */
    @Override
    public Epilogue epilogue() {
        return (channel, values, from, to) -> {
            float c = (float) centre[channel];
            float a = (float) scale[channel];
            double rest = c - centre[channel];
            float b = (float) (rest == 0 ? shift[channel] : rest * scale[channel] + shift[channel]);
            for (int i = from; i < to; i++) {
                values[i] = (values[i] - c) * a + b;
            }
        };
    }
}
