package org.convlayers.engine.convolution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.convlayers.engine.kernel.Fourier;
import org.convlayers.engine.kernel.Strip;
import org.convlayers.engine.kernel.StripSums;
import org.convlayers.engine.layer.PaddedRows;
import org.convlayers.engine.layer.WindowAxis;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.shape.AxisRanges.Range;
import org.convlayers.shape.Box;

/** The transformed input of two blocks of output, one below the other. For one thread. */
final class FourierInput implements AutoCloseable {
    /** How many blocks are transformed together. */
    static final int TOGETHER = 2;

    /** Larger values would drown the others of their blocks, and sums of them might overflow. */
    static final float LIMIT = StripSums.LIMIT;

    private final BoundConvolution layer;
    private final FourierAxis rows;
    private final FourierAxis columns;
    private final PaddedRows input;
    private final Scratch scratch;
    private final FourierPicture picture;
    private final float[][] check;
    private final int endColumn;
    private final Found[] found = {new Found(), new Found()};
    private int z;
    private int pair;
    private int block;
    private boolean isLoaded;
    private int loadedChannel;
    private int loadedTap;

    /** Where in a block's input the values are that were left out. */
    private static final class Found {
        private int top = Integer.MAX_VALUE;
        private int bottom = -1;
        private int left = Integer.MAX_VALUE;
        private int right = -1;

        void add(int row, int lane) {
            top = Math.min(top, row);
            bottom = Math.max(bottom, row);
            left = Math.min(left, lane);
            right = Math.max(right, lane);
        }
    }

    /**
     * Takes memory.
     *
     * @param layer the layer
     * @param rows how rows of the output are cut into blocks
     * @param columns how columns are
     * @param input where values come from
     * @param scratch where memory comes from
     */
    FourierInput(BoundConvolution layer, FourierAxis rows, FourierAxis columns, PaddedRows input, Scratch scratch) {
        this.layer = layer;
        this.rows = rows;
        this.columns = columns;
        this.input = input;
        this.scratch = scratch;
        picture = new FourierPicture(scratch);
        check = scratch.takeStrips(1);
        WindowAxis width = layer.width();
        endColumn = width.source(layer.outputBox().width().last(), width.kernel() - 1) + 1;
    }

    /** Goes to two blocks. */
    void moveTo(int newZ, int newPair, int newBlock) {
        z = newZ;
        pair = newPair;
        block = newBlock;
        isLoaded = false;
        Arrays.setAll(found, half -> new Found());
    }

    /** The depth of the blocks. */
    int z() {
        return z;
    }

    /** The first column of the blocks. */
    int firstColumn() {
        return columns.first(block);
    }

    /** The first row of one of the two. */
    int firstRow(int half) {
        return rows.first(pair * TOGETHER + half);
    }

    /** The transform of what the blocks see of an input channel with tap {@code kz} along the depth. */
    FourierPicture spectrum(int channel, int kz) {
        if (!isLoaded || loadedChannel != channel || loadedTap != kz) {
            load(channel, kz);
            picture.transform();
            isLoaded = true;
            loadedChannel = channel;
            loadedTap = kz;
        }
        return picture;
    }

    private void load(int channel, int kz) {
        Arrays.fill(check[0], 0);
        for (int half = 0; half < TOGETHER; half++) {
            scratch.checkCancelled();
            float[][] strips = picture.half(half);
            for (int row = 0; row < Fourier.LENGTH; row++) {
                load(channel, kz, half, row, strips[row]);
                StripSums.checkSize(strips[row], check[0]);
            }
        }
        for (int lane = 0; lane < Strip.LENGTH; lane++) {
            if (check[0][lane] != 0) { // also if it is not a number
                leaveOut(lane);
            }
        }
    }

    private void load(int channel, int kz, int half, int row, float[] strip) {
        int number = pair * TOGETHER + half;
        int length = columns.inputs();
        // What only pixels beyond the output see, the block need not hold.
        if (row < rows.inputs() && rows.isSeen(number, row)) {
            int x = layer.width().source(firstColumn(), 0);
            int y = layer.height().source(rows.first(number), 0) + row;
            input.readAndExtend(channel, layer.depth().source(z, kz), y, x, endColumn - x, length);
            System.arraycopy(input.values(), input.start(), strip, 0, length);
            Arrays.fill(strip, length, Strip.LENGTH, 0);
        } else {
            Arrays.fill(strip, 0);
        }
    }

    private void leaveOut(int lane) {
        for (int half = 0; half < TOGETHER; half++) {
            float[][] strips = picture.half(half);
            for (int row = 0; row < Fourier.LENGTH; row++) {
                if (!(Math.abs(strips[row][lane]) <= LIMIT)) {
                    strips[row][lane] = 0;
                    found[half].add(row, lane);
                }
            }
        }
    }

    /** The pixels of a box that see what has been left out, and some between them. */
    List<Box> huge(Box box) {
        List<Box> boxes = new ArrayList<>();
        for (int half = 0; half < TOGETHER; half++) {
            Found left = found[half];
            if (left.bottom >= 0) {
                int y = firstRow(half);
                int x = firstColumn();
                int y0 = Math.max(box.height().first(), y + Math.max(0, left.top - reach(layer.height())));
                int y1 = Math.min(box.height().last(), y + Math.min(rows.block() - 1, left.bottom));
                int x0 = Math.max(box.width().first(), x + Math.max(0, left.left - reach(layer.width())));
                int x1 = Math.min(box.width().last(), x + Math.min(columns.block() - 1, left.right));
                if (y0 <= y1 && x0 <= x1) {
                    boxes.add(new Box(new Range(z, z), new Range(y0, y1), new Range(x0, x1)));
                }
            }
        }
        return boxes;
    }

    private static int reach(WindowAxis window) {
        return window.span(1, window.kernel()) - 1;
    }

    @Override
    public void close() {
        scratch.giveStrips(check);
        picture.close();
    }
}
