package org.convlayers.engine.layer;

import java.util.function.Supplier;
import org.convlayers.engine.kernel.Strip;
import org.convlayers.engine.memory.Block;
import org.convlayers.shape.AxisRanges;
import org.convlayers.shape.AxisRanges.Range;
import org.convlayers.shape.Box;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.Region;

/**
 * The input and the output of a layer as maps that may be much higher than wide.
 *
 * @param input the shape of the whole input, with all three axes
 * @param output the shape of the whole output, with all three axes
 * @param depth what slices of the output look at
 * @param height what rows of the output look at
 */
public record NarrowMaps(FeatureShape input, FeatureShape output, AxisReach depth, AxisReach height) {
    /** So many values (4 MB) are exchanged at a time, and stay in the last-level cache. */
    static final int MAX_VALUES = 1 << 20;

    /** Fewer rows do not fill strips; where they would not fit, many channels make up for what narrow rows cost. */
    private static final int MIN_ROWS = Strip.LENGTH / 2;

    /** Takes shapes of any rank: axes that they lack have one pixel. */
    public NarrowMaps {
        input = new FeatureShape(input.channels(), input.spatial().to3D(1));
        output = new FeatureShape(output.channels(), output.spatial().to3D(1));
    }

    /** What outputs look at along an axis. */
    @FunctionalInterface
    public interface AxisReach {
        /** The pixels of the input that a range of the output looks at, and those between taps. */
        AxisRanges of(Range outputs);
    }

    /**
     * The faster one of two ways to compute a layer.
     *
     * @param along computes it row by row
     * @param exchanged makes what computes it with rows and columns exchanged, in blocks of one column; asked only if maps are
     *     narrow
     */
    public LayerKernel faster(LayerKernel along, Supplier<LayerKernel> exchanged) {
        if (!areNarrow()) {
            return along;
        }
        LayerKernel narrow = exchanged(exchanged.get());
        Box whole = Box.whole(output);
        return narrow.nanos(whole) < along.nanos(whole) ? narrow : along;
    }

    /** A kernel for these maps, made of one that computes the layer with rows and columns exchanged. */
    public LayerKernel exchanged(LayerKernel kernel) {
        return new NarrowMapKernel(this, kernel);
    }

    /** Whether rows and columns can be exchanged, and it may be of use. */
    public boolean areNarrow() {
        Extent from = input.spatial();
        Extent to = output.spatial();
        return to.get(2) < to.get(1)
                && from.get(2) < from.get(1)
                && height.of(middle(to.get(1))).size() <= MIN_ROWS
                && valuesPerRow(to.get(2)) * MIN_ROWS <= MAX_VALUES;
    }

    private static Range middle(int size) {
        return new Range(size / 2, size / 2);
    }

    /** How many rows of a slice of the output are computed together. */
    int rowsTogether(int columns) {
        return (int) Math.max(1, MAX_VALUES / valuesPerRow(columns));
    }

    /** How many values belong to a row of the output in a slice, those of all channels together: input and output. */
    long valuesPerRow(int columns) {
        Extent from = input.spatial();
        long rows = -Math.floorDiv(-from.get(1), output.spatial().get(1));
        return inputPlanes() * rows * from.get(2) + (long) output.channels() * columns;
    }

    /** How many planes of the input a slice of the output looks at. */
    long inputPlanes() {
        Range slice = middle(output.spatial().get(0));
        return (long) input.channels() * depth.of(slice).size();
    }

    /** What a box of the output looks at of the pixels that a block holds, with rows and columns exchanged. */
    Region exchangedInput(Block there, Box box) {
        Region region = there.region();
        return new Region(
                region.depth().intersection(depth.of(box.depth())),
                region.width(),
                region.height().intersection(height.of(box.height())));
    }
}
