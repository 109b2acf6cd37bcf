package org.convlayers.engine.layer;

import java.util.List;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.layer.SamplingAxis;
import org.convlayers.layer.Upsampling;
import org.convlayers.shape.Box;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.PerAxis;

/**
 * Interpolation: the input rows behind an output row become one, then its columns. An output row that copies the same input
 * rows as the one before is not made again.
 */
final class UpsamplingKernel implements LayerKernel {
    /** What it takes to begin with a row of the output. */
    private static final double NANOS_PER_ROW = 80;

    private final PerAxis<SamplingAxis> axes;
    private final SamplingAxis depth;
    private final SamplingAxis height;
    private final SamplingAxis width;
    private final SampleTable table;
    private final int channels;
    private final Epilogue epilogue;

    private UpsamplingKernel(PerAxis<SamplingAxis> axes, int channels, Epilogue epilogue) {
        this.axes = axes;
        depth = axes.depth();
        height = axes.height();
        width = axes.width();
        table = new SampleTable(width);
        this.channels = channels;
        this.epilogue = epilogue;
    }

    /** Prepares a layer for an input. */
    static LayerKernel of(Upsampling layer, FeatureShape input, Epilogue epilogue) {
        int outer = Extent.MAX_RANK - input.rank();
        PerAxis<SamplingAxis> axes = PerAxis.of(axis -> axis < outer
                ? SamplingAxis.OF_ONE_PIXEL
                : layer.axis(axis - outer, input.spatial().get(axis - outer)));
        NarrowMaps maps = new NarrowMaps(
                input,
                layer.outputShape(List.of(input)),
                (axis, outputs) -> axes.axis(axis).reach(outputs));
        UpsamplingKernel kernel = new UpsamplingKernel(axes, input.channels(), epilogue);
        return maps.faster(kernel, kernel::exchanged);
    }

    /** The same interpolation of maps of which an axis and the columns are exchanged. */
    private UpsamplingKernel exchanged(int axis) {
        return new UpsamplingKernel(axes.exchanged(axis), channels, epilogue);
    }

    private boolean isCopy() {
        return width.taps() == 1;
    }

    @Override
    public String algorithm() {
        return isCopy() ? "copy: nearest pixels" : "interpolation: rows, then columns";
    }

    @Override
    public double nanos(Box box) {
        double nanosPerPixel = width.taps() + 0.2 * height.taps() * depth.taps();
        double rows = (double) box.depth().size() * box.height().size();
        return channels * (box.pixels() * nanosPerPixel + rows * NANOS_PER_ROW);
    }

    @Override
    public void compute(List<Block> inputs, Block output, Box box, Scratch scratch) {
        SampleTable.Samples samples = table.of(box.width(), scratch);
        int first = width.source(box.width().first(), 0);
        int columns = width.source(box.width().last(), width.taps() - 1) - first + 1;
        float[] line = scratch.take(columns);
        float[] row = scratch.take(columns);
        float[] result = scratch.take(box.width().size());
        try {
            Sweep sweep = new Sweep(inputs.get(0), samples, box, first, columns, line, row, result);
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
        private final SampleTable.Samples samples;
        private final int firstOutput;
        private final int outputs;
        private final int first;
        private final int columns;
        private final float[] line;
        private final float[] row;
        private final float[] result;
        private int lastChannel = -1;
        private int lastZ;
        private int lastY;

        Sweep(
                Block input,
                SampleTable.Samples samples,
                Box box,
                int first,
                int columns,
                float[] line,
                float[] row,
                float[] result) {
            this.input = input;
            this.first = first;
            this.columns = columns;
            this.line = line;
            this.row = row;
            this.result = result;
            this.samples = samples;
            firstOutput = box.width().first();
            outputs = box.width().size();
        }

        void write(int channel, int z, int y, float[] to, int start) {
            if (!isAsBefore(channel, z, y)) {
                if (isCopy()) {
                    copyColumns(channel, z, y);
                } else {
                    combineRows(channel, z, y);
                    samples.combine(line, -first, firstOutput, result, outputs);
                }
            }
            lastChannel = channel;
            lastZ = z;
            lastY = y;
            System.arraycopy(result, 0, to, start, outputs);
        }

        private boolean isAsBefore(int channel, int z, int y) {
            return isCopy()
                    && channel == lastChannel
                    && depth.source(z, 0) == depth.source(lastZ, 0)
                    && height.source(y, 0) == height.source(lastY, 0);
        }

        private void copyColumns(int channel, int z, int y) {
            float[] plane = input.plane(channel, depth.source(z, 0));
            int start = input.rowStart(height.source(y, 0)) + input.column(first) - first;
            samples.copy(plane, start, firstOutput, result, outputs);
        }

        private void combineRows(int channel, int z, int y) {
            for (int tapZ = 0; tapZ < depth.taps(); tapZ++) {
                for (int tapY = 0; tapY < height.taps(); tapY++) {
                    float weight = (float) (depth.weight(z, tapZ) * height.weight(y, tapY));
                    int start = input.rowStart(height.source(y, tapY)) + input.column(first);
                    System.arraycopy(input.plane(channel, depth.source(z, tapZ)), start, row, 0, columns);
                    if (tapZ == 0 && tapY == 0) {
                        scale(line, weight, row, columns);
                    } else {
                        addScaled(line, weight, row, columns);
                    }
                }
            }
        }
    }

    private static void scale(float[] line, float weight, float[] row, int count) {
        for (int x = 0; x < count; x++) {
            line[x] = weight * row[x];
        }
    }

    private static void addScaled(float[] line, float weight, float[] row, int count) {
        for (int x = 0; x < count; x++) {
            line[x] = Math.fma(weight, row[x], line[x]);
        }
    }
}
