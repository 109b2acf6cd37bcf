package org.convlayers.engine.convolution;

import java.util.List;
import java.util.Locale;
import org.convlayers.engine.kernel.Fourier;
import org.convlayers.engine.kernel.Strip;
import org.convlayers.engine.layer.LayerKernel;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.shape.AxisRanges.Range;
import org.convlayers.shape.Box;
import org.convlayers.shape.Extent;

/**
 * A convolution with very large kernels, computed by Fourier transforms: what it takes does not grow with the kernel until
 * blocks become small.
 *
 * <p>The output is cut into blocks on a grid that is fixed in the output. Two blocks, one below the other, are transformed
 * together as the real and the imaginary part of one picture, and multiplied with the transform of each kernel. Each value
 * depends on the input of its two blocks alone: results are the same bit for bit however the output is cut. Where values are
 * not finite, or huge, the pixels around are computed by the sum of the definition, and the others as if there were zeros.
 */
final class FourierConvolution implements LayerKernel {
    /** Smaller kernels are always faster without. */
    private static final int MIN_TAPS = 300;

    /** Transforms of kernels take 2 MB each, as long as the plan lives. */
    private static final int MAX_SPECTRA = 24;

    /** Blocks of less outputs would waste too much of the transform. */
    private static final int MIN_BLOCK = 64;

    /** With smaller weights, sums of inputs that are not {@linkplain FourierInput#LIMIT huge} do not overflow. */
    private static final double MAX_WEIGHTS = 1e15;

    private static final double NANOS_PER_TRANSFORM = 0.9e6;
    private static final double NANOS_PER_PRODUCT = 0.7e5;

    private final BoundConvolution layer;
    private final LayerKernel direct;
    private final FourierAxis rows;
    private final FourierAxis columns;
    private final FourierSpectrum[][] spectra;

    /**
     * Prepares a layer: transforms its kernels.
     *
     * @param layer a layer that {@link #suits}
     * @param direct computes it by the sum of its definition
     */
    FourierConvolution(BoundConvolution layer, LayerKernel direct) {
        this.layer = layer;
        this.direct = direct;
        rows = rows(layer);
        columns = columns(layer);
        spectra = new FourierSpectrum[layer.groups() * layer.groupOutputs()][layer.planes()];
        int kernel = layer.height().kernel() * layer.width().kernel();
        for (int channel = 0; channel < spectra.length; channel++) {
            for (int plane = 0; plane < spectra[channel].length; plane++) {
                spectra[channel][plane] = new FourierSpectrum(layer, layer.weightStart(channel) + plane * kernel);
            }
        }
    }

    /**
     * Whether this algorithm suits a layer: no stride, kernels that are large but leave room for output in a block, transforms
     * that fit into memory, and weights whose sums do not overflow.
     */
    static boolean suits(BoundConvolution layer) {
        return layer.height().stride() == 1
                && layer.width().stride() == 1
                && layer.height().kernel() * layer.width().kernel() >= MIN_TAPS
                && FourierAxis.longest(layer.height()) >= MIN_BLOCK
                && FourierAxis.longest(layer.width()) >= MIN_BLOCK
                && layer.groups() * layer.groupOutputs() * layer.planes() <= MAX_SPECTRA
                && weights(layer) < MAX_WEIGHTS;
    }

    /** The sum of all magnitudes: not a number, or infinite, if one is. */
    private static double weights(BoundConvolution layer) {
        double weights = 0;
        for (float weight : layer.weight(new Scratch())) {
            weights += Math.abs(weight);
        }
        return weights;
    }

    private static FourierAxis rows(BoundConvolution layer) {
        return FourierAxis.inPairs(layer.height(), layer.outputBox().height().size());
    }

    private static FourierAxis columns(BoundConvolution layer) {
        return FourierAxis.of(layer.width(), layer.outputBox().width().size());
    }

    /** A guess of how long a layer takes that is not prepared yet. */
    static double nanos(BoundConvolution layer, Box box) {
        double blocks = (double) box.depth().size()
                * rows(layer).blocksOf(box.height(), FourierInput.TOGETHER).size()
                * columns(layer).blocksOf(box.width(), 1).size();
        double outputs = (double) layer.groups() * layer.groupOutputs();
        double products = outputs * layer.planes();
        double transforms = outputs + (layer.planes() == 1 ? layer.groups() : products);
        return blocks * (NANOS_PER_TRANSFORM * transforms + NANOS_PER_PRODUCT * products);
    }

    @Override
    public String algorithm() {
        Box whole = layer.outputBox();
        return String.format(
                Locale.ROOT,
                "FFT: blocks of %dx%d, estimated %.1f times as fast as direct",
                rows.block(),
                columns.block(),
                direct.nanos(whole) / nanos(whole));
    }

    @Override
    public Extent block() {
        return Extent.of(1, FourierInput.TOGETHER * rows.block(), columns.block());
    }

    @Override
    public double nanos(Box box) {
        return nanos(layer, box);
    }

    @Override
    public void compute(List<Block> inputs, Block output, Box box, Scratch scratch) {
        float[] line = scratch.take(Fourier.LENGTH);
        try (FourierInput input = new FourierInput(layer, rows, columns, layer.rows(inputs.get(0), line), scratch);
                FourierPicture sums = new FourierPicture(scratch)) {
            Range pairs = rows.blocksOf(box.height(), FourierInput.TOGETHER);
            Range blocks = columns.blocksOf(box.width(), 1);
            for (int z = box.depth().first(); z <= box.depth().last(); z++) {
                for (int pair = pairs.first(); pair <= pairs.last(); pair++) {
                    for (int block = blocks.first(); block <= blocks.last(); block++) {
                        input.moveTo(z, pair, block);
                        compute(input, sums, output, box);
                        for (Box huge : input.huge(box)) {
                            direct.compute(inputs, output, huge, scratch);
                        }
                    }
                }
            }
        } finally {
            scratch.give(line);
        }
    }

    private void compute(FourierInput input, FourierPicture sums, Block output, Box box) {
        for (int channel = 0; channel < spectra.length; channel++) {
            int firstInput = channel / layer.groupOutputs() * layer.groupInputs();
            sums.clear();
            for (int plane = 0; plane < spectra[channel].length; plane++) {
                int depth = layer.depth().kernel();
                FourierPicture picture = input.spectrum(firstInput + plane / depth, plane % depth);
                sums.addProducts(picture, spectra[channel][plane]);
            }
            sums.transformBack();
            store(sums, channel, input, output, box);
        }
    }

    private void store(FourierPicture sums, int channel, FourierInput input, Block output, Box box) {
        int x = input.firstColumn();
        int first = Math.max(x, box.width().first());
        int last = Math.min(x + columns.block() - 1, box.width().last());
        float[] plane = output.plane(channel, input.z());
        float bias = layer.bias(channel);
        for (int half = 0; half < FourierInput.TOGETHER; half++) {
            for (int row = 0; row < rows.block(); row++) {
                int y = input.firstRow(half) + row;
                if (box.height().contains(y)) {
                    float[] values = sums.half(half)[row];
                    for (int lane = 0; lane < Strip.LENGTH; lane++) {
                        values[lane] += bias;
                    }
                    layer.epilogue().apply(channel, values, 0, columns.block());
                    int to = output.rowStart(y) + output.column(first);
                    System.arraycopy(values, first - x, plane, to, last - first + 1);
                }
            }
        }
    }
}
