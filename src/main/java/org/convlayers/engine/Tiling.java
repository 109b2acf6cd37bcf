package org.convlayers.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.convlayers.engine.memory.Crew;
import org.convlayers.shape.AxisRanges.Range;
import org.convlayers.shape.Box;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;

/**
 * How the output is cut into tiles, which are computed apart and put together without a seam.
 *
 * @param tile the size of a tile on the three axes (D, H, W)
 */
public record Tiling(Extent tile) {
    /** What the blocks of a tile, from the input to the output, may take for each thread. */
    public static final long BYTES_PER_THREAD = 192L << 20;

    /** What they may take to stay in the last-level cache, as those of single layers do. */
    public static final long CACHED_BYTES = 16L << 20;

    /** What it costs to leave the cache: less than what small tiles of deep networks compute again, their halos. */
    private static final double NOT_CACHED = 1.15;

    private static final int TASKS_PER_THREAD = 4;

    /** How much of a task threads wait for the slowest one at the end, where there are few tasks for each. */
    private static final double UNEVEN_THREADS = 0.4;

    private static final int LEAST_HEIGHT = 8;

    /** Narrower tiles are slower to read and to write. */
    private static final int LEAST_WIDTH = 512;

    /** They are tried where wider ones take too much memory. */
    private static final int LEAST_WIDTH_IN_NEED = 32;

    /** What cut rows cost: whole ones lie in memory one after the other, which makes reading and writing faster. */
    private static final double CUT_ROWS = 1.04;

    /** Checks the arguments. */
    public Tiling {
        if (tile.rank() != Extent.MAX_RANK || !tile.isAtLeast(1)) {
            throw new IllegalArgumentException("a tile needs at least one pixel on three axes, but got " + tile);
        }
    }

    /** The whole output as one tile. */
    public static Tiling none(FeatureShape output) {
        return new Tiling(output.spatial().to3D(1));
    }

    /** Tiles of {@code size} pixels on each axis of the output that is as long. */
    public static Tiling of(FeatureShape output, int size) {
        if (size < 1) {
            throw new IllegalArgumentException("a tile needs at least 1 pixel, but got " + size);
        }
        return new Tiling(output.spatial().to3D(1).combine(Extent.filled(Extent.MAX_RANK, size), Math::min));
    }

    /**
     * The tiles that cost least: halos count as work, memory stays within {@value #CACHED_BYTES} bytes for each thread, and
     * within {@value #BYTES_PER_THREAD}, unless halos cost more, and there are tasks enough for all threads.
     *
     * @param plan what is to be computed
     * @param items the number of items in the batch
     * @param parallelism the number of threads
     */
    public static Tiling auto(TiledOutput plan, int items, int parallelism) {
        return auto(plan, items, parallelism, Long.MAX_VALUE);
    }

    /**
     * As {@link #auto(TiledOutput, int, int)}, but within a bound: of tiles that all exceed it those that need least.
     *
     * @param bytesPerThread what the blocks of a tile may take for each thread
     */
    public static Tiling auto(TiledOutput plan, int items, int parallelism, long bytesPerThread) {
        Priced best = cheapest(plan, items, parallelism, bytesPerThread, LEAST_WIDTH);
        return best.excess() == 0
                ? best.tiling()
                : cheapest(plan, items, parallelism, bytesPerThread, LEAST_WIDTH_IN_NEED)
                        .tiling();
    }

    /** What a tiling costs, and how much more memory it takes than it should. */
    private record Priced(Tiling tiling, double cost, long excess) {}

    private static Priced cheapest(TiledOutput plan, int items, int parallelism, long bytesPerThread, int leastWidth) {
        Extent size = plan.outputShape().spatial().to3D(1);
        Extent block = plan.block();
        List<Priced> all = new ArrayList<>();
        for (int depth : candidates(1, block.get(0), size.get(0), parallelism)) {
            for (int height : candidates(LEAST_HEIGHT, block.get(1), size.get(1), parallelism)) {
                for (int width : candidates(leastWidth, block.get(2), size.get(2), 1)) {
                    Tiling tiling = new Tiling(Extent.of(depth, height, width));
                    TiledOutput.TileCost middle = plan.cost(tiling.middle(plan.outputShape()));
                    long excess = Math.max(0, middle.bytes() - bytesPerThread);
                    all.add(new Priced(tiling, tiling.cost(plan, items, parallelism, middle), excess));
                }
            }
        }
        return all.stream()
                .min(Comparator.comparingLong(Priced::excess).thenComparingDouble(Priced::cost))
                .orElseThrow();
    }

