package org.convlayers.engine.convolution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.convlayers.engine.kernel.PackedWeights;
import org.convlayers.engine.layer.PaddedRows;
import org.convlayers.engine.layer.WindowAxis;

/**
 * Lays out the taps of one plane (channel, kz) after the other: the rows that a pass sees of it stand side by side in a ribbon,
 * usually at the distance of the rows of output in the lanes. Then the ribbon from some place on is what a tap sees in all lanes.
 *
 * <p>Strides take a plane apart into phases, a part of the ribbon each. A pass copies each value once, whatever the kernel and
 * its stride, and then each tap in one go. For one thread.
 */
final class PlaneTapStrips implements TapStrips {
    private static final int NONE = -1;

    private final WindowAxis depth;
    private final WindowAxis height;
    private final WindowAxis width;
    private final PaddedRows input;
    private final Lanes lanes;
    private final int pitch;
    private final int rowStep;
    private final int phaseLength;
    private final float[] ribbon;
    private final int[] starts;
    private final Pieces pieces;
    private final float[][] strips;
    private final float[][] partTable;
    private final float[][] lastPartTable;
    private float[][] table;
    private int firstChannel;
    private int pass = NONE;
    private int rows;
    private boolean isPlaced;
    private int plane;

    /**
     * Makes strips for some taps.
     *
     * @param layer the layer whose taps they are
     * @param input where values come from
     * @param lanes the output pixels: {@linkplain Lanes#ofRows rows of a slice}
     * @param ribbon memory of {@link #ribbonLength} floats
     * @param strips memory: a strip for each tap held at a time, then one that is filled with zeros here
     */
    PlaneTapStrips(BoundConvolution layer, PaddedRows input, Lanes lanes, float[] ribbon, float[][] strips) {
        depth = layer.depth();
        height = layer.height();
        width = layer.width();
        this.input = input;
        this.lanes = lanes;
        this.ribbon = ribbon;
        this.strips = strips;
        pitch = layer.pitch(lanes.columns());
        rowStep = rowStep(layer, lanes);
        phaseLength = phaseLength(layer, lanes);
        pieces = new Pieces(width.stride());
        int taps = strips.length - 1;
        Arrays.fill(strips[taps], 0);
        partTable = PackedWeights.table(strips, 0, taps, strips[taps]);
        lastPartTable = PackedWeights.table(strips, 0, (layer.taps() - 1) % taps + 1, strips[taps]);
        table = partTable;
        starts = new int[height.kernel() * width.kernel()];
        for (int tap = 0; tap < starts.length; tap++) {
            int ky = tap / width.kernel();
            int kx = tap % width.kernel();
            int turn = ky / height.revisitTaps();
            starts[tap] = phaseStart(height.phase(ky), width.phase(kx)) + turn * rowStep * pitch + width.shift(kx);
        }
    }

    /** How many rows of the ribbon a tap is behind the one before of its phase: no row between is seen by neither. */
    private static int rowStep(BoundConvolution layer, Lanes lanes) {
        return Math.min(layer.height().revisit(), lanes.segments());
    }

    private static int phaseLength(BoundConvolution layer, Lanes lanes) {
        int turns = (layer.height().kernel() - 1) / layer.height().revisitTaps();
        int rows = lanes.segments() + turns * rowStep(layer, lanes);
        return rows * layer.pitch(lanes.columns())
                + layer.width().shift(layer.width().kernel() - 1);
    }

    private int phaseStart(int rowPhase, int columnPhase) {
        return (rowPhase * width.phases() + columnPhase) * phaseLength;
    }

    /** How long the ribbon for some lanes is. */
    static int ribbonLength(BoundConvolution layer, Lanes lanes) {
        return layer.height().phases() * layer.width().phases() * phaseLength(layer, lanes);
    }

    @Override
    public float[][] strips() {
        return table;
    }

    @Override
    public void moveTo(int firstChannel, int row) {
        this.firstChannel = firstChannel;
        plane = NONE;
        if (pass != lanes.pass()) {
            pass = lanes.pass();
            rows = lanes.segmentsInUse();
            isPlaced = false;
        }
    }

    @Override
    public int load(int from, int to) {
        for (int tap = from; tap < to; tap++) {
            float[] strip = strips[tap - from];
            int next = tap / starts.length;
            int z = depth.source(lanes.z(0), next % depth.kernel());
            if (input.hasSlice(z)) {
                if (next != plane) {
                    plane = next;
                    read(firstChannel + plane / depth.kernel(), z);
                }
                copy(starts[tap % starts.length], strip);
            } else {
                Arrays.fill(strip, lanes.lane(0), lanes.end(), input.beyond());
            }
        }
        table = to - from == strips.length - 1 ? partTable : lastPartTable;
        return 0;
    }

    private void copy(int start, float[] strip) {
        if (lanes.pitch() == pitch) {
            System.arraycopy(ribbon, start, strip, lanes.lane(0), (rows - 1) * pitch + lanes.chunkWidth());
            return;
        }
        for (int row = 0; row < rows; row++) {
            System.arraycopy(ribbon, start + row * pitch, strip, lanes.lane(row), lanes.chunkWidth());
        }
    }

    /** All planes of a pass are laid out alike. */
    private void read(int channel, int z) {
        if (!isPlaced) {
            place();
            isPlaced = true;
        }
        if (!pieces.isEmpty()) {
            pieces.copy(input.plane(channel, z), ribbon);
        }
    }

    /** Finds out where what the pass sees stands in planes; all else in the ribbon is padding. */
    private void place() {
        Arrays.fill(ribbon, input.beyond());
        pieces.clear();
        if (!seesRows()) {
            return; // the block may lack columns too
        }
        List<List<PaddedRows.Run>> runs = new ArrayList<>();
        for (int phase = 0; phase < width.phases(); phase++) {
            int count = lanes.chunkWidth() + width.shift(width.lastOf(phase));
            runs.add(input.runs(width.source(lanes.x(0), phase), width.stride(), count));
        }
        for (int ky = 0; ky < height.kernel(); ky++) {
            int turn = ky / height.revisitTaps();
            int known = turn == 0 ? 0 : Math.max(0, rows - rowStep);
            for (int row = known; row < rows; row++) {
                int y = height.source(lanes.y(row, 0), ky);
                if (input.hasRow(y)) {
                    int place = (turn * rowStep + row) * pitch;
                    for (int phase = 0; phase < runs.size(); phase++) {
                        place(y, runs.get(phase), phaseStart(height.phase(ky), phase) + place);
                    }
                }
            }
        }
    }

    private void place(int y, List<PaddedRows.Run> runs, int at) {
        for (PaddedRows.Run run : runs) {
            pieces.add(input.rowStart(y) + run.column(), at + run.first(), run.count());
        }
    }

    private boolean seesRows() {
        for (int row = 0; row < rows; row++) {
            for (int ky = 0; ky < height.kernel(); ky++) {
                if (input.hasRow(height.source(lanes.y(row, 0), ky))) {
                    return true;
                }
            }
        }
        return false;
    }
}
