package org.convlayers.engine.convolution;

import org.convlayers.engine.kernel.Strip;
import org.convlayers.shape.Box;

/**
 * Tiles of four by four output pixels in the lanes of strips, and where their pixels lie along x.
 *
 * @param rows how output rows are grouped
 * @param columns how output columns are grouped
 */
record WinogradTiles(WinogradAxis rows, WinogradAxis columns) {
    /** The tiles of all blocks that hold a pixel of a box, as a box whose pixels are tiles. */
    Box covering(Box box) {
        return new Box(box.depth(), rows.groupsOf(box.height()), columns.groupsOf(box.width()));
    }

    /** For each lane the first of its tile's four columns; undefined where no tile is. */
    int[] columns(Lanes lanes) {
        int[] columns = new int[Strip.LENGTH];
        for (int segment = 0; segment < lanes.segments(); segment++) {
            if (lanes.rows(segment) > 0) {
                for (int i = 0; i < lanes.width(segment); i++) {
                    columns[lanes.lane(segment) + i] = this.columns.pixel(lanes.x(segment) + i, 0);
                }
            }
        }
        return columns;
    }

    /** The most input columns that a segment's tiles look at. */
    int longestPiece(Lanes lanes) {
        return 4 * lanes.chunkWidth() + 9 * columns.dilation();
    }

    /** Whether neighbouring tiles lie side by side, without others between their pixels. */
    boolean areDense() {
        return columns.dilation() == 1;
    }
}
