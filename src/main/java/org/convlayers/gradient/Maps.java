package org.convlayers.gradient;

import org.convlayers.engine.memory.Block;
import org.convlayers.shape.AxisRanges;
import org.convlayers.shape.Region;

/**
 * Values of a region of feature maps: one array for each channel, in which the ranges of the region lie side by side, the last
 * axis fastest.
 */
final class Maps {
    private final Region region;
    private final double[][] values;

    /**
     * Takes what it is made of.
     *
     * @param region the pixels, in coordinates of the whole feature map
     * @param values by channel and place
     */
    Maps(Region region, double[][] values) {
        this.region = region;
        this.values = values;
    }

    Region region() {
        return region;
    }

    double[][] values() {
        return values;
    }

    /** Zeros. */
    static Maps zeros(Region region, int channels) {
        return new Maps(region, new double[channels][Math.toIntExact(region.pixels())]);
    }

    /** The values of a block that holds the region. */
    static Maps of(Region region, Block block) {
        Maps maps = zeros(region, block.channels());
        for (int c = 0; c < block.channels(); c++) {
            int place = 0;
            for (AxisRanges.Range slices : region.depth().ranges()) {
                for (int z = slices.first(); z <= slices.last(); z++) {
                    for (AxisRanges.Range rows : region.height().ranges()) {
                        for (int y = rows.first(); y <= rows.last(); y++) {
                            place = maps.copyRow(block, c, z, y, place);
                        }
                    }
                }
            }
        }
        return maps;
    }

    private int copyRow(Block block, int channel, int z, int y, int start) {
        float[] plane = block.plane(channel, z);
        int row = block.rowStart(y);
        int place = start;
        for (AxisRanges.Range columns : region.width().ranges()) {
            int first = row + block.column(columns.first());
            for (int i = 0; i < columns.size(); i++) {
                values[channel][place++] = plane[first + i];
            }
        }
        return place;
    }

    int channels() {
        return values.length;
    }

    /** The number of pixels of the region. */
    int pixels() {
        return Math.toIntExact(region.pixels());
    }
}
