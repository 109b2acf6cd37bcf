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

    /** All bins, each once: those that are looked at again and again, as by a gate, are not pooled again. */
    @Override
    public LayerKernel bind(List<Block> inputs, Crew crew) {
        FeatureShape shape = FeatureShape.of(channels, bins);
        Block pooled = Block.view(
                shape,
                new float[channels][bins[0]][Math.multiplyExact(bins[1], bins[2])],
                Tiling.none(shape).tile(shape, 0));
        crew.run(
                channels,
                (channel, scratch) -> pool(inputs.get(0).channels(channel, 1), pooled.channels(channel, 1), scratch));
        LayerKernel copy = new CopyKernel(epilogue, algorithm());
        return new PooledKernel(pooled, copy);
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

    private void pool(Block input, Block output, Scratch scratch) {
        double[] line = new double[size[2]];
        for (int z = 0; z < bins[0]; z++) {
            for (int y = 0; y < bins[1]; y++) {
                Arrays.fill(line, isMax ? Double.NEGATIVE_INFINITY : 0);
                for (int sourceZ = first(0, z); sourceZ <= last(0, z); sourceZ++) {
                    float[] plane = input.plane(0, sourceZ);
                    for (int sourceY = first(1, y); sourceY <= last(1, y); sourceY++) {
                        scratch.checkCancelled();
                        add(plane, input.rowStart(sourceY) + input.column(0), line);
                    }
                }
                double rows = (double) count(0, z) * count(1, y);
                float[] to = output.plane(0, z);
                for (int x = 0; x < bins[2]; x++) {
                    double value = combine(line, first(2, x), last(2, x));
                    to[output.rowStart(y) + x] = (float) (isMax ? value : value / (rows * count(2, x)));
                }
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
