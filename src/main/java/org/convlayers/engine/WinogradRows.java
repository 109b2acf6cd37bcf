package org.convlayers.engine;

import org.convlayers.engine.kernel.Winograd;
import org.convlayers.shape.AxisRanges.Range;

/**
 * The groups of four output rows that are computed together: rows d apart, which share input if the kernel's rows are d
 * apart. Groups lie on a grid that begins at row 0, so that which rows are grouped does not depend on the tile.
 *
 * @param dilation d
 */
record WinogradRows(int dilation) {
    /** How many rows the smallest number of whole groups has that lie one below the other: d groups of four rows. */
    int block() {
        return Math.multiplyExact(Winograd.OUTPUTS, dilation);
    }

    /** The groups of all blocks that hold one of the rows; groups are counted from the top. */
    Range groupsOf(Range rows) {
        return new Range(rows.first() / block() * dilation, (rows.last() / block() + 1) * dilation - 1);
    }

    /** Row {@code index} of the four rows of a group. */
    int row(int group, int index) {
        return group / dilation * block() + group % dilation + index * dilation;
    }
}
