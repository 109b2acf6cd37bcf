package org.convlayers.engine.layer;

import java.util.Arrays;
import java.util.List;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.Crew;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.layer.AdaptivePooling;
import org.convlayers.layer.PoolingOperation;
import org.convlayers.shape.AxisRanges.Range;
import org.convlayers.shape.Box;
import org.convlayers.shape.FeatureShape;

/**
 * Pooling of bins, which may be as large as the map: rows of a bin become one in double precision, then its columns.
 *
 * <p>Sums are made in the order (depth, row), then column, whatever the box.
 */
final class AdaptivePoolingKernel implements WholeMapKernel {
    private final boolean isMax;
    private final int[] size;
    private final int[] bins;
    private final int channels;
    private final Epilogue epilogue;

    AdaptivePoolingKernel(AdaptivePooling layer, FeatureShape input, Epilogue epilogue) {
        isMax = layer.operation() == PoolingOperation.MAX;
        size = input.spatial().to3D(1).toArray();
        bins = layer.outputShape(List.of(input)).spatial().to3D(1).toArray();
        channels = input.channels();
        this.epilogue = epilogue;
    }

    @Override
    public String algorithm() {
        return Arrays.stream(bins).allMatch(count -> count == 1)
                ? "whole maps first: pooled to a pixel"
                : "whole maps first: pooled to bins of rows, then of columns";
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
        return new CopyKernel(epilogue, algorithm());
    }

    /** All bins, each once: those that are looked at again and again, as by a gate, are not pooled again. */
    private Block pooled(List<Block> inputs, Crew crew) {
        FeatureShape shape = FeatureShape.of(channels, bins);
        Block pooled =
                Block.view(shape, new float[channels][bins[0]][Math.multiplyExact(bins[1], bins[2])], Box.whole(shape));
        Box all = Box.whole(shape);
        crew.run(channels, (channel, scratch) -> {
            BinRows rows = new BinRows(inputs.get(0), all, scratch);
            Block output = pooled.channels(channel, 1);
            OutputRows.forEach(
                    output, all, Epilogue.NONE, scratch, (c, z, y, to, start) -> rows.write(channel, z, y, to, start));
        });
        return pooled;
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
    }

    /** Pools the bins that are asked for: there may be far more of them than memory holds. */
    private final class BinsKernel implements LayerKernel {
        @Override
        public String algorithm() {
            return AdaptivePoolingKernel.this.algorithm();
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
        private final Range columns;
        private final int firstColumn;
        private final double[] line;
        private final Scratch scratch;

        BinRows(Block input, Box box, Scratch scratch) {
            this.input = input;
            this.scratch = scratch;
            columns = box.width();
            firstColumn = first(2, columns.first());
            line = new double[last(2, columns.last()) + 1 - firstColumn];
        }

        void write(int channel, int z, int y, float[] to, int start) {
            Arrays.fill(line, isMax ? Double.NEGATIVE_INFINITY : 0);
            for (int sourceZ = first(0, z); sourceZ <= last(0, z); sourceZ++) {
                float[] plane = input.plane(channel, sourceZ);
                for (int sourceY = first(1, y); sourceY <= last(1, y); sourceY++) {
                    scratch.checkCancelled();
                    add(plane, input.rowStart(sourceY) + input.column(firstColumn), line);
                }
            }
            double rows = (double) count(0, z) * count(1, y);
            for (int x = columns.first(); x <= columns.last(); x++) {
                double value = combine(line, first(2, x) - firstColumn, last(2, x) - firstColumn);
                to[start + x - columns.first()] = (float) (isMax ? value : value / (rows * count(2, x)));
            }
        }
    }

    private void add(float[] plane, int start, double[] line) {
        if (isMax) {
            for (int x = 0; x < line.length; x++) {
                line[x] = Math.max(line[x], plane[start + x]);
            }
        } else {
            for (int x = 0; x < line.length; x++) {
                line[x] += plane[start + x];
            }
        }
    }

    private double combine(double[] line, int first, int last) {
        double value = line[first];
        for (int x = first + 1; x <= last; x++) {
            value = isMax ? Math.max(value, line[x]) : value + line[x];
        }
        return value;
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
