package org.convlayers.gradient;

import org.convlayers.shape.Extent;

/**
 * What the output pixels of a region are computed from: the products of the taps along three axes.
 *
 * <p>The table does not change, but goes through the pixels with a {@link Pixel} that does.
 */
final class Taps {
    private final AxisTaps depth;
    private final AxisTaps height;
    private final AxisTaps width;
    private final Extent kernel;

    /**
     * Joins three axes.
     *
     * @param kernel the number of taps along each axis, by which those of a pixel are counted, the last axis fastest
     */
    Taps(AxisTaps depth, AxisTaps height, AxisTaps width, Extent kernel) {
        this.depth = depth;
        this.height = height;
        this.width = width;
        this.kernel = kernel;
    }

    /** Is told each output pixel. */
    @FunctionalInterface
    interface Visitor {
        void visit(int place, Pixel taps);
    }

    /** The taps of one output pixel. */
    static final class Pixel {
        private final int[] sources;
        private final int[] numbers;
        private final double[] weights;
        private int count;

        private Pixel(int most) {
            sources = new int[most];
            numbers = new int[most];
            weights = new double[most];
        }

        private void add(int source, int number, double weight) {
            sources[count] = source;
            numbers[count] = number;
            weights[count++] = weight;
        }

        /** How many there are: fewer than the kernel has where some meet a constant. */
        int count() {
            return count;
        }

        /** The place in the input that a tap meets. */
        int source(int i) {
            return sources[i];
        }

        /** The number of the tap in its kernel. */
        int number(int i) {
            return numbers[i];
        }

        double weight(int i) {
            return weights[i];
        }
    }

    /** The number of taps of a whole kernel. */
    int kernelSize() {
        return Math.toIntExact(kernel.product());
    }

    /** Visits each output pixel in order. */
    void forEachPixel(Runnable look, Visitor visitor) {
        Pixel pixel = new Pixel(Math.multiplyExact(Math.multiplyExact(most(depth), most(height)), most(width)));
        int place = 0;
        for (int z = 0; z < depth.outputs(); z++) {
            for (int y = 0; y < height.outputs(); y++) {
                look.run();
                for (int x = 0; x < width.outputs(); x++) {
                    fill(pixel, z, y, x);
                    visitor.visit(place++, pixel);
                }
            }
        }
    }

    private static int most(AxisTaps axis) {
        int most = 0;
        for (int place = 0; place < axis.outputs(); place++) {
            most = Math.max(most, axis.count(place));
        }
        return most;
    }

    private void fill(Pixel pixel, int z, int y, int x) {
        pixel.count = 0;
        for (int i = depth.first(z); i < depth.first(z + 1); i++) {
            for (int j = height.first(y); j < height.first(y + 1); j++) {
                int row = (depth.source(i) * height.inputSize() + height.source(j)) * width.inputSize();
                int number = (depth.tap(i) * kernel.get(1) + height.tap(j)) * kernel.get(2);
                double weight = depth.weight(i) * height.weight(j);
                for (int k = width.first(x); k < width.first(x + 1); k++) {
                    pixel.add(row + width.source(k), number + width.tap(k), weight * width.weight(k));
                }
            }
        }
    }

    /** The only tap of each output pixel. */
    int[] only() {
        int[] sources = new int[depth.outputs() * height.outputs() * width.outputs()];
        forEachPixel(() -> {}, (place, taps) -> sources[place] = taps.source(0));
        return sources;
    }
}
