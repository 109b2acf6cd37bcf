package org.convlayers.gradient;

import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * Hands each value on, times a factor of its channel: what stands for a layer whose slopes depend on its values where these
 * are not known. Of several inputs each goes to the output by itself.
 *
 * @param sources for each input the place of each output pixel
 * @param factor of a channel
 */
record ScaledLayer(List<int[]> sources, IntToDoubleFunction factor) implements LocalLayer {
    ScaledLayer {
        sources = List.copyOf(sources);
    }

    @Override
    public void compute(List<Maps> inputs, Maps output, Runnable look) {
        throw new UnsupportedOperationException("its values are not known");
    }

    @Override
    public void pullBack(List<Maps> inputs, Maps gradient, List<Maps> sinks, Runnable look) {
        for (int input = 0; input < sinks.size(); input++) {
            int[] places = sources.get(input);
            for (int c = 0; c < gradient.channels(); c++) {
                look.run();
                Maps sink = sinks.get(input);
                double[] sums = sink.values()[sink.channels() == 1 ? 0 : c];
                double[] g = gradient.values()[c];
                for (int place = 0; place < places.length; place++) {
                    sums[places[place]] += g[place] * factor.applyAsDouble(c);
                }
            }
        }
    }
}
