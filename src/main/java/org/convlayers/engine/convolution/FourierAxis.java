package org.convlayers.engine.convolution;

import org.convlayers.engine.kernel.Fourier;
import org.convlayers.engine.layer.WindowAxis;
import org.convlayers.shape.AxisRanges.Range;

/**
 * How the outputs of an axis are cut into blocks that are computed by Fourier transforms: on a grid that is fixed in the
 * output, all of the same length, as long as the transform allows.
 *
 * @param window the window along the axis, of stride 1
 * @param outputs the number of outputs
 * @param block how many outputs a block has
 */
record FourierAxis(WindowAxis window, int outputs, int block) {
    /** Blocks that stand alone. */
    static FourierAxis of(WindowAxis window, int outputs) {
        return new FourierAxis(window, outputs, Lanes.ceilDiv(outputs, Lanes.ceilDiv(outputs, longest(window))));
    }

    /** Blocks of which two are transformed together: their number is even where one is not enough. */
    static FourierAxis inPairs(WindowAxis window, int outputs) {
        int blocks = Lanes.ceilDiv(outputs, longest(window));
        return new FourierAxis(window, outputs, Lanes.ceilDiv(outputs, blocks + (blocks == 1 ? 0 : blocks % 2)));
    }

    /** The outputs that a transform gives: the others would see the far end of its input. */
    static int longest(WindowAxis window) {
        return Fourier.LENGTH - window.span(1, window.kernel()) + 1;
    }

    /** How many inputs a block looks at. */
    int inputs() {
        return window.span(block, window.kernel());
    }

    /** The numbers of the blocks, or groups of {@code together} blocks, that hold some outputs. */
    Range blocksOf(Range pixels, int together) {
        int length = block * together;
        return new Range(pixels.first() / length, pixels.last() / length);
    }

    /** The outputs of a block; none lies beyond the last output, but the block may. */
    int first(int number) {
        return number * block;
    }

    /** Whether an output looks at input {@code index} of a block. */
    boolean isSeen(int number, int index) {
        int tap = Math.min(window.kernel() - 1, index / window.dilation());
        return first(number) + index - tap * window.dilation() < outputs;
    }
}
