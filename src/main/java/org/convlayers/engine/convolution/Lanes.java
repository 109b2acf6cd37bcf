package org.convlayers.engine.convolution;

import java.util.List;
import org.convlayers.engine.kernel.Strip;
import org.convlayers.engine.kernel.StripLength;
import org.convlayers.shape.AxisRanges;
import org.convlayers.shape.Box;

/**
 * How the pixels of a box come to lie in the lanes of strips.
 *
 * <p>Rows are cut into chunks that fit into a strip, and each column of chunks into runs: rows one below the other. In a pass
 * as many runs as fit side by side are computed together, each in a segment of the lanes, row after row. So a narrow map
 * fills strips too, and from row to row each segment moves down by one, most of whose input the row before has looked at.
 *
 * <p>How pixels are arranged does not change their values. Mutable: stands at one pass. For one thread.
 */
final class Lanes {
    /** How many chunks more than necessary a row may be cut into, in order to fill strips better. */
    private static final int MORE_CHUNKS = 12;

    /** How often more than necessary a column of chunks may be cut, in order to fill passes better. */
    private static final int MORE_RUNS = 4;

    /** The narrowest even chunks tried are a strip's length divided by this. */
    private static final int MAX_EVEN = 8;

    private final Box box;
    private final int rowStep;
    private final int room;
    private final int phases;
    private final Arrangement arrangement;
    private final double nanos;
    private final int chunks;
    private final int columns;
    private final int[] xs;
    private final int[] ys;
    private final int[] zs;
    private final int[] widths;
    private final int[] rows;
    private StripLength length = StripLength.FULL;
    private int pass = -1;

    /**
     * What a row of one chunk costs; guesses that the arrangement and the choice of an algorithm depend on.
     *
     * @param products how many products are summed for each pixel, all channels of a group together
     * @param leadProducts how many more are summed for each lane at the begin of a run
     * @param loads how many strips are filled for a group
     * @param stores how many rows are stored for a group
     * @param lead how many rows are loaded at the begin of a run before its first row can be computed
     * @param groups how many groups of channels are computed one after the other
     */
    record Work(double products, double leadProducts, int loads, int stores, int lead, int groups) {
        /** Measured on an AMD EPYC with AVX2. */
        static final double NANOS_PER_STRIP_PRODUCT = 7;

        private static final double NANOS_PER_COPY = 6;
        /** Neighbouring segments read and write far apart, where caches do not expect it. */
        private static final double NANOS_PER_PLACE = 3;

        private static final double NANOS_PER_COPIED_VALUE = 0.08;

        private double nanos(int chunkWidth, int runLength, long runs, double fullPasses) {
            double strips = fullPasses * (runLength * products + leadProducts);
            double copies = (double) (runLength + lead) * loads + (double) runLength * stores;
            return groups * (NANOS_PER_STRIP_PRODUCT * strips + runs * copies * (NANOS_PER_PLACE + copy(chunkWidth)));
        }

        /** What it costs to copy some values. */
        static double copy(int count) {
            return NANOS_PER_COPY + NANOS_PER_COPIED_VALUE * count;
        }
    }

    /** Chunks of a width, and the room beside each, in runs of a length. */
    private record Arrangement(int chunkWidth, int room, int runLength, int runs) {
        static Arrangement of(int chunkWidth, int room, int runLength, int columns, int columnLength) {
            int runsPerColumn = ceilDiv(columnLength, runLength);
            return new Arrangement(chunkWidth, room, runLength, Math.multiplyExact(columns, runsPerColumn));
        }

        int segments() {
            return Math.min(runs, Strip.LENGTH / (chunkWidth + room));
        }

        int passes() {
            return ceilDiv(runs, segments());
        }

        double nanos(Work work) {
            int before = passes() - 1;
            double fullPasses = before * length(segments()).cost()
                    + length(runs - before * segments()).cost();
            return work.nanos(chunkWidth, runLength, runs, fullPasses);
        }

