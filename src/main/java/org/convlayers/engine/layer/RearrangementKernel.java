package org.convlayers.engine.layer;

import java.util.List;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.engine.memory.StridedCopy;
import org.convlayers.layer.Rearrangement;
import org.convlayers.shape.AxisRanges.Range;
import org.convlayers.shape.Box;
import org.convlayers.shape.Extent;

/**
 * Copies values to other places, row by row of the output.
 *
 * @param layer which values go where
 * @param epilogue what follows in the same pass
 */
record RearrangementKernel(Rearrangement layer, Epilogue epilogue) implements LayerKernel {
    private static final double NANOS_PER_VALUE = 1;

    @Override
    public double nanos(Box box) {
        return NANOS_PER_VALUE * layer.output().channels() * box.pixels();
    }

    @Override
    public String algorithm() {
        return "copy: values in another order";
    }

    @Override
    public void compute(List<Block> inputs, Block output, Box box, Scratch scratch) {
        Extent size = layer.output().spatial().to3D(1);
        Range width = box.width();
        Walk walk = new Walk(layer, inputs.get(0));
        OutputRows.forEach(output, box, epilogue, scratch, (c, z, y, to, start) -> {
            walk.moveTo(((c * size.get(0) + z) * size.get(1) + y) * size.get(2) + width.first());
            walk.read(to, start, width.size());
        });
    }

    /** Goes through the values of the output in order; keeps the digits of where it is, and the place in the input. */
    private static final class Walk {
        private final int[] sizes;
        private final int[] strides;
        private final int offset;
        private final Block input;
        private final int inWidth;
        private final int inHeight;
        private final int inDepth;
        private final int[] digits;
        private int place;

        Walk(Rearrangement layer, Block input) {
            sizes = layer.sizes().stream().mapToInt(Integer::intValue).toArray();
            strides = layer.strides().stream().mapToInt(Integer::intValue).toArray();
            offset = layer.offset();
            this.input = input;
            Extent in = layer.input().spatial().to3D(1);
            inDepth = in.get(0);
            inHeight = in.get(1);
            inWidth = in.get(2);
            digits = new int[sizes.length];
        }

        void moveTo(int number) {
            int rest = number;
            place = offset;
            for (int k = sizes.length - 1; k >= 0; k--) {
                digits[k] = rest % sizes[k];
                rest /= sizes[k];
                place += digits[k] * strides[k];
            }
        }

        void read(float[] to, int start, int count) {
            int last = sizes.length - 1;
            int step = last < 0 ? 0 : strides[last];
            for (int done = 0; done < count; ) {
                int run = last < 0 ? 1 : Math.min(count - done, sizes[last] - digits[last]);
                run = Math.min(run, runInRow(step));
                readRun(to, start + done, run, step);
                done += run;
                advance(run);
            }
        }

        /** How many values from here on lie in the same row of the input. */
        private int runInRow(int step) {
            int x = place % inWidth;
            if (step > 0) {
                return (inWidth - 1 - x) / step + 1;
            }
            return step < 0 ? x / -step + 1 : Integer.MAX_VALUE;
        }

        private void readRun(float[] to, int start, int count, int step) {
            int x = place % inWidth;
            int row = place / inWidth;
            int y = row % inHeight;
            int slice = row / inHeight;
            float[] from = input.plane(slice / inDepth, slice % inDepth);
            int first = input.rowStart(y) + input.column(x);
            StridedCopy.gather(from, first, step, to, start, count);
        }

        private void advance(int run) {
            int k = sizes.length - 1;
            if (k < 0) {
                return;
            }
            digits[k] += run;
            place += run * strides[k];
            while (k > 0 && digits[k] == sizes[k]) {
                place -= digits[k] * strides[k];
                digits[k] = 0;
                k--;
                digits[k]++;
                place += strides[k];
            }
        }
    }
}
