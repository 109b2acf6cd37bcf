package org.convlayers.gradient;

import java.util.Arrays;
import java.util.List;

/**
 * y = (x - mean) / sqrt(var + eps) scale + shift with mean and variance over all pixels of all channels of a group.
 *
 * <p>With h = g scale, z = (x - mean) / sqrt(var + eps), and means over the group: {@code dx = (h - mean(h) - z mean(h z)) /
 * sqrt(var + eps)}.
 */
final class MapNormalizationLayer implements LocalLayer {
    private final int[] sources;
    private final int groupSize;
    private final double epsilon;
    private final double[] scale;
    private final double[] shift;

    /**
     * Takes what it is made of.
     *
     * @param sources the place in the input, which is whole, of each output pixel
     * @param groupSize the number of neighbouring channels of a group
     * @param epsilon eps
     * @param scale of each channel
     * @param shift of each channel
     */
    MapNormalizationLayer(int[] sources, int groupSize, double epsilon, double[] scale, double[] shift) {
        this.sources = sources;
        this.groupSize = groupSize;
        this.epsilon = epsilon;
        this.scale = scale;
        this.shift = shift;
    }

    /** What a group of channels has in common. */
    private record Statistics(double mean, double deviation) {}

    private Statistics statistics(Maps input, int first) {
        double[][] group = Arrays.copyOfRange(input.values(), first, first + groupSize);
        double count = (double) groupSize * input.pixels();
        double sum = 0;
        for (double[] map : group) {
            sum += Arrays.stream(map).sum();
        }
        double mean = sum / count;
        double squares = 0;
        for (double[] map : group) {
            for (double x : map) {
                squares += (x - mean) * (x - mean);
            }
        }
        return new Statistics(mean, Math.sqrt(squares / count + epsilon));
    }

    @Override
    public void compute(List<Maps> inputs, Maps output, Runnable look) {
        for (int first = 0; first < output.channels(); first += groupSize) {
            look.run();
            Statistics common = statistics(inputs.get(0), first);
            for (int c = first; c < first + groupSize; c++) {
                double[] x = inputs.get(0).values()[c];
                for (int place = 0; place < sources.length; place++) {
                    double z = (x[sources[place]] - common.mean) / common.deviation;
                    output.values()[c][place] = z * scale[c] + shift[c];
                }
            }
        }
    }

    @Override
    public void pullBack(List<Maps> inputs, Maps gradient, List<Maps> sinks, Runnable look) {
        for (int first = 0; first < gradient.channels(); first += groupSize) {
            look.run();
            pullBack(inputs.get(0), gradient, sinks.get(0), first);
        }
    }

    private void pullBack(Maps input, Maps gradient, Maps sink, int first) {
        Statistics common = statistics(input, first);
        double count = (double) groupSize * input.pixels();
        double sum = 0;
        double product = 0;
        for (int c = first; c < first + groupSize; c++) {
            for (int place = 0; place < sources.length; place++) {
                double h = gradient.values()[c][place] * scale[c];
                sum += h;
                product += h * (input.values()[c][sources[place]] - common.mean) / common.deviation;
                sink.values()[c][sources[place]] += h / common.deviation;
            }
        }
        for (int c = first; c < first + groupSize; c++) {
            double[] x = input.values()[c];
            double[] sums = sink.values()[c];
            for (int i = 0; i < x.length; i++) {
                double z = (x[i] - common.mean) / common.deviation;
                sums[i] -= (sum + z * product) / count / common.deviation;
            }
        }
    }
}
