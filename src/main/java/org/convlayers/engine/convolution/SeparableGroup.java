package org.convlayers.engine.convolution;

import java.util.ArrayList;
import java.util.List;
import org.convlayers.engine.kernel.PackedWeights;

/**
 * The weights of a group of channels made ready to be applied separably: what filters rows of the input, and what sums the
 * filtered rows to four rows of the output.
 *
 * <p>A line is what a term makes of the rows of an input channel at one depth of the kernel; lines are counted by input
 * channel, then depth, then term.
 */
final class SeparableGroup {
    /** So many rows of the output are computed together: they fill a microkernel. */
    static final int ROWS = 4;

    private final TapGroups tapGroups;
    private final PackedWeights[] filters;
    private final int[] terms;
    private final int[] firstLines;
    private final int lines;
    private final List<Part> parts;

    /**
     * Output channels that are made of the same lines.
     *
     * @param firstOutput the first of them within the group
     * @param outputs how many they are
     * @param lines what they are made of
     * @param columns the weights: four rows of each output channel by lines and the rows of input that the four look at
     */
    record Part(int firstOutput, int outputs, List<Integer> lines, PackedWeights columns) {}

    /**
     * Packs kernels.
     *
     * @param layer the layer
     * @param kernels the factored kernels of output channels, which together are those of the group, in order
     * @param tapGroups how the taps of the filters are put in groups
     */
    SeparableGroup(BoundConvolution layer, List<LowRankKernels> kernels, TapGroups tapGroups) {
        this.tapGroups = tapGroups;
        int inputs = layer.groupInputs();
        int depth = layer.depth().kernel();
        terms = new int[inputs];
        for (int input = 0; input < inputs; input++) {
            for (LowRankKernels part : kernels) {
                terms[input] += part.terms(input);
            }
        }
        filters = new PackedWeights[inputs];
        firstLines = new int[inputs];
        List<List<Integer>> linesOfParts = new ArrayList<>();
        kernels.forEach(part -> linesOfParts.add(new ArrayList<>()));
        int line = 0;
        for (int input = 0; input < inputs; input++) {
            firstLines[input] = line;
            filters[input] = filter(kernels, input);
            for (int kz = 0; kz < depth; kz++) {
                for (int part = 0; part < kernels.size(); part++) {
                    for (int term = kernels.get(part).terms(input); term > 0; term--) {
                        linesOfParts.get(part).add(line++);
                    }
                }
            }
        }
        lines = line;
        List<Part> made = new ArrayList<>();
        int firstOutput = 0;
        for (int part = 0; part < kernels.size(); part++) {
            LowRankKernels factored = kernels.get(part);
            List<Integer> its = List.copyOf(linesOfParts.get(part));
            PackedWeights columns =
                    columns(factored, inputs, depth, layer.height().kernel());
            made.add(new Part(firstOutput, factored.outputs(), its, columns));
            firstOutput += factored.outputs();
        }
        parts = List.copyOf(made);
    }

    /** Rows (group of taps, term) by the taps of a group. */
    private PackedWeights filter(List<LowRankKernels> kernels, int input) {
        int size = tapGroups.size();
        float[] matrix = new float[tapGroups.count() * terms[input] * size];
        int to = 0;
        for (int group = 0; group < tapGroups.count(); group++) {
            for (LowRankKernels part : kernels) {
                for (int term = 0; term < part.terms(input); term++, to += size) {
                    System.arraycopy(tapGroups.weights(group, part.row(input, term)), 0, matrix, to, size);
                }
            }
        }
        return PackedWeights.of(matrix, 0, size, matrix.length / size, size);
    }

    /** Rows (output channel, row of the output) by columns (input channel, kz, term, row of the input). */
    private static PackedWeights columns(LowRankKernels kernels, int inputs, int depth, int height) {
        int rows = height + ROWS - 1;
        int taps = kernels.terms() * depth * rows;
        float[] matrix = new float[kernels.outputs() * ROWS * taps];
        for (int output = 0; output < kernels.outputs(); output++) {
            int line = 0;
            for (int input = 0; input < inputs; input++) {
                for (int kz = 0; kz < depth; kz++) {
                    for (int term = 0; term < kernels.terms(input); term++, line++) {
                        float[] column = kernels.column(input, term, output);
                        for (int row = 0; row < ROWS; row++) {
                            int to = (output * ROWS + row) * taps + line * rows + row;
                            System.arraycopy(column, kz * height, matrix, to, height);
                        }
                    }
                }
            }
        }
        return PackedWeights.of(matrix, 0, taps, kernels.outputs() * ROWS, taps);
    }

    /** What filters the rows of an input channel: a row of weights for each group of taps and, within it, each term. */
    PackedWeights filter(int input) {
        return filters[input];
    }

    /** The number of terms of an input channel. */
    int terms(int input) {
        return terms[input];
    }

    /** The first of the lines of an input channel. */
    int firstLine(int input) {
        return firstLines[input];
    }

    /** The number of lines. */
    int lines() {
        return lines;
    }

    /** What the output channels are made of. */
    List<Part> parts() {
        return parts;
    }
}
