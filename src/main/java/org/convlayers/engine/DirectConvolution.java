package org.convlayers.engine;

import java.util.Arrays;
import java.util.List;
import org.convlayers.engine.kernel.PackedWeights;
import org.convlayers.engine.kernel.Strip;
import org.convlayers.layer.Convolution;
import org.convlayers.shape.Box;
import org.convlayers.shape.EdgeMode;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;

/**
 * A convolution computed by the sum of its definition, for any rank, kernel, stride, dilation, padding and grouping.
 *
 * <p>Each value is {@code bias}, to which the products w x are added one after the other, each with one fused multiply-add,
 * in the order of PyTorch's weights (input channel, depth, row, column), whatever the box: results are the same bit for bit
 * for all tilings. What the taps of up to 512 output pixels see is laid out in {@linkplain TapStrips strips}, of which a
 * microkernel sums the products for several output channels at a time.
 */
final class DirectConvolution implements LayerKernel {
    /** So many taps' strips (about 650 kB) are kept from row to row; more would leave the second-level cache. */
    private static final int MAX_KEPT_TAPS = 300;

    /** Of more taps so many are laid out at a time; a multiple of what every microkernel takes at a time. */
    private static final int TAPS_PER_PART = 99;

    private final Extent inputSize;
    private final WindowAxis[] window;
    private final EdgeMode edges;
    private final int groupInputs;
    private final int groupOutputs;
    private final int taps;
    private final int tapsPerPart;
    private final PackedWeights[][] weights;
    private final float[] bias;
    private final Epilogue epilogue;

    private DirectConvolution(
            Convolution layer, FeatureShape input, PackedWeights[][] weights, float[] bias, Epilogue epilogue) {
        inputSize = input.spatial().to3D(1);
        window = WindowAxis.of(layer.window(), input.spatial());
        edges = layer.edges();
        groupInputs = layer.inChannels() / layer.groups();
        groupOutputs = layer.outChannels() / layer.groups();
        taps = tapsOf(layer);
        tapsPerPart = tapsPerPart(taps);
        this.weights = weights;
        this.bias = bias;
        this.epilogue = epilogue;
    }

    /**
     * Prepares a layer.
     *
     * @param layer the layer
     * @param input the shape of the whole input
     * @param weight the weights in PyTorch's order [outChannels, inChannels/groups, k...]
     * @param bias a number for each output channel, 0 for a layer without bias
     * @param epilogue what follows in the same pass
     * @throws IllegalArgumentException if numbers of weights or biases do not fit the layer
     */
    static DirectConvolution create(
            Convolution layer, FeatureShape input, float[] weight, float[] bias, Epilogue epilogue) {
        int taps = tapsOf(layer);
        int outputs = layer.outChannels() / layer.groups();
        requireCount("weights", weight.length, Math.multiplyExact(layer.outChannels(), taps));
        requireCount("biases", bias.length, layer.outChannels());
        int perPart = tapsPerPart(taps);
        PackedWeights[][] packed = new PackedWeights[layer.groups()][(taps + perPart - 1) / perPart];
        for (int group = 0; group < packed.length; group++) {
            for (int part = 0; part < packed[group].length; part++) {
                int first = part * perPart;
                int start = group * outputs * taps + first;
                packed[group][part] = PackedWeights.of(weight, start, taps, outputs, Math.min(perPart, taps - first));
            }
        }
        return new DirectConvolution(layer, input, packed, bias.clone(), epilogue);
    }

    private static int tapsOf(Convolution layer) {
        int perChannel = Math.toIntExact(layer.window().kernelSize().product());
        return Math.multiplyExact(layer.inChannels() / layer.groups(), perChannel);
    }

    private static int tapsPerPart(int taps) {
        return taps <= MAX_KEPT_TAPS ? taps : TAPS_PER_PART;
    }

