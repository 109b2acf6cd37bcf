package org.convlayers.app;

import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.BlockSource;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.shape.AxisRanges.Range;
import org.convlayers.shape.Box;
import org.convlayers.shape.Extent;
import org.convlayers.shape.Region;

/** About all values of an item that are numbers, read from it row by row when they are asked for; NaN without any. */
final class ItemStatistics {
    /** So many values are ranked for a percentile; of larger items evenly spaced ones. */
    private static final int MAX_RANKED = 1 << 25;

    private final BlockSource source;
    private final int item;
    private final Scratch scratch;
    private Optional<ValueRanks> known = Optional.empty();

    /**
     * Nothing is read yet.
     *
     * @param scratch memory of the calling thread; says whether to go on
     */
    ItemStatistics(BlockSource source, int item, Scratch scratch) {
        this.source = source;
        this.item = item;
        this.scratch = scratch;
    }

    /** Takes the values of a row. */
    private interface RowVisitor {
        void visit(float[] values, int start, int count);
    }

    double mean() {
        return mean(value -> value);
    }

    /** The square root of the mean square distance from the mean. */
    double deviation() {
        double mean = mean();
        return Math.sqrt(mean(value -> (value - mean) * (value - mean)));
    }

    private double mean(DoubleUnaryOperator ofValue) {
        double[] sum = {0};
        long[] numbers = {0};
        forEachRow((values, start, count) -> {
            for (int i = start; i < start + count; i++) {
                if (!Float.isNaN(values[i])) {
                    sum[0] += ofValue.applyAsDouble(values[i]);
                    numbers[0]++;
                }
            }
        });
        return sum[0] / numbers[0];
    }

    /** The value below which so many percent lie, interpolated between neighbours, as numpy.nanpercentile. */
    double percentile(double percent) {
        ValueRanks ranks = known.orElseGet(this::ranks);
        known = Optional.of(ranks);
        if (ranks.count() == 0) {
            return Double.NaN;
        }
        double place = percent / 100 * (ranks.count() - 1);
        int below = (int) place;
        int above = Math.min(below + 1, ranks.count() - 1);
        float least = ranks.value(below);
        return least + (place - below) * ((double) ranks.value(above) - least);
    }

    private ValueRanks ranks() {
        long elements = source.shape().elements();
        int step = (int) ((elements + MAX_RANKED - 1) / MAX_RANKED);
        float[] taken = new float[(int) ((elements + step - 1) / step)];
        long[] seen = {0};
        int[] numbers = {0};
        forEachRow((values, start, count) -> {
            for (int i = 0; i < count; i++, seen[0]++) {
                if (seen[0] % step == 0 && !Float.isNaN(values[start + i])) {
                    taken[numbers[0]++] = values[start + i];
                }
            }
        });
        return new ValueRanks(taken, numbers[0], scratch);
    }

    private void forEachRow(RowVisitor visitor) {
        Extent size = source.shape().spatial().to3D(1);
        Range width = new Range(0, size.get(2) - 1);
        for (int z = 0; z < size.get(0); z++) {
            for (int y = 0; y < size.get(1); y++) {
                scratch.checkCancelled();
                Region row = Region.of(new Box(new Range(z, z), new Range(y, y), width));
                Block block = source.read(item, row, scratch);
                for (int c = 0; c < block.channels(); c++) {
                    visitor.visit(block.plane(c, z), block.rowStart(y) + block.column(0), width.size());
                }
                source.release(block, scratch);
            }
        }
    }
}
