package org.convlayers.engine.convolution;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.convlayers.engine.memory.Scratch;

/**
 * Kernels of some output channels as sums of few products of a column and a row: w[ky, kx] = sum_t c[t, ky] r[t, kx].
 *
 * <p>The output channels have the rows in common, the columns are their own; depths of a kernel count as further rows.
 */
final class LowRankKernels {
    private final int outputs;
    private final List<RankFactoring> inputs;

    private LowRankKernels(int outputs, List<RankFactoring> inputs) {
        this.outputs = outputs;
        this.inputs = List.copyOf(inputs);
    }

    /**
     * Factors kernels.
     *
     * @param layer the layer
     * @param firstChannel the first of the output channels
     * @param outputs how many they are
     * @param maxTerms how many terms all input channels together may have
     * @return nothing if more terms are needed
     */
    static Optional<LowRankKernels> of(BoundConvolution layer, int firstChannel, int outputs, int maxTerms) {
        List<RankFactoring> factored = new ArrayList<>();
        int left = maxTerms;
        for (int input = 0; input < layer.groupInputs(); input++) {
            double[][] kernels = kernels(layer, firstChannel, outputs, input);
            Optional<RankFactoring> factors = RankFactoring.of(kernels, outputs, left);
            if (factors.isEmpty()) {
                return Optional.empty();
            }
            factored.add(factors.get());
            left -= factors.get().rank();
        }
        return Optional.of(new LowRankKernels(outputs, factored));
    }

    /** What the output channels see of an input channel: all rows of the first one's kernel, then of the next. */
    private static double[][] kernels(BoundConvolution layer, int firstChannel, int outputs, int input) {
        int width = layer.width().kernel();
        int height = layer.depth().kernel() * layer.height().kernel();
        float[] weight = layer.weight(new Scratch());
        double[][] kernels = new double[outputs * height][width];
        for (int row = 0; row < kernels.length; row++) {
            int from = layer.weightStart(firstChannel + row / height) + (input * height + row % height) * width;
            for (int x = 0; x < width; x++) {
                kernels[row][x] = weight[from + x];
            }
        }
        return kernels;
    }

    /** The number of output channels. */
    int outputs() {
        return outputs;
    }

    /** The number of terms of all input channels. */
    int terms() {
        return inputs.stream().mapToInt(RankFactoring::rank).sum();
    }

    /** The number of terms of an input channel. */
    int terms(int input) {
        return inputs.get(input).rank();
    }

    /** The most terms of an input channel. */
    int rank() {
        return inputs.stream().mapToInt(RankFactoring::rank).max().orElseThrow();
    }

    /** The row of a term. */
    float[] row(int input, int term) {
        return inputs.get(input).row(term);
    }

    /** The column of a term for an output channel: depths one after the other. */
    float[] column(int input, int term, int output) {
        return inputs.get(input).column(term, output);
    }
}
