package org.convlayers.engine.layer;

import java.util.Arrays;
import java.util.List;
import org.convlayers.engine.kernel.RowReduction;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.layer.AveragePooling;
import org.convlayers.layer.Pooling;
import org.convlayers.shape.Box;
import org.convlayers.shape.EdgeMode;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;

/**
 * Pooling with a sliding window: the input rows that a row of windows sees become one, then its columns.
 *
 * <p>Sums are made in the order (depth, row), then column, whatever the box.
 */
final class PoolingKernel implements LayerKernel {
    /** What it takes to combine a value of an input row with others; a guess. */
    private static final double NANOS_PER_ROW_VALUE = 0.15;

    /** What it takes to combine a column with others; a guess. */
    private static final double NANOS_PER_TAP = 0.3;

    /** What it takes to begin with a row or a tap of it. */
    private static final double NANOS_PER_COPY = 20;

    private final RowReduction reduction;
    private final WindowAxis[] axes;
    private final int[] size;
    private final int channels;
    private final Divisors divisors;
    private final Epilogue epilogue;

    private PoolingKernel(
            RowReduction reduction, WindowAxis[] axes, int[] size, int channels, Divisors divisors, Epilogue epilogue) {
        this.reduction = reduction;
        this.axes = axes;
        this.size = size;
        this.channels = channels;
        this.divisors = divisors;
        this.epilogue = epilogue;
    }

    /** Prepares a layer for an input. */
    static LayerKernel of(Pooling layer, FeatureShape input, Epilogue epilogue) {
        WindowAxis[] axes = WindowAxis.of(layer.window(), input.spatial());
        int[] size = input.spatial().to3D(1).toArray();
        PoolingKernel kernel =
                new PoolingKernel(reduction(layer), axes, size, input.channels(), divisors(layer, input), epilogue);
        NarrowMaps maps = new NarrowMaps(
                input,
                layer.outputShape(List.of(input)),
                (axis, outputs) -> axes[axis].reach(outputs, size[axis], EdgeMode.ZEROS));
        return maps.faster(kernel, kernel::exchanged);
    }

    private static RowReduction reduction(Pooling layer) {
        return layer instanceof AveragePooling ? RowReduction.SUM : RowReduction.MAX;
    }

    private static Divisors divisors(Pooling layer, FeatureShape input) {
        return layer instanceof AveragePooling average ? Divisors.of(average, input) : Divisors.NONE;
    }

    /** The same pooling of maps of which an axis and the columns are exchanged. */
    private PoolingKernel exchanged(int axis) {
        return new PoolingKernel(
                reduction,
                WindowAxis.exchanged(axes, axis),
                Extent.of(size).exchanged(axis).toArray(),
                channels,
                divisors.exchanged(axis),
                epilogue);
    }

    @Override
    public String algorithm() {
        return "pooling: rows, then columns";
    }

    @Override
    public double nanos(Box box) {
        double rows = (double) axes[0].kernel() * axes[1].kernel();
        double nanosPerPixel = NANOS_PER_ROW_VALUE * rows * axes[2].stride() + NANOS_PER_TAP * axes[2].kernel();
        double nanosPerRow = NANOS_PER_COPY * (rows + axes[2].kernel());
        double outputRows = (double) box.depth().size() * box.height().size();
        return channels * (box.pixels() * nanosPerPixel + outputRows * nanosPerRow);
    }

    @Override
    public void compute(List<Block> inputs, Block output, Box box, Scratch scratch) {
        int outputs = box.width().size();
        int columns = axes[2].span(outputs, axes[2].kernel());
        float[] line = scratch.take(columns);
        float[] row = scratch.take(columns);
        float[] result = scratch.take(outputs);
        try {
            Sweep sweep = new Sweep(inputs.get(0), box, line, row, result);
            OutputRows.forEach(output, box, epilogue, scratch, sweep::write);
        } finally {
            scratch.give(result);
            scratch.give(row);
            scratch.give(line);
        }
    }

    /** The way of one thread through one box. */
    private final class Sweep {
        private final Block input;
        private final float[] line;
        private final float[] row;
        private final float[] result;
        private final int firstOutput;
        private final int outputs;
        private final int first;
        private final int before;
        private final int inside;

        Sweep(Block input, Box box, float[] line, float[] row, float[] result) {
            this.input = input;
            this.line = line;
            this.row = row;
            this.result = result;
            firstOutput = box.width().first();
            outputs = box.width().size();
            first = axes[2].source(firstOutput, 0);
            int end = axes[2].source(box.width().last(), axes[2].kernel() - 1) + 1;
            before = Math.min(end - first, Math.max(0, -first));
            inside = Math.max(0, Math.min(end, size[2]) - Math.max(first, 0));
            Arrays.fill(line, 0, end - first, reduction.identity());
        }

        void write(int channel, int z, int y, float[] to, int start) {
            combineRows(channel, z, y);
            combineColumns();
            divisors.divide(result, row, z, y, firstOutput, outputs);
            System.arraycopy(result, 0, to, start, outputs);
        }

        /** The columns inside the map stand at {@code before} in the line; around them stands what changes nothing. */
        private void combineRows(int channel, int z, int y) {
            boolean empty = true;
            for (int kz = 0; kz < axes[0].kernel() && inside > 0; kz++) {
                int sourceZ = axes[0].source(z, kz);
                for (int ky = 0; ky < axes[1].kernel(); ky++) {
                    int sourceY = axes[1].source(y, ky);
                    if (sourceZ >= 0 && sourceZ < size[0] && sourceY >= 0 && sourceY < size[1]) {
                        add(channel, sourceZ, sourceY, empty);
                        empty = false;
                    }
                }
            }
            if (empty) {
                Arrays.fill(line, before, before + inside, reduction.identity());
            }
        }

        private void add(int channel, int z, int y, boolean isFirst) {
            int start = input.rowStart(y) + input.column(Math.max(first, 0));
            float[] plane = input.plane(channel, z);
            if (isFirst) {
                System.arraycopy(plane, start, line, before, inside);
            } else {
                // What stands before the columns inside is left over from other rows, and not to be looked at.
                Arrays.fill(row, 0, before, reduction.identity());
                System.arraycopy(plane, start, row, before, inside);
                reduction.combine(line, row, before + inside);
            }
        }

        private void combineColumns() {
            WindowAxis width = axes[2];
            if (width.kernel() == 2 && width.stride() == 2 && width.dilation() == 1) {
                reduction.combinePairs(result, line, outputs);
                return;
            }
            Arrays.fill(result, 0, outputs, reduction.identity());
            for (int kx = 0; kx < width.kernel(); kx++) {
                int offset = kx * width.dilation();
                if (width.stride() == 1) {
                    System.arraycopy(line, offset, row, 0, outputs);
                    reduction.combine(result, row, outputs);
                } else {
                    reduction.combineEvery(result, line, offset, width.stride(), outputs);
                }
            }
        }
    }
}
