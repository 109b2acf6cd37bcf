package org.convlayers.gradient;

import java.util.List;

/**
 * Feature maps one after the other.
 *
 * @param sources for each input the place of each output pixel
 */
record ConcatenationLayer(List<int[]> sources) implements LocalLayer {
    ConcatenationLayer {
        sources = List.copyOf(sources);
    }

    @Override
    public void compute(List<Maps> inputs, Maps output, Runnable look) {
        int channel = 0;
        for (int input = 0; input < inputs.size(); input++) {
            for (double[] map : inputs.get(input).values()) {
                look.run();
                double[] y = output.values()[channel++];
                for (int place = 0; place < y.length; place++) {
                    y[place] = map[sources.get(input)[place]];
                }
            }
        }
    }

    @Override
    public void pullBack(List<Maps> inputs, Maps gradient, List<Maps> sinks, Runnable look) {
        int channel = 0;
        for (int input = 0; input < sinks.size(); input++) {
            for (double[] sink : sinks.get(input).values()) {
                look.run();
                double[] g = gradient.values()[channel++];
                for (int place = 0; place < g.length; place++) {
                    sink[sources.get(input)[place]] += g[place];
                }
            }
        }
    }
}
