package org.convlayers.gradient;

import java.util.List;

/**
 * A layer that makes each output value of those that its taps meet in the same channel, times weights that do not depend on
 * them: average pooling, interpolation, padding.
 *
 * @param taps the pixels that the taps meet, with their weights
 * @param beyond the value of an output pixel without taps
 */
record WeightedLayer(Taps taps, double beyond) implements LocalLayer {
    @Override
    public void compute(List<Maps> inputs, Maps output, Runnable look) {
        double[][] x = inputs.get(0).values();
        taps.forEachPixel(look, (place, pixel) -> {
            for (int c = 0; c < x.length; c++) {
                double sum = pixel.count() == 0 ? beyond : 0;
                for (int i = 0; i < pixel.count(); i++) {
                    sum += pixel.weight(i) * x[c][pixel.source(i)];
                }
                output.values()[c][place] = sum;
            }
        });
    }

    @Override
    public void pullBack(List<Maps> inputs, Maps gradient, List<Maps> sinks, Runnable look) {
        double[][] sink = sinks.get(0).values();
        taps.forEachPixel(look, (place, pixel) -> {
            for (int c = 0; c < sink.length; c++) {
                double g = gradient.values()[c][place];
                for (int i = 0; i < pixel.count(); i++) {
                    sink[c][pixel.source(i)] += g * pixel.weight(i);
                }
            }
        });
    }
}
