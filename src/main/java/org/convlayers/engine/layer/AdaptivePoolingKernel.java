package org.convlayers.engine.layer;

import java.util.Arrays;
import java.util.List;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.Crew;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.layer.AdaptivePooling;
import org.convlayers.layer.PoolingOperation;
import org.convlayers.shape.Box;
import org.convlayers.shape.FeatureShape;

/**
 * Pooling of bins, which may be as large as the map.
 *
 * <p>The values of a bin are summed in double precision in the order (depth, row, column), whatever the box.
 */
final class AdaptivePoolingKernel implements WholeMapKernel {
    /** It takes some tens of microseconds to pool so many: less is not worth waking a thread for. */
    private static final int VALUES_PER_TASK = 1 << 17;

    private static final double NANOS_PER_BIN = 2;

    /** So many values are pooled between two looks at whether to go on. */
    private static final int VALUES_AT_ONCE = 1 << 16;

    private final boolean isMax;
    private final int[] size;
    private final int[] bins;
    private final int channels;
    private final int rowsAtOnce;
    private final Epilogue epilogue;

    AdaptivePoolingKernel(AdaptivePooling layer, FeatureShape input, Epilogue epilogue) {
        isMax = layer.operation() == PoolingOperation.MAX;
        size = input.spatial().to3D(1).toArray();
        bins = layer.outputShape(List.of(input)).spatial().to3D(1).toArray();
        channels = input.channels();
        rowsAtOnce = Math.max(1, VALUES_AT_ONCE / size[2]);
        this.epilogue = epilogue;
    }

    @Override
    public String algorithm() {
        return Arrays.stream(bins).allMatch(count -> count == 1)
                ? "whole maps first: pooled to a pixel"
                : "whole maps first: pooled to bins";
    }

    /** Values are handed out or, of maps that grow, averages of few made again. */
    @Override
    public double nanos(Box box) {
        return NANOS_PER_BIN * channels * box.pixels();
    }

    /** Whether there are no more bins than pixels: then all are pooled at once. */
    private boolean isShrinking() {
        return bins[0] <= size[0] && (long) bins[1] * bins[2] <= (long) size[1] * size[2];
    }

    @Override
    public long boundBytes() {
        return isShrinking() ? (long) channels * bins[0] * bins[1] * bins[2] * Float.BYTES : 0;
    }

    @Override
    public LayerKernel bind(List<Block> inputs, Crew crew) {
        return isShrinking() ? new PooledKernel(pooled(inputs, crew), copy()) : new BinsKernel();
    }

    private LayerKernel copy() {
        return new CopyKernel(channels, epilogue, algorithm());
    }

    /** All bins, each once: those that are looked at again and again, as by a gate, are not pooled again. */
    private Block pooled(List<Block> inputs, Crew crew) {
        FeatureShape shape = FeatureShape.of(channels, bins);
        Block pooled =
                Block.view(shape, new float[channels][bins[0]][Math.multiplyExact(bins[1], bins[2])], Box.whole(shape));
        Box all = Box.whole(shape);
        int together = channelsTogether();
        crew.run((channels - 1) / together + 1, (task, scratch) -> {
            BinRows rows = new BinRows(inputs.get(0), all, scratch);
            int first = task * together;
            Block output = pooled.channels(first, Math.min(together, channels - first));
            OutputRows.forEach(
                    output,
                    all,
                    Epilogue.NONE,
                    scratch,
                    (c, z, y, to, start) -> rows.write(first + c, z, y, to, start));
        });
        return pooled;
    }

    /** Small maps are not worth a task each. */
    private int channelsTogether() {
        long values = (long) size[0] * size[1] * size[2];
        return (int) Math.max(1, Math.min(channels, VALUES_PER_TASK / values));
    }

    /** Hands out what has been pooled. */
    private record PooledKernel(Block pooled, LayerKernel copy) implements LayerKernel {
        @Override
        public String algorithm() {
            return copy.algorithm();
        }

