package org.convlayers.gradient;

import java.util.List;
import org.convlayers.shape.Extent;

/**
 * Known values, to which nothing goes back.
 */
final class ConstantLayer implements LocalLayer {
    private final Extent size;
    private final float[] values;

    /**
     * Takes what it is made of.
     *
     * @param size the whole map's (D, H, W)
     * @param values in the order (C, D, H, W)
     */
    ConstantLayer(Extent size, float[] values) {
        this.size = size;
        this.values = values;
    }

    @Override
    public void compute(List<Maps> inputs, Maps output, Runnable look) {
        look.run();
        Numbers.forEach(output.region(), size, (place, pixel) -> {
            for (int c = 0; c < output.channels(); c++) {
                output.values()[c][place] = values[c * Math.toIntExact(size.product()) + pixel];
            }
        });
    }

    @Override
    public void pullBack(List<Maps> inputs, Maps gradient, List<Maps> sinks, Runnable look) {
        look.run();
    }
}
