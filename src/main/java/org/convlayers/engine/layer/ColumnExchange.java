package org.convlayers.engine.layer;

import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.engine.memory.StridedCopy;
import org.convlayers.shape.Box;

/**
 * Copies pixels between a map whose columns are long and one whose rows are: column x of the narrow map is row x of the wide
 * one.
 *
 * <p>Columns are copied by fours, which takes half as long as one by one: neighbours lie in one line of the cache.
 */
enum ColumnExchange {
    /** From the narrow map. */
    TO_WIDE {
        @Override
        void one(float[] narrow, int column, int step, float[] wide, int row, int count) {
            StridedCopy.gather(narrow, column, step, wide, row, count);
        }

        @Override
        void four(float[] narrow, int column, int step, float[] wide, int row, int rowStep, int count) {
            int from = column;
            for (int i = row; i < row + count; i++) {
                wide[i] = narrow[from];
                wide[i + rowStep] = narrow[from + 1];
                wide[i + 2 * rowStep] = narrow[from + 2];
                wide[i + 3 * rowStep] = narrow[from + 3];
                from += step;
            }
        }
    },

    /** To the narrow map. */
    TO_NARROW {
        @Override
        void one(float[] narrow, int column, int step, float[] wide, int row, int count) {
            StridedCopy.spread(wide, row, narrow, column, step, count);
        }

        @Override
        void four(float[] narrow, int column, int step, float[] wide, int row, int rowStep, int count) {
            int to = column;
            for (int i = row; i < row + count; i++) {
                narrow[to] = wide[i];
                narrow[to + 1] = wide[i + rowStep];
                narrow[to + 2] = wide[i + 2 * rowStep];
                narrow[to + 3] = wide[i + 3 * rowStep];
                to += step;
            }
        }
    };

    private static final int TOGETHER = 4;

    abstract void one(float[] narrow, int column, int step, float[] wide, int row, int count);

    abstract void four(float[] narrow, int column, int step, float[] wide, int row, int rowStep, int count);

    /**
     * Copies a box of all channels.
     *
     * @param narrow holds the box
     * @param wide holds it with rows and columns exchanged
     * @param box pixels of the narrow map
     * @param scratch says whether to go on
     */
    void copy(Block narrow, Block wide, Box box, Scratch scratch) {
        for (int channel = 0; channel < narrow.channels(); channel++) {
            for (int z = box.depth().first(); z <= box.depth().last(); z++) {
                scratch.checkCancelled();
                copy(narrow, narrow.plane(channel, z), wide, wide.plane(channel, z), box);
            }
        }
    }

    private void copy(Block narrow, float[] narrowPlane, Block wide, float[] widePlane, Box box) {
        int top = box.height().first();
        int count = box.height().size();
        int left = box.width().first();
        int right = box.width().last();
        int x = left;
        while (x <= right) {
            boolean hasFour = right - left + 1 >= TOGETHER;
            int first = hasFour ? Math.min(x, right + 1 - TOGETHER) : x;
            int column = narrow.rowStart(top) + narrow.column(first);
            int row = wide.rowStart(first) + wide.column(top);
            if (hasFour) {
                four(narrowPlane, column, narrow.rowStride(), widePlane, row, wide.rowStride(), count);
            } else {
                one(narrowPlane, column, narrow.rowStride(), widePlane, row, count);
            }
            x = first + (hasFour ? TOGETHER : 1);
        }
    }
}
