package org.convlayers.engine.convolution;

import java.util.Locale;
import org.convlayers.engine.kernel.Strip;
import org.convlayers.engine.kernel.Winograd;
import org.convlayers.shape.Box;

/**
 * Tiles of 4 x 4 output pixels in the lanes of strips, and where their pixels lie along x.
 *
 * @param winograd the transforms of both axes
 * @param rows how output rows are grouped
 * @param columns how output columns are grouped
 */
record WinogradTiles(Winograd winograd, WinogradAxis rows, WinogradAxis columns) {
    /** Whether there are tiles for a convolution: its kernel is as high as it is wide, and there are transforms for it. */
    static boolean suit(BoundConvolution layer) {
        return Winograd.ofTaps(layer.height().kernel()).isPresent()
                && layer.width().kernel() == layer.height().kernel()
                && layer.height().stride() == 1
                && layer.width().stride() == 1;
    }

    /** The tiles for a convolution whose kernel is as high as it is wide. */
    static WinogradTiles of(BoundConvolution layer) {
        Winograd winograd = Winograd.ofTaps(layer.width().kernel()).orElseThrow();
        return new WinogradTiles(
                winograd,
                new WinogradAxis(Winograd.SUMS, layer.height().dilation()),
                new WinogradAxis(Winograd.SUMS, layer.width().dilation()));
    }

    /** How many pixels of the input a tile looks at along each axis: as many products are made of them. */
    int side() {
        return winograd.products();
    }

    /** What a tile is computed by. */
    String inWords() {
        int outputs = Winograd.SUMS;
        int taps = winograd.taps();
        return String.format(
                Locale.ROOT,
                "Winograd F(%dx%d,%dx%d): %d products instead of %d",
                outputs,
                outputs,
                taps,
                taps,
                side() * side(),
                outputs * outputs * taps * taps);
    }

    /** The tiles of all blocks that hold a pixel of a box, as a box whose pixels are tiles. */
    Box covering(Box box) {
        return new Box(box.depth(), rows.groupsOf(box.height()), columns.groupsOf(box.width()));
    }

    /** For each lane the first of its tile's columns; undefined where no tile is. */
    int[] columns(Lanes lanes) {
        int[] columns = new int[Strip.END];
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
        int beyond = Winograd.SUMS - 1 + side() - 1;
        return Winograd.SUMS * lanes.chunkWidth() + beyond * columns.dilation();
    }

    /** Whether neighbouring tiles lie side by side, without others between their pixels. */
    boolean areDense() {
        return columns.dilation() == 1;
    }
}