    /**
     * {@code smallest} and its doubles below {@code size}, those of a block that is larger than a pixel, even shares for
     * several threads, and {@code size}.
     */
    private static int[] candidates(int smallest, int block, int size, int parallelism) {
        IntStream blocks = block > 1 ? doubles(block, size) : IntStream.empty();
        IntStream shares = parallelism > 1
                ? IntStream.of(parallelism, 2 * parallelism).map(parts -> share(size, parts, block))
                : IntStream.empty();
        return Stream.of(doubles(smallest, size), blocks, shares, IntStream.of(size))
                .flatMapToInt(lengths -> lengths)
                .distinct()
                .toArray();
    }

    /** One of some parts of {@code size} pixels, in whole blocks. */
    private static int share(int size, int parts, int block) {
        int blocks = (size - 1) / block + 1;
        return (int) Math.min(size, ((blocks - 1L) / parts + 1) * block);
    }

    private static IntStream doubles(int smallest, int size) {
        return IntStream.iterate(smallest, n -> n < size, n -> n > size / 2 ? size : 2 * n);
    }

    /** The time of all tiles, halos included; more where memory or threads are not used well. */
    private double cost(TiledOutput plan, int items, int parallelism, TiledOutput.TileCost middle) {
        int tiles = count(plan.outputShape());
        double tasks = (double) tiles * Math.max(items, 1); // an empty batch has tiles too, which nobody computes
        double cost =
                parallelism > 1 && tasks == 1 ? parallelism * plan.sharedNanos(parallelism) : middle.nanos() * tiles;
        if (tile.get(2) < plan.outputShape().spatial().to3D(1).get(2)) {
            cost *= CUT_ROWS;
        }
        if (parallelism > 1 && tasks > 1) {
            if (tasks < (double) parallelism * TASKS_PER_THREAD) {
                cost *= Math.ceil(tasks / parallelism) * parallelism / tasks + UNEVEN_THREADS / tasks;
            }
            cost += parallelism * Crew.NANOS_PER_HAND_OFF;
        }
        if (middle.bytes() > CACHED_BYTES) {
            cost *= NOT_CACHED;
        }
        if (middle.bytes() > BYTES_PER_THREAD) {
            cost *= (double) middle.bytes() / BYTES_PER_THREAD;
        }
        return cost;
    }

    /**
     * The number of tiles of an output.
     *
     * @throws IllegalArgumentException if there are more than can be counted; the message names both sizes
     */
    public int count(FeatureShape output) {
        long count = perAxis(output).product();
        if (count > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("tiles of " + tile + " pixels cut an output of " + output + " into "
                    + count + ", but at most " + Integer.MAX_VALUE + " are allowed; take larger tiles");
        }
        return (int) count;
    }

    private Extent perAxis(FeatureShape output) {
        return output.spatial().to3D(1).combine(tile, (size, length) -> (size - 1) / length + 1);
    }

    /** A tile of full size in the middle, where halos are whole. */
    private Box middle(FeatureShape output) {
        Extent perAxis = perAxis(output);
        return tile(output, (perAxis.get(0) - 1) / 2, (perAxis.get(1) - 1) / 2, (perAxis.get(2) - 1) / 2);
    }

    /**
     * One of the tiles of an output, counted row by row; those at the end may be smaller.
     *
     * @param index from 0 to {@link #count} - 1
     */
    public Box tile(FeatureShape output, int index) {
        Extent perAxis = perAxis(output);
        int row = index / perAxis.get(2);
        return tile(output, row / perAxis.get(1), row % perAxis.get(1), index % perAxis.get(2));
    }

    private Box tile(FeatureShape output, int z, int y, int x) {
        Extent size = output.spatial().to3D(1);
        return new Box(range(size, 0, z), range(size, 1, y), range(size, 2, x));
    }

    private Range range(Extent size, int axis, int index) {
        int first = index * tile.get(axis);
        return new Range(first, first + Math.min(tile.get(axis), size.get(axis) - first) - 1);
    }
}