        private StripLength length(int segments) {
            return StripLength.covering(segments * (chunkWidth + room));
        }
    }

    private Lanes(Box box, int rowStep, int room, Arrangement arrangement, double nanos) {
        this.box = box;
        this.rowStep = rowStep;
        this.room = room;
        phases = phases(box, rowStep);
        this.arrangement = arrangement;
        this.nanos = nanos;
        chunks = ceilDiv(box.width().size(), arrangement.chunkWidth());
        columns = chunks * phases * box.depth().size();
        int segments = arrangement.segments();
        xs = new int[segments];
        ys = new int[segments];
        zs = new int[segments];
        widths = new int[segments];
        rows = new int[segments];
    }

    /**
     * Arranges the pixels of a box in the cheapest way found: all alike, or columns that fill strips evenly apart from the
     * remaining ones.
     *
     * @param box the pixels
     * @param rowStep the distance of the rows of a run, which share input
     * @param work what a row of a chunk costs
     * @return one or two arrangements, which together cover the box
     */
    static List<Lanes> covering(Box box, int rowStep, Work work) {
        return covering(box, rowStep, 0, work);
    }

    /**
     * Arranges the pixels of a box with room beside each chunk, for what filters see beyond its end.
     *
     * @param room how many lanes
     */
    static List<Lanes> covering(Box box, int rowStep, int room, Work work) {
        Lanes whole = alike(box, rowStep, room, work);
        List<Lanes> best = List.of(whole);
        double bestNanos = whole.nanos;
        int first = box.width().first();
        int last = box.width().last();
        for (int sideBySide = 1; sideBySide <= MAX_EVEN; sideBySide *= 2) {
            int chunkWidth = Math.max(1, Strip.LENGTH / sideBySide - room);
            int even = box.width().size() / chunkWidth * chunkWidth;
            if (even > 0 && first + even <= last) {
                Lanes left = alike(withWidth(box, first, first + even - 1), rowStep, room, work);
                Lanes right = alike(withWidth(box, first + even, last), rowStep, room, work);
                if (left.nanos + right.nanos < bestNanos) {
                    best = List.of(left, right);
                    bestNanos = left.nanos + right.nanos;
                }
            }
        }
        return best;
    }

    /** The same arrangement, at no pass yet. */
    Lanes again() {
        return new Lanes(box, rowStep, room, arrangement, nanos);
    }

    /** What arrangements cost together, in nanoseconds. */
    static double nanos(List<Lanes> arrangements) {
        return arrangements.stream().mapToDouble(lanes -> lanes.nanos).sum();
    }

    private static Box withWidth(Box box, int first, int last) {
        return new Box(box.depth(), box.height(), new AxisRanges.Range(first, last));
    }

    /** Arranges all pixels alike. */
    private static Lanes alike(Box box, int rowStep, int room, Work work) {
        Arrangement arrangement = cheapest(box, rowStep, room, work);
        return new Lanes(box, rowStep, room, arrangement, arrangement.nanos(work));
    }

    /**
     * Lays the rows of a slice side by side, one pass after the other.
     *
     * @param box the slice, whose rows fit into a strip
     * @param pitch the distance of rows, at most the length of a strip
     * @param nanos what the box costs
     */
    static Lanes ofRows(Box box, int pitch, double nanos) {
        int width = box.width().size();
        int room = pitch - width;
        return new Lanes(
                box, 1, room, Arrangement.of(width, room, 1, 1, box.height().size()), nanos);
    }

    private static int phases(Box box, int rowStep) {
        return Math.min(rowStep, box.height().size());
    }

