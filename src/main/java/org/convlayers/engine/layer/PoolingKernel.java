package org.convlayers.engine.layer;

import java.util.Arrays;
import java.util.List;
import org.convlayers.engine.kernel.RowReduction;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.layer.AveragePooling;
import org.convlayers.layer.Pooling;
import org.convlayers.shape.AxisRanges.Range;
import org.convlayers.shape.Box;
import org.convlayers.shape.EdgeMode;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.PerAxis;

/**
 * Pooling with a sliding window: the input rows that a row of windows sees become one, then its columns.
 *
 * <p>Sums are made in the order (depth, row), then column, whatever the box. Those of many values are sums of sums, so that
 * rounding errors do not grow with the window.
 */
final class PoolingKernel implements LayerKernel {
    /** What it takes to combine a value of an input row with others; a guess. */
    private static final double NANOS_PER_ROW_VALUE = 0.15;

    /** What it takes to combine a column with others; a guess. */
    private static final double NANOS_PER_TAP = 0.3;

    /** What it takes to begin with a row or a tap of it. */
    private static final double NANOS_PER_COPY = 20;

    /** So many rows or columns are combined one after the other; of more, rounding errors of sums would add up. */
    private static final int LONGEST_CHAIN = 64;

    /** So many columns of the input may be looked at together, and more if the window is wider: they stay in cache. */
    private static final int MIN_COLUMNS = 1 << 16;

    private final RowReduction reduction;
    private final PerAxis<WindowAxis> axes;
    private final Extent size;
    private final int channels;
    private final Divisors divisors;
    private final Epilogue epilogue;
    private final int rows;
    private final int rowsTogether;

    private PoolingKernel(
            RowReduction reduction,
            PerAxis<WindowAxis> axes,
            Extent size,
            int channels,
            Divisors divisors,
            Epilogue epilogue) {
        this.reduction = reduction;
        this.axes = axes;
        this.size = size;
        this.channels = channels;
        this.divisors = divisors;
        this.epilogue = epilogue;
        rows = axes.depth().kernel() * axes.height().kernel();
        rowsTogether = (int) Math.max(LONGEST_CHAIN, Math.ceil(Math.sqrt(rows)));
    }

