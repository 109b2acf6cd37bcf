package org.convlayers.engine;

import java.util.List;
import org.convlayers.engine.kernel.Strip;
import org.convlayers.shape.AxisRanges.Range;
import org.convlayers.shape.Box;

/**
 * How groups of four rows of a box come to lie in the lanes of strips, with room beside each piece of a row for what filters
 * see beyond its end.
 *
 * <p>Rows are cut into chunks, and columns of chunks into runs of groups that share input from one to the next. In a pass as
 * many runs as fit side by side are computed together, each in a segment of the lanes. How pixels are arranged does not
 * change their values. Mutable: stands at one pass. For one thread.
 */
final class RunLanes {
    /** How many chunks more than necessary a row may be cut into, in order to fill strips better. */
    private static final int MORE_CHUNKS = 8;

    private final Box box;
    private final WinogradAxis rowGroups;
    private final Range groups;
    private final int phases;
    private final int room;
    private final int chunkWidth;
    private final int runLength;
    private final int runsPerColumn;
    private final int runs;
    private final long steps;
    private final int[] firsts;
    private final int[] counts;
    private final int[] xs;
    private final int[] zs;

    /**
     * Arranges the pixels of a box so that they take as few steps as possible: all alike, or columns that fill strips apart
     * from the remaining ones.
     *
     * @param box the pixels
     * @param rowGroups how its rows are grouped
     * @param room the lanes beside each chunk
     * @param lead how many groups' time it takes to begin a run
     */
    static List<RunLanes> covering(Box box, WinogradAxis rowGroups, int room, int lead) {
        RunLanes whole = new RunLanes(box, rowGroups, room, lead);
        int first = box.width().first();
        int last = box.width().last();
        int widest = Strip.LENGTH - room;
        int end = first + box.width().size() / widest * widest;
        if (end > first && end <= last) {
            RunLanes left = new RunLanes(withWidth(box, first, end - 1), rowGroups, room, lead);
            RunLanes right = new RunLanes(withWidth(box, end, last), rowGroups, room, lead);
            if (left.steps + right.steps < whole.steps) {
                return List.of(left, right);
            }
        }
        return List.of(whole);
    }

    private static Box withWidth(Box box, int first, int last) {
        return new Box(box.depth(), box.height(), new Range(first, last));
    }

    private RunLanes(Box box, WinogradAxis rowGroups, int room, int lead) {
        this.box = box;
        this.rowGroups = rowGroups;
        this.room = room;
        groups = rowGroups.groupsOf(box.height());
        phases = rowGroups.dilation();
        int width = box.width().size();
        int columnLength = groups.size() / phases;
        int fewest = ceilDiv(width, Strip.LENGTH - room);
        long best = Long.MAX_VALUE;
        int bestWidth = 0;
        int bestLength = 0;
        for (int parts = fewest; parts <= Math.min(width, fewest + MORE_CHUNKS); parts++) {
            int chunk = ceilDiv(width, parts);
            int columns = columns(chunk);
            int sideBySide = Strip.LENGTH / (chunk + room);
            int length = ceilDiv(columnLength, Math.min(columnLength, ceilDiv(sideBySide, columns)));
            long passes = ceilDiv(columns * ceilDiv(columnLength, length), sideBySide);
            if (passes * (length + lead) < best) {
                best = passes * (length + lead);
                bestWidth = chunk;
                bestLength = length;
            }
        }
        steps = best;
        chunkWidth = bestWidth;
        runLength = bestLength;
        runsPerColumn = ceilDiv(columnLength, runLength);
        runs = Math.multiplyExact(columns(chunkWidth), runsPerColumn);
        int segments = Math.min(runs, Strip.LENGTH / (chunkWidth + room));
        firsts = new int[segments];
        counts = new int[segments];
        xs = new int[segments];
        zs = new int[segments];
    }

    private int columns(int chunk) {
        return Math.multiplyExact(
                ceilDiv(box.width().size(), chunk) * phases, box.depth().size());
    }

    private static int ceilDiv(int a, int b) {
        return (a + b - 1) / b;
    }

    /** The number of passes. */
    int passes() {
        return ceilDiv(runs, xs.length);
    }

    /** The number of segments. */
    int segments() {
        return xs.length;
    }

    /** The number of groups of the longest run. */
    int runLength() {
        return runLength;
    }

    /** Goes to a pass. */
    void moveTo(int pass) {
        for (int segment = 0; segment < xs.length; segment++) {
            int run = pass * xs.length + segment;
            counts[segment] = 0;
            if (run < runs) {
                int column = run / runsPerColumn;
                int step = run % runsPerColumn * runLength;
                xs[segment] =
                        box.width().first() + column / phases / box.depth().size() * chunkWidth;
                zs[segment] =
                        box.depth().first() + column / phases % box.depth().size();
                firsts[segment] = groups.first() + column % phases + step * phases;
                counts[segment] = Math.min(runLength, groups.size() / phases - step);
            }
        }
    }

    /** The width of the widest chunk. */
    int chunkWidth() {
        return chunkWidth;
    }

    /** The number of lanes that are used. */
    int lanes() {
        return xs.length * (chunkWidth + room);
    }

    /** The first lane of a segment. */
    int lane(int segment) {
        return segment * (chunkWidth + room);
    }

    /** The number of pixels of a segment's chunks, which the room follows. */
    int width(int segment) {
        return Math.min(chunkWidth, box.width().last() + 1 - xs[segment]);
    }

    /** The first column of a segment's chunks. */
    int x(int segment) {
        return xs[segment];
    }

    /** The depth of a segment's chunks. */
    int z(int segment) {
        return zs[segment];
    }

    /** Whether a segment's run goes on to a step of the pass. */
    boolean has(int segment, int step) {
        return step < counts[segment];
    }

    /** The output row {@code row} of the four of a segment at a step. */
    int y(int segment, int step, int row) {
        return rowGroups.pixel(firsts[segment] + step * phases, row);
    }

    /** Whether an output row belongs to the box. */
    boolean holds(int y) {
        return y >= box.height().first() && y <= box.height().last();
    }
}