    private static Arrangement cheapest(Box box, int rowStep, int room, Work work) {
        int phases = phases(box, rowStep);
        int width = box.width().size();
        int columnLength = ceilDiv(box.height().size(), phases);
        int fewest = ceilDiv(width, Strip.LENGTH - room);
        Arrangement best = null;
        for (int parts = fewest; parts <= Math.min(width, fewest + MORE_CHUNKS); parts++) {
            int chunkWidth = ceilDiv(width, parts);
            int columns = Math.multiplyExact(
                    ceilDiv(width, chunkWidth) * phases, box.depth().size());
            int sideBySide = Strip.LENGTH / (chunkWidth + room);
            // Rows that share nothing from one to the next are best side by side, where what they look at is still in
            // cache.
            int fewestCuts = work.lead() == 0 && work.leadProducts() == 0 ? columnLength : ceilDiv(sideBySide, columns);
            for (int more = 0; more < MORE_RUNS; more++) {
                int cuts = Math.min(columnLength, fewestCuts + more);
                Arrangement next = Arrangement.of(chunkWidth, room, ceilDiv(columnLength, cuts), columns, columnLength);
                if (best == null || next.nanos(work) < best.nanos(work)) {
                    best = next;
                }
            }
        }
        return best;
    }

    /** The quotient rounded up. */
    static int ceilDiv(int a, int b) {
        return -Math.floorDiv(-a, b);
    }

    /** The number of passes. */
    int passes() {
        return arrangement.passes();
    }

    /** The pass at which this stands. */
    int pass() {
        return pass;
    }

    /** The columns of the box. */
    AxisRanges.Range columns() {
        return box.width();
    }

    /** The number of segments that have rows in this pass. */
    int segmentsInUse() {
        return Math.min(xs.length, arrangement.runs() - pass * xs.length);
    }

    /** The number of segments. */
    int segments() {
        return xs.length;
    }

    /** The number of rows of the longest run. */
    int runLength() {
        return arrangement.runLength();
    }

    /** The width of the widest chunk. */
    int chunkWidth() {
        return arrangement.chunkWidth();
    }

    /**
     * How many passes cover the whole width of the box. Computed in turns, row by row, they read and write whole rows of the
     * maps, which memory does best: a stream goes on, and does not begin anew with every chunk.
     */
    int abreast() {
        return Math.min(passes(), ceilDiv(chunks, segments()));
    }

    /** Goes to a pass. */
    void moveTo(int pass) {
        if (pass == this.pass) {
            return;
        }
        this.pass = pass;
        length = arrangement.length(segmentsInUse());
        for (int segment = 0; segment < xs.length; segment++) {
            int run = pass * xs.length + segment;
            if (run < arrangement.runs()) {
                place(segment, run % columns, run / columns);
            } else {
                rows[segment] = 0;
            }
        }
    }

    private void place(int segment, int column, int run) {
        int chunk = column % chunks;
        int phase = column / chunks % phases;
        int slice = column / chunks / phases;
        int firstRow = run * runLength();
        int columnLength = ceilDiv(box.height().size() - phase, rowStep);
        xs[segment] = box.width().first() + chunk * chunkWidth();
        ys[segment] = box.height().first() + phase + firstRow * rowStep;
        zs[segment] = box.depth().first() + slice;
        widths[segment] = Math.min(chunkWidth(), box.width().last() + 1 - xs[segment]);
        rows[segment] = Math.max(0, Math.min(runLength(), columnLength - firstRow));
    }

    /** How many lanes of strips are computed in this pass. */
    StripLength length() {
        return length;
    }

    /** The first lane of a segment. */
    int lane(int segment) {
        return Strip.FIRST + segment * pitch();
    }

    /** The distance of segments. */
    int pitch() {
        return chunkWidth() + room;
    }

    /** The end of the lanes that are used in this pass. */
    int end() {
        return lane(segmentsInUse());
    }

    /** The first column of a segment's chunks. */
    int x(int segment) {
        return xs[segment];
    }

    /** A row of a segment's run. */
    int y(int segment, int row) {
        return ys[segment] + row * rowStep;
    }

    /** The depth of a segment's chunks. */
    int z(int segment) {
        return zs[segment];
    }

    /** The width of a segment's chunks. */
    int width(int segment) {
        return widths[segment];
    }

    /** The number of rows of a segment's run; 0 if it has none in this pass. */
    int rows(int segment) {
        return rows[segment];
    }
}
