package org.convlayers.engine.layer;

import java.util.Arrays;
import org.convlayers.layer.AveragePooling;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.Margins;
import org.convlayers.shape.PerAxis;
import org.convlayers.shape.Window;

/** By what the sums of average pooling are divided. */
interface Divisors {
    /** Sums are left as they are. */
    Divisors NONE = (sums, memory, z, y, x, count) -> {};

    /**
     * Divides the sums of a row.
     *
     * @param sums those of the output pixels (z, y, x) to (z, y, x + count - 1), from index 0 on; modified
     * @param memory at least as long
     */
    void divide(float[] sums, float[] memory, int z, int y, int x, int count);

    /** Those of the layer with an axis (0 or 1 for D or H) and the columns exchanged. */
    default Divisors exchanged(int axis) {
        return this;
    }

    /** Those of a layer. */
    static Divisors of(AveragePooling layer, FeatureShape input) {
        if (layer.divisorOverride().isPresent()) {
            float divisor = layer.divisorOverride().getAsInt();
            return (sums, memory, z, y, x, count) -> {
                Arrays.fill(memory, 0, count, divisor);
                divide(sums, memory, count);
            };
        }
        Extent output = layer.window().places(input.spatial(), layer.ceilMode()).to3D(1);
        return new Counts(PerAxis.of(axis -> counts(layer, input, axis, output.get(axis))));
    }

    /**
     * Products of counts along the axes.
     *
     * @param along the number of pixels under the window of each output pixel along each axis
     */
    record Counts(PerAxis<float[]> along) implements Divisors {
        @Override
        public void divide(float[] sums, float[] memory, int z, int y, int x, int count) {
            float perColumn = along.depth()[z] * along.height()[y];
            System.arraycopy(along.width(), x, memory, 0, count);
            for (int i = 0; i < count; i++) {
                memory[i] = Math.max(perColumn * memory[i], 1); // an empty window's sum is 0, and stays so
            }
            Divisors.divide(sums, memory, count);
        }

        @Override
        public Divisors exchanged(int axis) {
            return new Counts(along.exchanged(axis));
        }
    }

    /** How many pixels of the window of each output pixel along an axis count. */
    private static float[] counts(AveragePooling layer, FeatureShape input, int axis, int outputs) {
        Window window = layer.window().to3D(input.spatial());
        int size = input.spatial().to3D(1).get(axis);
        Margins margins = window.margins(input.spatial().to3D(1));
        int low = layer.countIncludePad() ? -margins.begin().get(axis) : 0;
        int end = layer.countIncludePad() ? size + margins.end().get(axis) : size;
        float[] counts = new float[outputs];
        for (int u = 0; u < outputs; u++) {
            int first = u * window.stride().get(axis) - margins.begin().get(axis);
            int last = first + window.kernelSize().get(axis);
            counts[u] = Math.max(0, Math.min(last, end) - Math.max(first, low));
        }
        return counts;
    }

    private static void divide(float[] sums, float[] divisors, int count) {
        for (int i = 0; i < count; i++) {
            sums[i] /= divisors[i];
        }
    }
}