    private static void requireCount(String what, int count, int wanted) {
        if (count != wanted) {
            throw new IllegalArgumentException("the layer has " + wanted + " " + what + ", but got " + count);
        }
    }

    @Override
    public String algorithm() {
        return taps <= MAX_KEPT_TAPS
                ? "direct: " + taps + " taps kept from row to row"
                : "direct: " + taps + " taps, " + tapsPerPart + " at a time";
    }

    @Override
    public void compute(List<Block> inputs, Block output, Box box, Scratch scratch) {
        int copies = taps + groupOutputs;
        Lanes lanes = new Lanes(box, window[1].revisit(), taps * groupOutputs, copies);
        float[] line = scratch.take(window[2].span(lanes.chunkWidth(), window[2].kernel()));
        float[][] tapStrips = scratch.takeStrips(tapsPerPart + 1);
        float[][] sums = scratch.takeStrips(groupOutputs);
        try {
            PaddedRows rows = new PaddedRows(inputs.get(0), inputSize, edges, line);
            Sweep sweep = new Sweep(lanes, new TapStrips(window, rows, lanes, tapStrips), sums, output);
            for (int group = 0; group < weights.length; group++) {
                sweep.run(group);
            }
        } finally {
            scratch.giveStrips(sums);
            scratch.giveStrips(tapStrips);
            scratch.give(line);
        }
    }

    /** The way of one thread through one box. */
    private final class Sweep {
        private final Lanes lanes;
        private final TapStrips tapStrips;
        private final float[][] sums;
        private final Block output;

        Sweep(Lanes lanes, TapStrips tapStrips, float[][] sums, Block output) {
            this.lanes = lanes;
            this.tapStrips = tapStrips;
            this.sums = sums;
            this.output = output;
        }

        void run(int group) {
            for (int step = 0; step < lanes.steps(); step++) {
                lanes.moveTo(step);
                if (weights[group].length == 1) {
                    tapStrips.loadStep(group * groupInputs, step);
                    multiplyAndStore(group);
                } else {
                    multiplyByParts(group);
                }
            }
        }

        /** Row by row of the weights: a few sums stay in the first-level cache until they are stored. */
        private void multiplyAndStore(int group) {
            PackedWeights matrix = weights[group][0];
            for (int i = 0; i < matrix.groups(); i++) {
                int first = group * groupOutputs + matrix.firstRow(i);
                begin(first, matrix.rows(i));
                matrix.multiply(i, tapStrips.table(), sums, 0);
                store(first, matrix.rows(i));
            }
        }

        private void multiplyByParts(int group) {
            int first = group * groupOutputs;
            begin(first, groupOutputs);
            for (int part = 0; part < weights[group].length; part++) {
                int tap = part * tapsPerPart;
                tapStrips.loadPart(group * groupInputs, tap, Math.min(taps, tap + tapsPerPart));
                PackedWeights matrix = weights[group][part];
                for (int i = 0; i < matrix.groups(); i++) {
                    matrix.multiply(i, tapStrips.table(), sums, matrix.firstRow(i));
                }
            }
            store(first, groupOutputs);
        }

        private void begin(int firstChannel, int count) {
            for (int i = 0; i < count; i++) {
                Arrays.fill(sums[i], 0, Strip.LENGTH, bias[firstChannel + i]);
            }
        }

        private void store(int firstChannel, int count) {
            int used = lanes.segments() * lanes.chunkWidth();
            for (int i = 0; i < count; i++) {
                epilogue.apply(sums[i], 0, used);
                for (int segment = 0; segment < lanes.segments(); segment++) {
                    if (lanes.width(segment) > 0) {
                        float[] plane = output.plane(firstChannel + i, lanes.z(segment));
                        int at = output.rowStart(lanes.y(segment)) + output.column(lanes.x(segment));
                        System.arraycopy(sums[i], lanes.lane(segment), plane, at, lanes.width(segment));
                    }
                }
            }
        }
    }
}