    /** Prepares a layer for an input. */
    static LayerKernel of(Pooling layer, FeatureShape input, Epilogue epilogue) {
        PerAxis<WindowAxis> axes = WindowAxis.of(layer.window(), input.spatial());
        Extent size = input.spatial().to3D(1);
        PoolingKernel kernel =
                new PoolingKernel(reduction(layer), axes, size, input.channels(), divisors(layer, input), epilogue);
        NarrowMaps maps = new NarrowMaps(
                input,
                layer.outputShape(List.of(input)),
                (axis, outputs) -> axes.axis(axis).reach(outputs, size.get(axis), EdgeMode.ZEROS));
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
                reduction, axes.exchanged(axis), size.exchanged(axis), channels, divisors.exchanged(axis), epilogue);
    }

    @Override
    public String algorithm() {
        return "pooling: rows, then columns";
    }

    @Override
    public double nanos(Box box) {
        WindowAxis width = axes.width();
        double rowValues = (double) rows * width.stride();
        double taps = width.kernel();
        if (isDoubled()) {
            int doublings = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(width.kernel());
            rowValues += (double) doublings * width.stride();
            taps = Integer.bitCount(width.kernel());
        }
        double nanosPerPixel = NANOS_PER_ROW_VALUE * rowValues + NANOS_PER_TAP * taps;
        double nanosPerRow = NANOS_PER_COPY * (rows + taps);
        double outputRows = (double) box.depth().size() * box.height().size();
        return channels * (box.pixels() * nanosPerPixel + outputRows * nanosPerRow);
    }

    /** Whether columns are combined in windows of one, two, four, ... of them. */
    private boolean isDoubled() {
        return axes.width().kernel() > LONGEST_CHAIN;
    }

    @Override
    public void compute(List<Block> inputs, Block output, Box box, Scratch scratch) {
        WindowAxis width = axes.width();
        int apart = Math.max(MIN_COLUMNS, width.span(1, width.kernel()));
        int outputs = Math.min(box.width().size(), apart / width.stride() + 1);
        int columns = width.span(outputs, width.kernel());
        int last = box.width().last();
        try (Memory memory = new Memory(scratch, columns, outputs)) {
            for (int x = box.width().first(); x <= last; x += outputs) {
                Box piece = new Box(box.depth(), box.height(), new Range(x, Math.min(last, x + outputs - 1)));
                Sweep sweep = new Sweep(inputs.get(0), piece, memory);
                OutputRows.forEach(output, piece, epilogue, scratch, sweep::write);
            }
        }
    }

    /** Rows that a thread works with. */
    private static final class Memory implements AutoCloseable {
        final Scratch scratch;

        /** What is made of the rows that are seen. */
        final float[] line;

        /** One of them. */
        final float[] row;

        /** What is made of some of them. */
        final float[] part;

        /** A row of the output. */
        final float[] result;

        Memory(Scratch scratch, int columns, int outputs) {
            this.scratch = scratch;
            line = scratch.take(columns);
            row = scratch.take(columns);
            part = scratch.take(columns);
            result = scratch.take(outputs);
        }

        @Override
        public void close() {
            scratch.give(result);
            scratch.give(part);
            scratch.give(row);
            scratch.give(line);
        }
    }

    /** The way of one thread through one box. */
    private final class Sweep {
        private final Block input;
        private final Scratch scratch;
        private final int columns;
        private final float[] line;
        private final float[] row;
        private final float[] part;
        private final float[] result;
        private final int firstOutput;
        private final int outputs;
        private final int first;
        private final int before;
        private final int inside;

        Sweep(Block input, Box box, Memory memory) {
            this.input = input;
            scratch = memory.scratch;
            line = memory.line;
            row = memory.row;
            part = memory.part;
            result = memory.result;
            firstOutput = box.width().first();
            outputs = box.width().size();
            columns = axes.width().span(outputs, axes.width().kernel());
            first = axes.width().source(firstOutput, 0);
            before = Math.min(columns, Math.max(0, -first));
            inside = Math.max(0, Math.min(first + columns, size.get(2)) - Math.max(first, 0));
            clear();
        }

        private void clear() {
            Arrays.fill(line, 0, columns, reduction.identity());
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
            for (int from = 0; from < rows && inside > 0; from += rowsTogether) {
                int end = Math.min(rows, from + rowsTogether);
                boolean combined = combineRows(channel, z, y, from, end, empty ? line : part);
                if (combined && !empty) {
                    reduction.combine(line, part, before + inside);
                    scratch.checkCancelled();
                }
                empty &= !combined;
            }
            if (empty) {
                Arrays.fill(line, before, before + inside, reduction.identity());
            }
        }

        /** Makes one row of those of the window's rows that lie inside the map; none, and nothing is written, if none does. */
        private boolean combineRows(int channel, int z, int y, int from, int end, float[] combined) {
            boolean empty = true;
            for (int i = from; i < end; i++) {
                int sourceZ = axes.depth().source(z, i / axes.height().kernel());
                int sourceY = axes.height().source(y, i % axes.height().kernel());
                if (sourceZ >= 0 && sourceZ < size.get(0) && sourceY >= 0 && sourceY < size.get(1)) {
                    read(channel, sourceZ, sourceY, empty ? combined : row);
                    if (!empty) {
                        reduction.combine(combined, row, before + inside);
                    }
                    empty = false;
                }
            }
            return !empty;
        }

        private void read(int channel, int z, int y, float[] to) {
            // What stands before the columns inside is left over from other rows, and not to be looked at.
            Arrays.fill(to, 0, before, reduction.identity());
            int start = input.rowStart(y) + input.column(Math.max(first, 0));
            System.arraycopy(input.plane(channel, z), start, to, before, inside);
        }

        private void combineColumns() {
            WindowAxis width = axes.width();
            if (width.kernel() == 2 && width.stride() == 2 && width.dilation() == 1) {
                reduction.combinePairs(result, line, outputs);
                return;
            }
            Arrays.fill(result, 0, outputs, reduction.identity());
            if (isDoubled()) {
                combineDoubling();
                return;
            }
            for (int kx = 0; kx < width.kernel(); kx++) {
                combineColumn(kx);
            }
        }

        /**
         * Combines windows of the line that are twice as wide each time, in whose place they are made, as the binary digits of
         * the kernel's width say.
         */
        private void combineDoubling() {
            int kernel = axes.width().kernel();
            int length = columns;
            int done = 0;
            for (int window = 1; done < kernel; window *= 2) {
                scratch.checkCancelled();
                if ((kernel & window) != 0) {
                    combineColumn(done);
                    done += window;
                }
                if (done < kernel) {
                    int offset = window * axes.width().dilation();
                    length -= offset;
                    System.arraycopy(line, offset, row, 0, length);
                    reduction.combine(line, row, length);
                }
            }
            clear();
        }

        /** Combines the result with what stands in the line where tap {@code kx} is. */
        private void combineColumn(int kx) {
            WindowAxis width = axes.width();
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
