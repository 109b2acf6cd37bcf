package org.convlayers.engine.convolution;

import java.util.Arrays;
import org.convlayers.engine.kernel.PackedWeights;
import org.convlayers.engine.layer.PaddedRows;
import org.convlayers.engine.memory.Scratch;

/**
 * The transformed input of tiles: for each product a table of strips, one for each plane (channel, kz). For one
 * thread.
 */
final class WinogradTileInput implements AutoCloseable {
    private final int planesOfChannel;
    private final WinogradTilePlane plane;
    private final Scratch scratch;
    private final float[][] strips;
    private final int step;
    private final float[][][] tables;

    /**
     * Takes memory for the planes of a group of channels.
     *
     * @param layer the layer
     * @param tiles how output pixels are grouped; the lanes' pixels are tiles
     * @param input where values come from
     * @param lanes the tiles
     * @param scratch where memory comes from
     */
    WinogradTileInput(BoundConvolution layer, WinogradTiles tiles, PaddedRows input, Lanes lanes, Scratch scratch) {
        planesOfChannel = layer.depth().kernel();
        plane = new WinogradTilePlane(layer, tiles, input, lanes, scratch);
        this.scratch = scratch;
        int planes = layer.planes();
        int products = tiles.side() * tiles.side();
        // The product walks along a table: its strips are neighbours in memory. An odd distance between tables keeps
        // the
        // strips that a transform fills apart in the first-level cache.
        step = planes | 1;
        strips = scratch.takeStrips(products * step + 1);
        float[] zeros = strips[strips.length - 1];
        Arrays.fill(zeros, 0);
        tables = new float[products][][];
        for (int product = 0; product < products; product++) {
            tables[product] = PackedWeights.table(strips, product * step, planes, zeros);
        }
    }

    /** The strips of product (i, j), counted row by row, in the order of the planes, followed by zeros. */
    float[][] table(int product) {
        return tables[product];
    }

    /**
     * Lays out and transforms what tiles see in a channel.
     *
     * @param index which channel of its group
     * @param channel which channel of the input
     * @param row the row of the pass
     * @param columns where the lanes' tiles lie along x
     */
    void load(int index, int channel, int row, int[] columns) {
        for (int kz = 0; kz < planesOfChannel; kz++) {
            plane.transform(channel, kz, row, columns, strips, index * planesOfChannel + kz, step);
        }
    }

    @Override
    public void close() {
        scratch.giveStrips(strips);
        plane.close();
    }
}
