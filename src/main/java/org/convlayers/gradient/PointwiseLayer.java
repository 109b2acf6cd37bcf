package org.convlayers.gradient;

import java.util.List;
import org.convlayers.engine.layer.ChannelFunction;

/**
 * A function of each value on its own.
 */
final class PointwiseLayer implements LocalLayer {
    private final int[] sources;
    private final ChannelFunction function;
    private final ChannelFunction slope;

    /**
     * Takes what it is made of.
     *
     * @param sources the place in the input of each output pixel
     * @param function f
     * @param slope its derivative
     */
    PointwiseLayer(int[] sources, ChannelFunction function, ChannelFunction slope) {
        this.sources = sources;
        this.function = function;
        this.slope = slope;
    }

    @Override
    public void compute(List<Maps> inputs, Maps output, Runnable look) {
        for (int c = 0; c < output.channels(); c++) {
            look.run();
            double[] x = inputs.get(0).values()[c];
            double[] y = output.values()[c];
            for (int place = 0; place < sources.length; place++) {
                y[place] = function.apply(c, x[sources[place]]);
            }
        }
    }

    @Override
    public void pullBack(List<Maps> inputs, Maps gradient, List<Maps> sinks, Runnable look) {
        for (int c = 0; c < gradient.channels(); c++) {
            look.run();
            double[] x = inputs.get(0).values()[c];
            double[] g = gradient.values()[c];
            double[] sink = sinks.get(0).values()[c];
            for (int place = 0; place < sources.length; place++) {
                if (g[place] != 0) {
                    sink[sources[place]] += g[place] * slope.apply(c, x[sources[place]]);
                }
            }
        }
    }
}
