package org.convlayers.engine.layer;

import java.util.function.IntFunction;
import org.convlayers.engine.kernel.Strip;
import org.convlayers.engine.memory.Block;
import org.convlayers.shape.AxisRanges;
import org.convlayers.shape.AxisRanges.Range;
import org.convlayers.shape.Box;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.PerAxis;
import org.convlayers.shape.Region;

/**
 * The input and the output of a layer as maps that may be much higher or deeper than wide.
 *
 * @param input the shape of the whole input, with all three axes
 * @param output the shape of the whole output, with all three axes
 * @param reach what the output looks at
 */
public record NarrowMaps(FeatureShape input, FeatureShape output, Reach reach) {
    /** So many values (4 MB) are exchanged at a time, and stay in the last-level cache. */
    static final int MAX_VALUES = 1 << 20;

    /** Shorter rows do not fill strips; where these would not fit, many channels make up for what narrow rows cost. */
    static final int MIN_LENGTH = Strip.LENGTH / 2;

    private static final int LONG_AXES = 2;

    /** Takes shapes of any rank: axes that they lack have one pixel. */
    public NarrowMaps {
        input = new FeatureShape(input.channels(), input.spatial().to3D(1));
        output = new FeatureShape(output.channels(), output.spatial().to3D(1));
    }

    /** What outputs look at along an axis. */
    @FunctionalInterface
    public interface Reach {
        /**
         * The pixels of the input that a range of the output looks at, and those between taps.
         *
         * @param axis 0 or 1 for D or H
         * @param outputs the range
         */
        AxisRanges of(int axis, Range outputs);
    }

    /**
     * The fastest way to compute a layer.
     *
     * @param along computes it row by row
     * @param exchange makes what computes it with an axis (0 or 1 for D or H) and the columns exchanged, in blocks of one
     *     column; asked only if maps are narrow
     */
    public LayerKernel faster(LayerKernel along, IntFunction<LayerKernel> exchange) {
        LayerKernel fastest = along;
        Box whole = Box.whole(output);
        for (int axis = 0; axis < LONG_AXES; axis++) {
            if (areNarrow(axis)) {
                LayerKernel narrow = exchanged(axis, exchange.apply(axis));
                fastest = narrow.nanos(whole) < fastest.nanos(whole) ? narrow : fastest;
            }
        }
        return fastest;
    }

    /** A kernel for these maps, made of one that computes the layer with an axis and the columns exchanged. */
    public LayerKernel exchanged(int axis, LayerKernel kernel) {
        return new NarrowMapKernel(this, axis, kernel);
    }

    /** Whether an axis and the columns can be exchanged, and it may be of use. */
    public boolean areNarrow(int axis) {
        Extent from = input.spatial();
        Extent to = output.spatial();
        return to.get(2) < to.get(axis)
                && from.get(2) < from.get(axis)
                && reach.of(axis, middle(to.get(axis), 1)).size() <= MIN_LENGTH
                && valuesPerPixel(axis, 1, to.get(2)) * MIN_LENGTH <= MAX_VALUES;
    }

    private static Range middle(int size, int count) {
        int first = (size - count) / 2;
        return new Range(first, first + count - 1);
    }

    /** The axis that is neither the long one nor the columns. */
    static int crossAxis(int axis) {
        return LONG_AXES - 1 - axis;
    }

    /**
     * How many values belong to a pixel of the long axis, those of all channels together: input and output.
     *
     * @param axis the long axis
     * @param count how many pixels across it are computed together
     * @param columns how many columns
     */
    long valuesPerPixel(int axis, int count, int columns) {
        Extent from = input.spatial();
        long inputs = -Math.floorDiv(-from.get(axis), output.spatial().get(axis));
        long inputsAcross = inputsAcross(axis, count);
        return input.channels() * inputsAcross * inputs * from.get(2) + (long) output.channels() * count * columns;
    }

    /** How many pixels of the input so many of the output look at, across the long axis. */
    int inputsAcross(int axis, int count) {
        int across = crossAxis(axis);
        return reach.of(across, middle(output.spatial().get(across), count)).size();
    }

    /** What a box of the output looks at of the pixels that a block holds, with the long axis and the columns exchanged. */
    Region exchangedInput(int axis, Block there, Box box) {
        AxisRanges depth = there.region().depth().intersection(reach.of(0, box.depth()));
        AxisRanges height = there.region().height().intersection(reach.of(1, box.height()));
        AxisRanges columns = there.region().width();
        return new PerAxis<>(depth, height, columns).exchanged(axis, Region::new);
    }
}
