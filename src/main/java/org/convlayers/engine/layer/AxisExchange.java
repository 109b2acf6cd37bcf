package org.convlayers.engine.layer;

import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.engine.memory.StridedCopy;
import org.convlayers.shape.Box;

/**
 * Copies pixels between a map that is much higher or deeper than wide and one whose rows are long: column x of the narrow map is
 * row x of the wide one, or slice x, whose columns are the slices of the narrow one.
 *
 * <p>Columns are copied by fours, which takes half as long as one by one: neighbours lie in one line of the cache. Of slices
 * sixteen are copied together: what they have at one place fills a line of the wide map.
 */
enum AxisExchange {
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

        @Override
        void through(float[][] slices, int first, int pixel, float[] wide, int start, int count) {
            for (int i = 0; i < count; i++) {
                wide[start + i] = slices[first + i][pixel];
            }
        }

        @Override
        void fourThrough(float[][] slices, int first, int pixel, float[][] wide, int column, int start, int count) {
            float[] wide0 = wide[column];
            float[] wide1 = wide[column + 1];
            float[] wide2 = wide[column + 2];
            float[] wide3 = wide[column + 3];
            for (int i = 0; i < count; i++) {
                float[] slice = slices[first + i];
                wide0[start + i] = slice[pixel];
                wide1[start + i] = slice[pixel + 1];
                wide2[start + i] = slice[pixel + 2];
                wide3[start + i] = slice[pixel + 3];
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

        @Override
        void through(float[][] slices, int first, int pixel, float[] wide, int start, int count) {
            for (int i = 0; i < count; i++) {
                slices[first + i][pixel] = wide[start + i];
            }
        }

        @Override
        void fourThrough(float[][] slices, int first, int pixel, float[][] wide, int column, int start, int count) {
            float[] wide0 = wide[column];
            float[] wide1 = wide[column + 1];
            float[] wide2 = wide[column + 2];
            float[] wide3 = wide[column + 3];
            for (int i = 0; i < count; i++) {
                float[] slice = slices[first + i];
                slice[pixel] = wide0[start + i];
                slice[pixel + 1] = wide1[start + i];
                slice[pixel + 2] = wide2[start + i];
                slice[pixel + 3] = wide3[start + i];
            }
        }
    };

    private static final int TOGETHER = 4;
    private static final int SLICES_TOGETHER = 16;

    abstract void one(float[] narrow, int column, int step, float[] wide, int row, int count);

    abstract void four(float[] narrow, int column, int step, float[] wide, int row, int rowStep, int count);

    /** Copies one pixel of some slices. */
    abstract void through(float[][] slices, int first, int pixel, float[] wide, int start, int count);

    /** Copies four neighbouring pixels of some slices. */
    abstract void fourThrough(float[][] slices, int first, int pixel, float[][] wide, int column, int start, int count);

    /**
     * Copies a box of all channels.
     *
     * @param axis the axis that is exchanged with the columns: 0 or 1 for D or H
     * @param narrow holds the box
     * @param wide holds it with these axes exchanged
     * @param box pixels of the narrow map
     * @param scratch says whether to go on
     */
    void copy(int axis, Block narrow, Block wide, Box box, Scratch scratch) {
        int step = axis == 0 ? SLICES_TOGETHER : 1;
        for (int channel = 0; channel < narrow.channels(); channel++) {
            for (int z = box.depth().first(); z <= box.depth().last(); z += step) {
                scratch.checkCancelled();
                if (axis == 0) {
                    int count = Math.min(step, box.depth().last() + 1 - z);
                    copySlices(narrow, wide, channel, z, count, box);
                } else {
                    copy(narrow, narrow.plane(channel, z), wide, wide.plane(channel, z), box);
                }
            }
        }
    }

    private void copySlices(Block narrow, Block wide, int channel, int z, int count, Box box) {
        float[][] slices = narrow.planes(channel);
        int first = narrow.region().depth().position(z);
        int left = box.width().first();
        float[][] columns = wide.planes(channel);
        int firstColumn = wide.region().depth().position(left);
        for (int y = box.height().first(); y <= box.height().last(); y++) {
            int pixel = narrow.rowStart(y) + narrow.column(left);
            int start = wide.rowStart(y) + wide.column(z);
            int x = 0;
            for (; x + TOGETHER <= box.width().size(); x += TOGETHER) {
                fourThrough(slices, first, pixel + x, columns, firstColumn + x, start, count);
            }
            for (; x < box.width().size(); x++) {
                through(slices, first, pixel + x, columns[firstColumn + x], start, count);
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