        @Override
        public void compute(List<Block> inputs, Block output, Box box, Scratch scratch) {
            copy.compute(List.of(pooled), output, box, scratch);
        }

        @Override
        public double nanos(Box box) {
            return copy.nanos(box);
        }
    }

    /** Pools the bins that are asked for: there may be far more of them than memory holds. */
    private final class BinsKernel implements LayerKernel {
        @Override
        public String algorithm() {
            return AdaptivePoolingKernel.this.algorithm();
        }

        @Override
        public double nanos(Box box) {
            return AdaptivePoolingKernel.this.nanos(box);
        }

        @Override
        public void compute(List<Block> inputs, Block output, Box box, Scratch scratch) {
            BinRows rows = new BinRows(inputs.get(0), box, scratch);
            OutputRows.forEach(output, box, epilogue, scratch, rows::write);
        }
    }

    /** Pools row after row of the bins of a box. */
    private final class BinRows {
        private final Block input;
        private final int[] starts;
        private final int[] widths;
        private final double[] values;
        private final Scratch scratch;

        BinRows(Block input, Box box, Scratch scratch) {
            this.input = input;
            this.scratch = scratch;
            int columns = box.width().size();
            starts = new int[columns];
            widths = new int[columns];
            values = new double[columns];
            for (int i = 0; i < columns; i++) {
                starts[i] = input.column(first(2, box.width().first() + i));
                widths[i] = count(2, box.width().first() + i);
            }
        }

        void write(int channel, int z, int y, float[] to, int start) {
            Arrays.fill(values, isMax ? Double.NEGATIVE_INFINITY : 0);
            int depth = count(0, z);
            int rows = count(1, y);
            for (int i = 0; i < depth; i++) {
                float[] plane = input.plane(channel, first(0, z) + i);
                for (int row = 0; row < rows; row += rowsAtOnce) {
                    scratch.checkCancelled();
                    add(plane, input.rowStart(first(1, y) + row), Math.min(rowsAtOnce, rows - row));
                }
            }
            double perColumn = (double) depth * rows;
            for (int i = 0; i < values.length; i++) {
                to[start + i] = (float) (isMax ? values[i] : values[i] / (perColumn * widths[i]));
            }
        }

        private void add(float[] plane, int start, int rows) {
            int stride = input.rowStride();
            for (int i = 0; i < values.length; i++) {
                int begin = start + starts[i];
                if (isMax) {
                    values[i] = Math.max(values[i], max(plane, begin, stride, rows, widths[i]));
                } else {
                    values[i] += sum(plane, begin, stride, rows, widths[i]);
                }
            }
        }
    }

    private static float max(float[] plane, int start, int stride, int rows, int width) {
        float max = Float.NEGATIVE_INFINITY;
        for (int y = 0; y < rows; y++) {
            int begin = start + y * stride;
            for (int i = begin; i < begin + width; i++) {
                max = Math.max(max, plane[i]);
            }
        }
        return max;
    }

    /** Four sums at a time, as the next addition has to wait for the one before. */
    private static double sum(float[] plane, int start, int stride, int rows, int width) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        for (int y = 0; y < rows; y++) {
            int i = start + y * stride;
            int end = i + width;
            for (; i + 4 <= end; i += 4) {
                a += plane[i];
                b += plane[i + 1];
                c += plane[i + 2];
                d += plane[i + 3];
            }
            for (; i < end; i++) {
                a += plane[i];
            }
        }
        return a + b + (c + d);
    }

    private int first(int axis, int bin) {
        return AdaptivePooling.firstOfBin(bin, bins[axis], size[axis]);
    }

    private int last(int axis, int bin) {
        return AdaptivePooling.lastOfBin(bin, bins[axis], size[axis]);
    }

    private int count(int axis, int bin) {
        return last(axis, bin) - first(axis, bin) + 1;
    }
}
