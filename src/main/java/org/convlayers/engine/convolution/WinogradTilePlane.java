package org.convlayers.engine.convolution;

import org.convlayers.engine.kernel.Strip;
import org.convlayers.engine.kernel.Winograd;
import org.convlayers.engine.layer.PaddedRows;
import org.convlayers.engine.layer.WindowAxis;
import org.convlayers.engine.memory.Scratch;

/** Lays out and transforms what tiles see of one plane (channel, kz) at a time. For one thread. */
final class WinogradTilePlane implements AutoCloseable {
    private final WindowAxis depth;
    private final WindowAxis height;
    private final WindowAxis width;
    private final int outputHeight;
    private final int endColumn;
    private final WinogradTiles tiles;
    private final int side;
    private final PaddedRows input;
    private final Lanes lanes;
    private final Scratch scratch;
    private final float[][] pixels;
    private final float[][] lastColumns;
    private final float[][] transformed;

    /**
     * Takes memory for a plane.
     *
     * @param layer the layer
     * @param tiles how output pixels are grouped; the lanes' pixels are tiles
     * @param input where values come from
     * @param lanes the tiles
     * @param scratch where memory comes from
     */
    WinogradTilePlane(BoundConvolution layer, WinogradTiles tiles, PaddedRows input, Lanes lanes, Scratch scratch) {
        depth = layer.depth();
        height = layer.height();
        width = layer.width();
        outputHeight = layer.outputBox().height().size();
        endColumn = width.source(layer.outputBox().width().last(), width.kernel() - 1) + 1;
        this.tiles = tiles;
        side = tiles.side();
        this.input = input;
        this.lanes = lanes;
        this.scratch = scratch;
        pixels = scratch.takeStrips(side * side);
        lastColumns = scratch.takeStrips(side - Winograd.SUMS);
        transformed = scratch.takeStrips(side * side);
    }

    /**
     * Lays out and transforms what tiles see in a plane.
     *
     * @param channel which channel of the input
     * @param kz which slice of the kernel looks at it
     * @param row the row of the pass
     * @param columns where the lanes' tiles lie along x
     * @param strips where it goes: a strip for each product, counted row by row
     * @param at the first of them
     * @param step how much further the next one is
     */
    void transform(int channel, int kz, int row, int[] columns, float[][] strips, int at, int step) {
        for (int i = 0; i < side; i++) {
            for (int segment = 0; segment < lanes.segments(); segment++) {
                if (row < lanes.rows(segment)) {
                    read(channel, kz, i, segment, row, columns);
                }
            }
            repeatColumns(i, row);
        }
        for (int j = 0; j < side; j++) {
            tiles.winograd().transformInputs(lanes.length(), pixels, j, side, transformed, j * side, 1);
        }
        for (int i = 0; i < side; i++) {
            tiles.winograd().transformInputs(lanes.length(), transformed, i, side, strips, at + i * side * step, step);
        }
    }

    /** Input row {@code i} of those that a tile looks at, to the strips of its first columns, which no tile before looks at. */
    private void read(int channel, int kz, int i, int segment, int row, int[] columns) {
        int lane = lanes.lane(segment);
        int count = lanes.width(segment);
        int group = lanes.y(segment, row);
        int first = columns[lane];
        int length = columns[lane + count - 1] - first + width.span(1, side);
        if (tiles.rows().pixel(group, Math.max(0, i - height.kernel() + 1)) < outputHeight) {
            int z = depth.source(lanes.z(segment), kz);
            int y = height.source(tiles.rows().pixel(group, 0), i);
            int x = width.source(first, 0);
            // Only pixels beyond the output's last see columns from the end on: the block need not hold them.
            input.readAndExtend(channel, z, y, x, endColumn - x, length);
        } else {
            // Only rows below the output see it: the block need not hold it.
            input.readNothing(length);
        }
        int at = i * side;
        if (tiles.areDense()) {
            takeFoursApart(input.values(), input.start(), pixels, at, lane, count);
        } else {
            for (int j = 0; j < Winograd.SUMS; j++) {
                gather(
                        input.values(),
                        input.start() - first + j * width.dilation(),
                        columns,
                        pixels[at + j],
                        lane,
                        count);
            }
        }
        int last = Math.min(count, width.dilation());
        for (int j = Winograd.SUMS; j < side; j++) {
            int from = input.start() - first + j * width.dilation();
            gather(input.values(), from, columns, lastColumns[j - Winograd.SUMS], lane + count - last, last);
        }
    }

    /** The remaining columns of a tile are the first of the tile d lanes further, if its segment goes on so far. */
    private void repeatColumns(int i, int row) {
        int step = width.dilation();
        int length = lanes.length().lanes();
        for (int j = Winograd.SUMS; j < side; j++) {
            float[] strip = pixels[i * side + j];
            float[] first = pixels[i * side + j - Winograd.SUMS];
            System.arraycopy(
                    first, Strip.FIRST + Math.min(step, length), strip, Strip.FIRST, Math.max(0, length - step));
            for (int segment = 0; segment < lanes.segments(); segment++) {
                if (row < lanes.rows(segment)) {
                    int last = Math.min(lanes.width(segment), step);
                    int lane = lanes.lane(segment) + lanes.width(segment) - last;
                    System.arraycopy(lastColumns[j - Winograd.SUMS], lane, strip, lane, last);
                }
            }
        }
    }

    /** A constant distance lets the JIT take the checks of indices out of the loop. */
    private static void takeFoursApart(float[] values, int from, float[][] strips, int at, int lane, int count) {
        float[] strip0 = strips[at];
        float[] strip1 = strips[at + 1];
        float[] strip2 = strips[at + 2];
        float[] strip3 = strips[at + 3];
        for (int i = 0; i < count; i++) {
            strip0[lane + i] = values[from + 4 * i];
            strip1[lane + i] = values[from + 4 * i + 1];
            strip2[lane + i] = values[from + 4 * i + 2];
            strip3[lane + i] = values[from + 4 * i + 3];
        }
    }

    private static void gather(float[] values, int from, int[] columns, float[] strip, int lane, int count) {
        for (int i = lane; i < lane + count; i++) {
            strip[i] = values[from + columns[i]];
        }
    }

    @Override
    public void close() {
        scratch.giveStrips(transformed);
        scratch.giveStrips(lastColumns);
        scratch.giveStrips(pixels);
    }
}
