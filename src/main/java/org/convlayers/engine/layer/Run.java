package org.convlayers.engine.layer;

import java.util.ArrayList;
import java.util.List;
import org.convlayers.engine.memory.Block;
import org.convlayers.shape.AxisRanges.Range;
import org.convlayers.shape.Box;

/**
 * Values of a plane that lie one after the other.
 *
 * @param y the row of the first one
 * @param x its column
 * @param length how many there are, up to {@value #LONGEST}
 */
record Run(int y, int x, int length) {
    /** A few runs fit into the first-level cache. */
    static final int LONGEST = 2048;

    /**
     * Cuts each plane of a box into runs, in order.
     *
     * @param rowsInARow whether rows follow one another without gaps: then there may be several to a run
     */
    static List<Run> of(Box box, boolean rowsInARow) {
        Range height = box.height();
        int width = box.width().size();
        int rows = rowsInARow ? Math.max(1, LONGEST / width) : 1;
        List<Run> runs = new ArrayList<>();
        for (int y = height.first(); y <= height.last(); y += rows) {
            int values = Math.min(rows, height.last() + 1 - y) * width;
            for (int begin = 0; begin < values; begin += LONGEST) {
                runs.add(new Run(y, box.width().first() + begin, Math.min(LONGEST, values - begin)));
            }
        }
        return runs;
    }

    /** The index of its first value in the planes of a block. */
    int startIn(Block block) {
        return block.rowStart(y) + block.column(x);
    }
}
