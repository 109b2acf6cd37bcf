package org.convlayers.engine.convolution;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.convlayers.engine.layer.WindowAxis;
import org.convlayers.shape.AxisRanges.Range;
import org.convlayers.shape.EdgeMode;

/**
 * An axis so short that each of its output pixels sees all pixels of the input equally often, or one along which each sees just
 * one pixel.
 *
 * @param axis the window along the axis
 * @param inputs how many pixels the input has; 1 if each output pixel sees one
 * @param outputs how many pixels the output has; 1 if each sees one
 * @param edges what lies beyond the input
 */
record FewPositions(WindowAxis axis, int inputs, int outputs, EdgeMode edges) {
    /** An axis of a layer: 0 or 1 for D or H. */
    static FewPositions of(BoundConvolution layer, int axis) {
        WindowAxis window = axis == 0 ? layer.depth() : layer.height();
        boolean isOne = window.kernel() == 1;
        int inputs = axis == 0 ? layer.inputSlices() : layer.inputRows();
        int outputs = layer.outputBox().axis(axis).size();
        return new FewPositions(window, isOne ? 1 : inputs, isOne ? 1 : outputs, layer.edges());
    }

    /** Whether there are so few pixels that each may see all. */
    boolean isShort() {
        return seesOne() || (inputs <= axis.kernel() && outputs <= axis.kernel());
    }

    private boolean seesOne() {
        return axis.kernel() == 1;
    }

    /** Whether each output pixel of a {@linkplain #isShort short} axis sees all equally often, and no constant beyond. */
    boolean isSeenAtOnce() {
        return seesOne() || (hasNoConstant() && times() > 0 && allSeeAll());
    }

    private boolean hasNoConstant() {
        return edges.rule() != EdgeMode.Rule.CONSTANT || (outputs == 1 && inputs == axis.kernel());
    }

    private boolean allSeeAll() {
        int times = times();
        return Arrays.stream(allTaps()).flatMap(Arrays::stream).allMatch(taps -> taps.length == times);
    }

    /** How often an output pixel sees each input pixel: several times where the input is folded back. */
    int times() {
        return taps(0, 0).length;
    }

    /** The taps with which each output pixel sees each input pixel. */
    int[][][] allTaps() {
        int[][][] all = new int[outputs][inputs][];
        for (int output = 0; output < outputs; output++) {
            for (int input = 0; input < inputs; input++) {
                all[output][input] = taps(output, input);
            }
        }
        return all;
    }

    private int[] taps(int output, int input) {
        return seesOne()
                ? new int[1]
                : IntStream.range(0, axis.kernel())
                        .filter(tap -> edges.fold(axis.source(output, tap), inputs) == input)
                        .toArray();
    }

    /** The pixels that stand for those of a box along the axis. */
    Range first(Range range) {
        return seesOne() ? range : new Range(0, 0);
    }

    /** Whether an output pixel belongs to a range; one that sees a single pixel stands for all of the range. */
    boolean isWanted(Range range, int output) {
        return seesOne() || range.contains(output);
    }
}
