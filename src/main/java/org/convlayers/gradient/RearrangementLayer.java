package org.convlayers.gradient;

import java.util.Arrays;
import java.util.List;
import org.convlayers.layer.Rearrangement;
import org.convlayers.shape.Extent;
import org.convlayers.shape.Region;

/**
 * Values in other places.
 */
final class RearrangementLayer implements LocalLayer {
    private final int[][] channels;
    private final int[][] places;

    /**
     * Takes what it is made of.
     *
     * @param channels the channel in the input of each output value, by channel and place
     * @param places the place in the input of each output value
     */
    RearrangementLayer(int[][] channels, int[][] places) {
        this.channels = channels;
        this.places = places;
    }

    /**
     * Looks the places up.
     *
     * @param output the pixels that are looked at
     * @param input the pixels that they show
     */
    static RearrangementLayer of(Rearrangement layer, Region output, Region input) {
        Extent in = layer.input().spatial().to3D(1);
        Extent out = layer.output().spatial().to3D(1);
        int inPixels = Math.toIntExact(in.product());
        int outPixels = Math.toIntExact(out.product());
        int[] placeOf = new int[inPixels];
        Numbers.forEach(input, in, (place, pixel) -> placeOf[pixel] = place);
        int outputs = layer.output().channels();
        int[][] channels = new int[outputs][Math.toIntExact(output.pixels())];
        int[][] places = new int[outputs][channels[0].length];
        Numbers.forEach(output, out, (place, pixel) -> {
            for (int c = 0; c < outputs; c++) {
                int source = layer.source(c * outPixels + pixel);
                channels[c][place] = source / inPixels;
                places[c][place] = placeOf[source % inPixels];
            }
        });
        return new RearrangementLayer(channels, places);
    }

    @Override
    public void compute(List<Maps> inputs, Maps output, Runnable look) {
        for (int c = 0; c < output.channels(); c++) {
            look.run();
            int channel = c;
            Arrays.setAll(
                    output.values()[c],
                    place -> inputs.get(0).values()[channels[channel][place]][places[channel][place]]);
        }
    }

    @Override
    public void pullBack(List<Maps> inputs, Maps gradient, List<Maps> sinks, Runnable look) {
        double[][] sink = sinks.get(0).values();
        for (int c = 0; c < gradient.channels(); c++) {
            look.run();
            for (int place = 0; place < places[c].length; place++) {
                sink[channels[c][place]][places[c][place]] += gradient.values()[c][place];
            }
        }
    }
}
