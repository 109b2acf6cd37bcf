package org.convlayers.engine.convolution;

import java.util.List;
import org.convlayers.engine.layer.LayerKernel;
import org.convlayers.engine.layer.PaddedRows;
import org.convlayers.engine.layer.WindowAxis;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.shape.Box;

/**
 * A convolution of maps of few pixels, such as those of a gate after global pooling: strips of pixels would be nearly empty, so
 * that output channels are computed side by side.
 *
 * <p>Each value is the sum of {@link DirectConvolution}: {@code bias}, to which the products w x are added one after the
 * other, each with one fused multiply-add, in the order of PyTorch's weights.
 */
final class FewPixelsConvolution implements LayerKernel {
    /** Measured on an AMD EPYC with AVX2. */
    private static final double NANOS_PER_PRODUCT = 0.5;

    private static final double NANOS_PER_TAP = 4;

    private final BoundConvolution layer;
    private final float[][] weights;

    /**
     * Prepares a layer: turns its weights round.
     *
     * @param layer a layer that {@link #suits}
     */
    FewPixelsConvolution(BoundConvolution layer) {
        this.layer = layer;
        weights = new float[layer.taps()][layer.groupOutputs()];
        for (int output = 0; output < layer.groupOutputs(); output++) {
            for (int tap = 0; tap < weights.length; tap++) {
                weights[tap][output] = layer.weight()[layer.weightStart(output) + tap];
            }
        }
    }

    /** Whether this algorithm can compute a layer. */
    static boolean suits(BoundConvolution layer) {
        return layer.groups() == 1;
    }

    /** As {@link #nanos(Box)}, before weights are turned round. */
    static double nanos(BoundConvolution layer, Box box) {
        return (NANOS_PER_TAP + NANOS_PER_PRODUCT * layer.groupOutputs()) * layer.taps() * box.pixels();
    }

    @Override
    public String algorithm() {
        return "direct: " + layer.taps() + " taps, channels side by side";
    }

    @Override
    public double nanos(Box box) {
        return nanos(layer, box);
    }

    @Override
    public void compute(List<Block> inputs, Block output, Box box, Scratch scratch) {
        float[] line = scratch.take(layer.width().span(1, layer.width().kernel()));
        float[] sums = scratch.take(layer.groupOutputs());
        try {
            PaddedRows rows = layer.rows(inputs.get(0), line);
            for (int z = box.depth().first(); z <= box.depth().last(); z++) {
                for (int y = box.height().first(); y <= box.height().last(); y++) {
                    for (int x = box.width().first(); x <= box.width().last(); x++) {
                        scratch.checkCancelled();
                        sum(rows, z, y, x, sums);
                        store(sums, output, z, y, x);
                    }
                }
            }
        } finally {
            scratch.give(sums);
            scratch.give(line);
        }
    }

    private void sum(PaddedRows rows, int z, int y, int x, float[] sums) {
        for (int output = 0; output < layer.groupOutputs(); output++) {
            sums[output] = layer.bias(output);
        }
        WindowAxis width = layer.width();
        int depth = layer.depth().kernel();
        int height = layer.height().kernel();
        for (int tap = 0; tap < weights.length; tap += width.kernel()) {
            int row = tap / width.kernel();
            int sourceZ = layer.depth().source(z, row / height % depth);
            int sourceY = layer.height().source(y, row % height);
            rows.read(row / height / depth, sourceZ, sourceY, width.source(x, 0), width.span(1, width.kernel()));
            for (int kx = 0; kx < width.kernel(); kx++) {
                add(weights[tap + kx], rows.values()[rows.start() + kx * width.dilation()], sums);
            }
        }
    }

    private static void add(float[] weights, float value, float[] sums) {
        for (int output = 0; output < weights.length; output++) {
            sums[output] = Math.fma(weights[output], value, sums[output]);
        }
    }

    private void store(float[] sums, Block output, int z, int y, int x) {
        int at = output.rowStart(y) + output.column(x);
        for (int channel = 0; channel < layer.groupOutputs(); channel++) {
            float[] plane = output.plane(channel, z);
            plane[at] = sums[channel];
            layer.epilogue().apply(channel, plane, at, at + 1);
        }
    }
}
