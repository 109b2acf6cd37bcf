package org.convlayers.engine;

import java.util.Arrays;
import java.util.List;
import org.convlayers.layer.AdaptivePooling;
import org.convlayers.layer.PoolingOperation;
import org.convlayers.shape.Box;
import org.convlayers.shape.FeatureShape;

/**
 * Pooling of bins, which may be as large as the map: rows of a bin become one in double precision, then its columns.
 *
 * <p>Sums are made in the order (depth, row), then column, whatever the box.
 */
final class AdaptivePoolingKernel implements LayerKernel {
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
                ? "pooling: the whole map, which is one tile"
                : "pooling: bins of rows, then of columns";
    }

    @Override
    public double nanos(Box box) {
        double binSize = 1;
        for (int axis = 0; axis < bins.length; axis++) {
            binSize *= (double) size[axis] / bins[axis];
        }
        return box.pixels() * channels * binSize;
    }

    @Override
    public void compute(List<Block> inputs, Block output, Box box, Scratch scratch) {
        Block input = inputs.get(0);
        int first = first(2, box.width().first());
        double[] line = new double[last(2, box.width().last()) - first + 1];
        OutputRows.forEach(output, box, epilogue, scratch, (channel, z, y, to, start) -> {
            Arrays.fill(line, isMax ? Double.NEGATIVE_INFINITY : 0);
            for (int sourceZ = first(0, z); sourceZ <= last(0, z); sourceZ++) {
                float[] plane = input.plane(channel, sourceZ);
                for (int sourceY = first(1, y); sourceY <= last(1, y); sourceY++) {
                    scratch.checkCancelled();
                    add(plane, input.rowStart(sourceY) + input.column(first), line);
                }
            }
            double rows = (double) count(0, z) * count(1, y);
            for (int x = box.width().first(); x <= box.width().last(); x++) {
                double value = combine(line, first(2, x) - first, last(2, x) - first);
                to[start + x - box.width().first()] = (float) (isMax ? value : value / (rows * count(2, x)));
            }
        });
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
