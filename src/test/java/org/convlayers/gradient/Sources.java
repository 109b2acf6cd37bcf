package org.convlayers.gradient;

import java.util.Arrays;
import org.convlayers.engine.memory.ArraySource;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.weights.Tensor;

/** Inputs from arrays, and gradients as arrays. */
final class Sources {
    private Sources() {}

    /** One item (C, ...). */
    static ArraySource of(Tensor item) {
        int[] spatial =
                item.shape().stream().skip(1).mapToInt(Integer::intValue).toArray();
        FeatureShape shape = FeatureShape.of(item.shape().get(0), spatial);
        Extent size = shape.spatial().to3D(1);
        int plane = size.get(1) * size.get(2);
        float[][][] planes = new float[shape.channels()][size.get(0)][];
        for (int i = 0; i < shape.channels() * size.get(0); i++) {
            planes[i / size.get(0)][i % size.get(0)] = Arrays.copyOfRange(item.data(), i * plane, (i + 1) * plane);
        }
        return new ArraySource(shape, new float[][][][] {planes});
    }

    /** By channel and pixel of the whole input. */
    static double[][] whole(SourceGradient gradient, FeatureShape input) {
        double[][] values =
                new double[input.channels()][Math.toIntExact(input.spatial().product())];
        for (int c = 0; c < values.length; c++) {
            double[] channel = gradient.channel(c);
            double[] map = values[c];
            Numbers.forEach(gradient.region(), input.spatial().to3D(1), (place, pixel) -> map[pixel] = channel[place]);
        }
        return values;
    }
}
