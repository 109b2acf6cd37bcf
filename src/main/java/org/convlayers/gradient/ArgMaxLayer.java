package org.convlayers.gradient;

import java.util.List;
import org.convlayers.layer.ArgMax;

/** The channel of the largest value of each pixel, whose derivative is 0. */
final class ArgMaxLayer implements LocalLayer {
    private final int[] sources;

    /**
     * Takes what it is made of.
     *
     * @param sources the place in the input of each output pixel
     */
    ArgMaxLayer(int[] sources) {
        this.sources = sources;
    }

    @Override
    public void compute(List<Maps> inputs, Maps output, Runnable look) {
        look.run();
        double[][] x = inputs.get(0).values();
        for (int place = 0; place < sources.length; place++) {
            int largest = 0;
            for (int c = 1; c < x.length; c++) {
                if (ArgMax.isLarger(x[c][sources[place]], x[largest][sources[place]])) {
                    largest = c;
                }
            }
            output.values()[0][place] = largest;
        }
    }

    @Override
    public void pullBack(List<Maps> inputs, Maps gradient, List<Maps> sinks, Runnable look) {}
}
