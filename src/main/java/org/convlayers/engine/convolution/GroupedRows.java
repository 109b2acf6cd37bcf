package org.convlayers.engine.convolution;

import org.convlayers.shape.AxisRanges.Range;

/**
 * The output rows of lanes whose rows are groups of four.
 *
 * @param grid how output rows are grouped
 * @param rows the output rows that are wanted
 */
record GroupedRows(WinogradAxis grid, Range rows) {
    /** Output row {@code index} of the four of a group at which a segment stands. */
    int y(Lanes lanes, int segment, int row, int index) {
        return grid.pixel(lanes.y(segment, row), index);
    }
}
