package org.convlayers.engine.convolution;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.convlayers.engine.layer.Epilogue;
import org.convlayers.engine.layer.LayerKernel;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.layer.Convolution;
import org.convlayers.shape.Box;
import org.convlayers.shape.EdgeMode;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.Padding;
import org.convlayers.shape.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sums of many equal products, each of whose additions rounds in the same direction for long. */
class SumChainsTest {
    private static final double BOUND = 1e-5;

    private static final float PIXEL = 0.7f;

    private static final float WEIGHT = 0.3f;

    @ParameterizedTest(name = "{0} -> {1} channels, {2}, on {3}")
    @CsvSource({
        "32, 4, 3x3, 10x10", // the longest that are kept from row to row
        "88, 8, 3x3, 10x10", // 792 products, still one chain
        "89, 8, 3x3, 10x10",
        "512, 8, 3x3, 12x12",
        "512, 8, 3x1, 12x12",
        "4096, 4, 1x1, 6x6",
        "2048, 20, 1x1, 1x1",
        "25088, 3, 1x1, 1x2",
        "790, 8, 3x3, 12x12",
        "256, 4, 5x5, 14x14",
        "500, 4, 3, 40",
        "64, 4, 5x5x5, 5x6x7",
        "1, 1, 63x63, 70x70",
        "2, 3, 1x401, 3x450",
        "512, 8, 3x3, 300x3",
    })
    void sumsOfOneSignStayBelowTheBound(int in, int out, String kernel, String size) {
        RandomConvolution flat = flat(in, out, kernel, size);
        for (LayerKernel algorithm : flat.kernels(Epilogue.NONE)) {
            double error = largestError(flat, algorithm);
            assertTrue(error <= BOUND, algorithm.algorithm() + ": " + error);
        }
    }

    private static RandomConvolution flat(int in, int out, String kernel, String size) {
        Window window = Window.ofKernel(Extent.of(numbers(kernel))).withPadding(Padding.Rule.SAME);
        Convolution layer = new Convolution(in, out, window, EdgeMode.ZEROS, 1, false);
        RandomConvolution flat = RandomConvolution.of(1, layer, FeatureShape.of(in, numbers(size)));
        Arrays.fill(flat.weight, WEIGHT);
        for (float[][] channel : flat.input) {
            for (float[] plane : channel) {
                Arrays.fill(plane, PIXEL);
            }
        }
        return flat;
    }

    private static int[] numbers(String text) {
        return Arrays.stream(text.split("x")).mapToInt(Integer::parseInt).toArray();
    }

    /** The largest error, of the largest sum. */
    private static double largestError(RandomConvolution flat, LayerKernel algorithm) {
        Box whole = Box.whole(flat.outputShape);
        int depth = whole.depth().size();
        int pixels = whole.height().size() * whole.width().size();
        float[][][] planes = new float[flat.outputShape.channels()][depth][pixels];
        Block output = Block.view(flat.outputShape, planes, whole);
        algorithm.compute(List.of(flat.wholeInput()), output, whole, new Scratch());
        ReferenceConvolution reference = flat.reference();
        int width = whole.width().size();
        double largest = 0;
        double error = 0;
        for (int z = 0; z < depth; z++) {
            for (int i = 0; i < pixels; i++) {
                double wanted = reference.at(0, z, i / width, i % width).sum();
                largest = Math.max(largest, wanted);
                for (float[][] channel : planes) {
                    error = Math.max(error, Math.abs(wanted - channel[z][i]));
                }
            }
        }
        return error / largest;
    }

    @Test
    void chainsEndWhereAFixedNumberOfProductsIsReached() {
        assertFalse(SumChains.areSeveral(800));
        assertTrue(SumChains.areSeveral(801));
        assertFalse(SumChains.endsBetween(297, 395));
        assertTrue(SumChains.endsBetween(297, 396));
        assertFalse(SumChains.endsBetween(396, 495));
    }
}
