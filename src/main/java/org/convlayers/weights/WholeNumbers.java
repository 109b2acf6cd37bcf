package org.convlayers.weights;

import java.util.List;

/** Small whole numbers at random, which can be added up by hand: for examples. */
public final class WholeNumbers {
    private WholeNumbers() {}

    /**
     * Draws numbers; the same on every machine.
     *
     * @param shape the sizes of what is filled
     * @param smallest the smallest number
     * @param largest the largest number
     * @param seed which numbers
     * @param name gives each thing that is filled numbers of its own
     */
    public static Tensor tensor(List<Integer> shape, int smallest, int largest, long seed, String name) {
        SplitMix64 random = new SplitMix64(seed, name);
        float[] data = new float[shape.stream().reduce(1, Math::multiplyExact)];
        for (int i = 0; i < data.length; i++) {
            data[i] = (float) (smallest + Math.floor(random.nextDouble() * (largest - smallest + 1)));
        }
        return new Tensor(data, shape);
    }
}
