package org.convlayers.gradient;

import java.util.Arrays;
import java.util.List;

/**
 * Softmax over the channels of each pixel.
 */
final class ChannelSoftmaxLayer implements LocalLayer {
    private final int[] sources;
    private final SoftmaxRule rule;

    /**
     * Takes what it is made of.
     *
     * @param sources the place in the input of each output pixel
     */
    ChannelSoftmaxLayer(int[] sources, SoftmaxRule rule) {
        this.sources = sources;
        this.rule = rule;
    }

    @Override
    public void compute(List<Maps> inputs, Maps output, Runnable look) {
        look.run();
        for (int place = 0; place < sources.length; place++) {
            double[] y = rule.apply(channels(inputs.get(0), sources[place]));
            for (int c = 0; c < y.length; c++) {
                output.values()[c][place] = y[c];
            }
        }
    }

    private static double[] channels(Maps maps, int place) {
        double[] values = new double[maps.channels()];
        Arrays.setAll(values, c -> maps.values()[c][place]);
        return values;
    }

    @Override
    public void pullBack(List<Maps> inputs, Maps gradient, List<Maps> sinks, Runnable look) {
        look.run();
        for (int place = 0; place < sources.length; place++) {
            double[] sums = rule.pullBack(channels(inputs.get(0), sources[place]), channels(gradient, place));
            for (int c = 0; c < sums.length; c++) {
                sinks.get(0).values()[c][sources[place]] += sums[c];
            }
        }
    }
}
