package org.convlayers.gradient;

import java.util.List;

/**
 * A layer that takes the largest of the values that its taps meet in the same channel. Of equal ones the first counts, of
 * several that are not a number the last, as in PyTorch.
 *
 * @param taps the pixels that the taps meet
 */
record LargestLayer(Taps taps) implements LocalLayer {
    @Override
    public void compute(List<Maps> inputs, Maps output, Runnable look) {
        double[][] x = inputs.get(0).values();
        taps.forEachPixel(look, (place, pixel) -> {
            for (int c = 0; c < x.length; c++) {
                output.values()[c][place] =
                        pixel.count() == 0 ? Double.NEGATIVE_INFINITY : x[c][pixel.source(largest(x[c], pixel))];
            }
        });
    }

    private static int largest(double[] map, Taps.Pixel pixel) {
        int largest = 0;
        for (int i = 1; i < pixel.count(); i++) {
            double value = map[pixel.source(i)];
            if (value > map[pixel.source(largest)] || Double.isNaN(value)) {
                largest = i;
            }
        }
        return largest;
    }

    @Override
    public void pullBack(List<Maps> inputs, Maps gradient, List<Maps> sinks, Runnable look) {
        double[][] x = inputs.get(0).values();
        double[][] sink = sinks.get(0).values();
        taps.forEachPixel(look, (place, pixel) -> {
            for (int c = 0; c < x.length && pixel.count() > 0; c++) {
                sink[c][pixel.source(largest(x[c], pixel))] += gradient.values()[c][place];
            }
        });
    }
}
