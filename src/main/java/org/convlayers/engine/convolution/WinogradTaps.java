package org.convlayers.engine.convolution;

import java.util.Arrays;
import org.convlayers.engine.kernel.PackedWeights;
import org.convlayers.engine.kernel.StripLength;
import org.convlayers.engine.kernel.Winograd;
import org.convlayers.engine.layer.PaddedRows;
import org.convlayers.engine.layer.WindowAxis;
import org.convlayers.engine.memory.Scratch;

/**
 * What the taps (channel, kz, kx) of a window see of the transformed input rows, as tables of strips, one for each
 * product. For one thread.
 *
 * <p>Rows are transformed before they are shifted, so that each is transformed once for all taps along it.
 */
final class WinogradTaps implements AutoCloseable {
    private final WindowAxis depth;
    private final WindowAxis height;
    private final WindowAxis width;
    private final Winograd winograd;
    private final int products;
    private final WinogradAxis grid;
    private final int outputHeight;
    private final PaddedRows input;
    private final Lanes lanes;
    private final Scratch scratch;
    private final int pitch;
    private final int parts;
    private final float[][] memory;
    private final Ribbon[] rows;
    private final Seams seams;
    private final boolean isSeamed;
    private final float[][] strips;
    private final float[][][] tables;

    /**
     * Takes memory for some taps.
     *
     * @param layer the layer whose taps they are
     * @param winograd the transforms
     * @param grid how output rows are grouped; the lanes' rows are groups
     * @param input where values come from
     * @param lanes the output pixels
     * @param taps the most taps that are loaded at a time
     * @param scratch where the memory comes from
     */
    WinogradTaps(
            BoundConvolution layer,
            Winograd winograd,
            WinogradAxis grid,
            PaddedRows input,
            Lanes lanes,
            int taps,
            Scratch scratch) {
        depth = layer.depth();
        height = layer.height();
        width = layer.width();
        outputHeight = layer.outputBox().height().size();
        this.winograd = winograd;
        products = winograd.products();
        this.grid = grid;
        this.input = input;
        this.lanes = lanes;
        this.scratch = scratch;
        pitch = width.span(lanes.chunkWidth(), width.kernel());
        int halo = pitch - lanes.chunkWidth();
        seams = new Seams(lanes, halo);
        isSeamed = Seams.suit(lanes, halo) && seams.length() <= Winograd.MORE_INPUT;
        parts = isSeamed ? 1 : Ribbon.parts(Math.multiplyExact(lanes.segments(), pitch));
        memory = scratch.takeStrips(2 * products * parts);
        rows = new Ribbon[products];
        Arrays.setAll(rows, i -> new Ribbon(memory, i, products));
        strips = scratch.takeStrips(products * taps + 1);
        float[] zeros = strips[strips.length - 1];
        Arrays.fill(zeros, 0);
        tables = new float[products][][];
        for (int i = 0; i < products; i++) {
            tables[i] = new float[PackedWeights.tableLength(taps)][];
            Arrays.fill(tables[i], zeros);
        }
    }

    /** The strips of a product in the order of the taps, followed by zeros. */
    float[][] table(int product) {
        return tables[product];
    }

    /** Lays out all taps of some input channels for row {@code row} of the pass. */
    void load(int firstChannel, int channels, int row) {
        int taps = channels * depth.kernel() * width.kernel();
        for (float[][] table : tables) {
            Arrays.fill(table, taps, table.length, strips[strips.length - 1]);
        }
        int tap = 0;
        for (int channel = firstChannel; channel < firstChannel + channels; channel++) {
            for (int kz = 0; kz < depth.kernel(); kz++, tap += width.kernel()) {
                for (int i = 0; i < products; i++) {
                    read(channel, kz, i, row);
                }
                transform(tap);
                shift(tap);
            }
        }
    }

    /** Input row {@code index} of those that a group of output rows looks at. */
    private void read(int channel, int kz, int index, int row) {
        int firstToSee = Math.max(0, index - height.kernel() + 1);
        for (int segment = 0; segment < lanes.segments(); segment++) {
            if (row < lanes.rows(segment)) {
                int group = lanes.y(segment, row);
                int length = width.span(lanes.width(segment), width.kernel());
                if (grid.pixel(group, firstToSee) < outputHeight) {
                    int z = depth.source(lanes.z(segment), kz);
                    int y = height.source(grid.pixel(group, 0), index);
                    input.read(channel, z, y, width.source(lanes.x(segment), 0), length);
                } else {
                    // Only rows below the output see it: the block need not hold it.
                    input.readNothing(length);
                }
                if (isSeamed) {
                    float[] strip = memory[index];
                    seams.put(
                            input.values(),
                            input.start(),
                            length,
                            segment,
                            strip,
                            strip,
                            lanes.length().end());
                } else {
                    rows[index].put(input.values(), input.start(), segment * pitch, length);
                }
            }
        }
    }

    /** With seams rows stand in their strips as they are transformed: what the first tap sees need not be copied. */
    private void transform(int tap) {
        for (int part = 0; part < parts; part++) {
            int from = part * products;
            if (isSeamed) {
                winograd.transformInputs(lanes.length(), memory, from, 1, strips, tap * products, 1);
            } else {
                winograd.transformInputs(StripLength.FULL, memory, from, 1, memory, (parts + part) * products, 1);
            }
        }
    }

    private void shift(int tap) {
        for (int i = 0; i < products; i++) {
            float[] first = strips[tap * products + i];
            for (int kx = 0; kx < width.kernel(); kx++) {
                float[] strip = strips[(tap + kx) * products + i];
                if (!isSeamed) {
                    shift(new Ribbon(memory, parts * products + i, products), kx, strip);
                } else if (kx > 0) {
                    seams.shift(first, first, lanes.length().end(), kx * width.dilation(), strip);
                }
                tables[i][tap + kx] = strip;
            }
        }
    }

    private void shift(Ribbon transformed, int kx, float[] strip) {
        for (int segment = 0; segment < lanes.segments(); segment++) {
            int at = segment * pitch + kx * width.dilation();
            transformed.get(at, strip, lanes.lane(segment), lanes.width(segment));
        }
    }

    @Override
    public void close() {
        scratch.giveStrips(strips);
        scratch.giveStrips(memory);
    }
}
