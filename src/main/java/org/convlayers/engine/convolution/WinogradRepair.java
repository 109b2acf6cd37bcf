package org.convlayers.engine.convolution;

import java.util.List;
import org.convlayers.engine.kernel.Winograd;
import org.convlayers.engine.layer.LayerKernel;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.shape.AxisRanges.Range;
import org.convlayers.shape.Box;
import org.convlayers.shape.Region;

/**
 * Computes tiles directly where a result is not finite, because a product that a pixel is made of may have seen what the pixel
 * does not see. For one thread.
 *
 * @param tiles how output pixels are grouped
 * @param lanes the tiles
 * @param output where results go
 * @param box the pixels that are stored
 * @param scratch where memory comes from
 */
record WinogradRepair(WinogradTiles tiles, Lanes lanes, Block output, Box box, Scratch scratch) {
    /**
     * Computes those tiles directly that have a result that is not finite.
     *
     * @param check not zero in the lanes of these tiles
     * @param row the row of the pass that all channels have been stored for
     * @param columns where the lanes' tiles lie along x
     * @param direct computes the same layer
     * @param inputs the layer's input
     */
    void repair(float[] check, int row, int[] columns, LayerKernel direct, List<Block> inputs) {
        for (int segment = 0; segment < lanes.segments(); segment++) {
            if (row < lanes.rows(segment)) {
                int lane = lanes.lane(segment);
                int end = lane + lanes.width(segment);
                while (lane < end) {
                    int first = lane;
                    while (lane < end && check[lane] != 0) {
                        lane++;
                    }
                    if (lane > first) {
                        repair(segment, row, first, lane, columns, direct, inputs);
                    }
                    lane++;
                }
            }
        }
    }

    private void repair(
            int segment, int row, int begin, int end, int[] columns, LayerKernel direct, List<Block> inputs) {
        int x0 = Math.max(box.width().first(), columns[begin]);
        int x1 = Math.min(
                box.width().last(),
                columns[end - 1] + (Winograd.SUMS - 1) * tiles.columns().dilation());
        if (x0 > x1) {
            return;
        }
        int z = lanes.z(segment);
        for (int r = 0; r < Winograd.SUMS; r++) {
            int y = tiles.rows().pixel(lanes.y(segment, row), r);
            if (box.height().contains(y)) {
                Box needed = new Box(new Range(z, z), new Range(y, y), new Range(x0, x1));
                Block found = scratch.block(output.channels(), Region.of(needed));
                try {
                    direct.compute(inputs, found, needed, scratch);
                    copyTiles(found, needed, begin, end, columns);
                } finally {
                    scratch.give(found);
                }
            }
        }
    }

    /** Between the pixels of tiles those of other tiles may lie, which stay as they are. */
    private void copyTiles(Block from, Box row, int begin, int end, int[] columns) {
        int z = row.depth().first();
        int y = row.height().first();
        for (int channel = 0; channel < output.channels(); channel++) {
            float[] values = from.plane(channel, z);
            float[] plane = output.plane(channel, z);
            int to = output.rowStart(y) + output.column(row.width().first());
            for (int lane = begin; lane < end; lane++) {
                for (int column = 0; column < Winograd.SUMS; column++) {
                    int x = columns[lane]
                            + column * tiles.columns().dilation()
                            - row.width().first();
                    if (x >= 0 && x < row.width().size()) {
                        plane[to + x] = values[x];
                    }
                }
            }
        }
    }
}
