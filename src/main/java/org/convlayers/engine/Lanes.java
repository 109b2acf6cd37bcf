package org.convlayers.engine;

import org.convlayers.engine.kernel.Strip;
import org.convlayers.shape.Box;

/**
 * How the pixels of a box come to lie in the lanes of strips.
 *
 * <p>Rows are cut into chunks that fit into a strip. All chunks of the box stand in one order, row below row, and this order
 * is cut into as many runs as chunks fit into a strip side by side. Each run has a segment of the lanes; step by step every
 * segment goes on to the next chunk of its run. So a narrow map fills strips too, and from step to step each segment moves
 * down by a row, most of whose input the step before has already looked at.
 *
 * <p>How pixels are arranged does not change their values. Mutable: stands at one step. For one thread.
 */
final class Lanes {
    /** Nanoseconds of a multiply-add per lane; with the next, what the choice of the chunks weighs. */
    private static final double PRODUCT_TIME = 0.025;

    /** Nanoseconds of beginning to copy a piece of a row. */
    private static final double COPY_TIME = 10;

    /** How many chunks more than necessary a row may be cut into, in order to fill strips better. */
    private static final int MORE_CHUNKS = 12;

    private final Box box;
    private final int rowStep;
    private final int chunks;
    private final int chunkWidth;
    private final int segments;
    private final int steps;
    private final int total;
    private final int[] rowOrder;
    private final int[] widths;
    private final int[] xs;
    private final int[] ys;
    private final int[] zs;
    private final boolean[] follows;

    /**
     * Arranges the pixels of a box.
     *
     * @param box the pixels
     * @param rowStep the distance of the rows that should follow each other, because they share input
     * @param products how many products are summed for each pixel, all channels together
     * @param copies how many pieces of rows are copied in and out for each chunk
     */
    Lanes(Box box, int rowStep, int products, int copies) {
        this.box = box;
        this.rowStep = rowStep;
        int width = box.width().size();
        int rows = Math.multiplyExact(box.depth().size(), box.height().size());
        chunkWidth = cheapestWidth(width, rows, Strip.LENGTH * PRODUCT_TIME * products, COPY_TIME * copies);
        chunks = ceilDiv(width, chunkWidth);
        total = Math.multiplyExact(chunks, rows);
        steps = ceilDiv(total, Strip.LENGTH / chunkWidth);
        segments = ceilDiv(total, steps);
        rowOrder = rowOrder(box.height().size(), rowStep);
        widths = new int[segments];
        xs = new int[segments];
        ys = new int[segments];
        zs = new int[segments];
        follows = new boolean[segments];
    }

    private static int cheapestWidth(int width, int rows, double stripTime, double chunkTime) {
        int fewest = ceilDiv(width, Strip.LENGTH);
        int best = 0;
        double bestTime = Double.POSITIVE_INFINITY;
        for (int parts = fewest; parts <= Math.min(width, fewest + MORE_CHUNKS); parts++) {
            int chunkWidth = ceilDiv(width, parts);
            int total = Math.multiplyExact(ceilDiv(width, chunkWidth), rows);
            double time = ceilDiv(total, Strip.LENGTH / chunkWidth) * stripTime + total * chunkTime;
            if (time < bestTime) {
                best = chunkWidth;
                bestTime = time;
            }
        }
        return best;
    }

    private static int ceilDiv(int a, int b) {
        return (a + b - 1) / b;
    }

    /** The rows 0, step, 2 step, … then 1, 1 + step, … */
    private static int[] rowOrder(int height, int step) {
        int[] order = new int[height];
        int next = 0;
        for (int phase = 0; phase < Math.min(step, height); phase++) {
            for (int y = phase; y < height; y += step) {
                order[next++] = y;
            }
        }
        return order;
    }

    /** The number of steps. */
    int steps() {
        return steps;
    }

    /** The number of segments. */
    int segments() {
        return segments;
    }

    /** The width of the widest chunk. */
    int chunkWidth() {
        return chunkWidth;
    }

    /** Goes to a step. */
    void moveTo(int step) {
        int height = rowOrder.length;
        int rows = total / chunks;
        for (int segment = 0; segment < segments; segment++) {
            int place = segment * steps + step;
            if (place >= total) {
                widths[segment] = 0;
                continue;
            }
            int chunk = place / rows;
            int row = place % rows;
            int inSlice = row % height;
            xs[segment] = box.width().first() + chunk * chunkWidth;
            widths[segment] = Math.min(chunkWidth, box.width().last() + 1 - xs[segment]);
            ys[segment] = box.height().first() + rowOrder[inSlice];
            zs[segment] = box.depth().first() + row / height;
            follows[segment] = step > 0 && inSlice > 0 && rowOrder[inSlice] - rowOrder[inSlice - 1] == rowStep;
        }
    }

    /** The first lane of a segment. */
    int lane(int segment) {
        return segment * chunkWidth;
    }

    /** The width of the chunk that a segment holds at this step; 0 if its run has ended. */
    int width(int segment) {
        return widths[segment];
    }

    /** The first column of a segment's chunk. */
    int x(int segment) {
        return xs[segment];
    }

    /** The row of a segment's chunk. */
    int y(int segment) {
        return ys[segment];
    }

    /** The depth of a segment's chunk. */
    int z(int segment) {
        return zs[segment];
    }

    /** Whether a segment's chunk lies {@code rowStep} rows below that of the step before. */
    boolean follows(int segment) {
        return follows[segment];
    }
}
