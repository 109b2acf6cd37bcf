package org.convlayers.engine.convolution;

import java.util.Arrays;
import java.util.List;
import org.convlayers.engine.kernel.Winograd;
import org.convlayers.engine.layer.LayerKernel;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.shape.Box;

/** Makes the pixels of tiles of the sums of Winograd's products, and stores them. For one thread. */
final class WinogradTileOutput implements AutoCloseable {
    /** How many pixels a tile is high and wide. */
    private static final int SIDE = Winograd.SUMS;

    private final BoundConvolution layer;
    private final WinogradTiles tiles;
    private final int products;
    private final Lanes lanes;
    private final Block output;
    private final Box box;
    private final Scratch scratch;
    private final float[][] halves;
    private final float[][] pixels;
    private final float[] check;
    private final float[][] lineOfTile = new float[SIDE][];

    /**
     * Takes memory for the tiles of a group of channels.
     *
     * @param layer the layer
     * @param tiles how output pixels are grouped; the lanes' pixels are tiles
     * @param lanes the tiles
     * @param output where results go
     * @param box the pixels that are stored
     * @param channels the most output channels that are computed together
     * @param scratch where memory comes from
     */
    WinogradTileOutput(
            BoundConvolution layer,
            WinogradTiles tiles,
            Lanes lanes,
            Block output,
            Box box,
            int channels,
            Scratch scratch) {
        this.layer = layer;
        this.tiles = tiles;
        products = tiles.side();
        this.lanes = lanes;
        this.output = output;
        this.box = box;
        this.scratch = scratch;
        halves = scratch.takeStrips(channels * SIDE * products);
        pixels = scratch.takeStrips(SIDE * SIDE + 1);
        check = pixels[SIDE * SIDE];
        Arrays.fill(check, 0);
    }

    /**
     * Takes the sums of a row of products: they become the columns of a tile.
     *
     * @param i the row of products
     * @param channels how many output channels
     * @param sums those of the first product of the row for each output channel, then of the next
     * @param step how far the sums of the next product are
     */
    void takeRow(int i, int channels, float[][] sums, int step) {
        for (int channel = 0; channel < channels; channel++) {
            for (int column = 0; column < SIDE; column++) {
                lineOfTile[column] = halves[(channel * SIDE + column) * products + i];
            }
            tiles.winograd().transformProducts(lanes.length(), sums, channel, step, lineOfTile, check);
        }
    }

    /**
     * Stores the tiles of some channels, all of whose rows of products have been taken.
     *
     * @param firstChannel the first of the output channels
     * @param count how many
     * @param row the row of the pass
     * @param columns where the lanes' tiles lie along x
     */
    void store(int firstChannel, int count, int row, int[] columns) {
        for (int i = 0; i < count; i++) {
            int channel = firstChannel + i;
            for (int column = 0; column < SIDE; column++) {
                for (int r = 0; r < SIDE; r++) {
                    lineOfTile[r] = pixels[r * SIDE + column];
                }
                int first = (i * SIDE + column) * products;
                tiles.winograd().transformProducts(lanes.length(), halves, first, 1, lineOfTile, check);
            }
            for (int p = 0; p < SIDE * SIDE; p++) {
                layer.epilogue().apply(channel, pixels[p], lanes.lane(0), lanes.end());
            }
            for (int segment = 0; segment < lanes.segments(); segment++) {
                for (int r = 0; r < SIDE && row < lanes.rows(segment); r++) {
                    int y = tiles.rows().pixel(lanes.y(segment, row), r);
                    if (box.height().contains(y)) {
                        float[] plane = output.plane(channel, lanes.z(segment));
                        storeRow(plane, output.rowStart(y), r, segment, columns);
                    }
                }
            }
        }
    }

    private void storeRow(float[] plane, int rowStart, int r, int segment, int[] columns) {
        int first = box.width().first();
        int last = box.width().last();
        int to = rowStart + output.column(first) - first;
        int begin = lanes.lane(segment);
        int end = begin + lanes.width(segment);
        int reach = (SIDE - 1) * tiles.columns().dilation();
        int inner = begin;
        while (inner < end && columns[inner] < first) {
            inner++;
        }
        int outer = end;
        while (outer > inner && columns[outer - 1] + reach > last) {
            outer--;
        }
        storeCut(plane, to, r, begin, inner, columns);
        if (tiles.areDense()) {
            int start = outer > inner ? to + columns[inner] : to;
            putFoursTogether(pixels, r * SIDE, inner, outer - inner, plane, start);
        } else {
            for (int column = 0; column < SIDE; column++) {
                int shift = to + column * tiles.columns().dilation();
                scatter(pixels[r * SIDE + column], inner, outer, columns, plane, shift);
            }
        }
        storeCut(plane, to, r, outer, end, columns);
    }

    /** Stores what lies inside the box of tiles that may lie across its border. */
    private void storeCut(float[] plane, int to, int r, int begin, int end, int[] columns) {
        for (int lane = begin; lane < end; lane++) {
            for (int column = 0; column < SIDE; column++) {
                int x = columns[lane] + column * tiles.columns().dilation();
                if (x >= box.width().first() && x <= box.width().last()) {
                    plane[to + x] = pixels[r * SIDE + column][lane];
                }
            }
        }
    }

    private static void putFoursTogether(float[][] strips, int at, int lane, int count, float[] values, int to) {
        float[] strip0 = strips[at];
        float[] strip1 = strips[at + 1];
        float[] strip2 = strips[at + 2];
        float[] strip3 = strips[at + 3];
        for (int i = 0; i < count; i++) {
            values[to + 4 * i] = strip0[lane + i];
            values[to + 4 * i + 1] = strip1[lane + i];
            values[to + 4 * i + 2] = strip2[lane + i];
            values[to + 4 * i + 3] = strip3[lane + i];
        }
    }

    private static void scatter(float[] strip, int begin, int end, int[] columns, float[] values, int to) {
        for (int i = begin; i < end; i++) {
            values[to + columns[i]] = strip[i];
        }
    }

    /**
     * Computes those tiles directly that have a result that is not finite.
     *
     * @param row the row of the pass that all channels have been stored for
     * @param columns where the lanes' tiles lie along x
     * @param direct computes the same layer
     * @param inputs the layer's input
     */
    void repair(int row, int[] columns, LayerKernel direct, List<Block> inputs) {
        new WinogradRepair(tiles, lanes, output, box, scratch).repair(check, row, columns, direct, inputs);
        Arrays.fill(check, 0);
    }

    @Override
    public void close() {
        scratch.giveStrips(pixels);
        scratch.giveStrips(halves);
    }
}
