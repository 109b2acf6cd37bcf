package org.convlayers.engine.memory;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.function.BiConsumer;
import org.convlayers.engine.kernel.Accumulators;
import org.convlayers.engine.kernel.Strip;
import org.convlayers.shape.Box;
import org.convlayers.shape.Region;
import org.convlayers.shape.ShapeException;

/**
 * Memory of one thread that is used again and again: after the first tile nothing is allocated. Who computes with it also
 * learns from it whether to go on.
 *
 * <p>Not for several threads. Contents of what is taken are undefined.
 */
public final class Scratch {
    /** Lengths are rounded up to this many floats, so that arrays fit again when sizes differ a little. */
    private static final int GRAIN = 64;

    /** Rounded up, it is still the length of an array. */
    private static final int LARGEST_PLANE = Integer.MAX_VALUE - 2 * GRAIN;

    /** What an array takes beside its values: its header, and the places that hold it. */
    private static final int BYTES_OF_ARRAY = 32;

    /** An array may serve a request for as little as its length divided by this. */
    private static final int MAX_WASTE = 4;

    private final Monitor monitor;
    private final TreeMap<Integer, Deque<float[]>> free = new TreeMap<>();
    private final Deque<float[]> freeStrips = new ArrayDeque<>();
    private Accumulators accumulators;

    /** Arrays of {@link #recentLength}, the shortest there are for {@link #recentRequest}: those of a block are looked up once. */
    private Deque<float[]> recent = new ArrayDeque<>();

    private int recentLength;
    private int recentRequest;
    private long bytesHeld;
    private long bytesInUse;

    /** No memory yet, for work that nobody cancels. */
    public Scratch() {
        this(Monitor.NONE);
    }

    /** No memory yet, for work that {@code monitor} may cancel. */
    public Scratch(Monitor monitor) {
        this.monitor = monitor;
    }

    /** Memory for what outlives the task: none yet, of no other task, cancelled with this one. */
    public Scratch another() {
        return new Scratch(monitor);
    }

    /**
     * Ends the computation if it is cancelled. Loops that may run for more than some milliseconds call it at every turn: it
     * costs no more than a call.
     *
     * @throws CancellationException if the computation is cancelled; whoever took memory gives it back on the way out
     */
    public void checkCancelled() {
        if (monitor.isCancelled()) {
            throw new CancellationException("cancelled");
        }
    }

    /**
     * Does a part of a layer's work and tells the monitor how long it took.
     *
     * @param node the place of the layer among the network's nodes
     */
    public void timed(int node, Runnable work) {
        long begin = System.nanoTime();
        work.run();
        monitor.computed(node, System.nanoTime() - begin);
    }

    /** An array of at least {@code length} floats; give it back with {@link #give}. */
    public float[] take(int length) {
        int rounded = Math.max(GRAIN, Math.addExact(length, GRAIN - 1) / GRAIN * GRAIN);
        float[] array = rounded == recentRequest ? recent.poll() : null;
        if (array == null) {
            array = takeFitting(rounded);
        }
        bytesInUse += bytes(array);
        return array;
    }

    private float[] takeFitting(int rounded) {
        Map.Entry<Integer, Deque<float[]>> fitting = free.ceilingEntry(rounded);
        while (fitting != null && fitting.getValue().isEmpty()) {
            fitting = free.higherEntry(fitting.getKey());
        }
        if (fitting != null && fitting.getKey() / MAX_WASTE <= rounded) {
            remember(rounded, fitting.getKey(), fitting.getValue());
            return recent.pop();
        }
        dropOneBelow(rounded);
        float[] array = new float[rounded];
        bytesHeld += bytes(array);
        return array;
    }

    /** A shorter array that nobody uses is given up for a longer one: tiles of many sizes shall not add up. */
    private void dropOneBelow(int length) {
        Map.Entry<Integer, Deque<float[]>> shorter = free.lowerEntry(length);
        while (shorter != null && shorter.getValue().isEmpty()) {
            shorter = free.lowerEntry(shorter.getKey());
        }
        if (shorter != null) {
            bytesHeld -= bytes(shorter.getValue().pop());
        }
    }

    /** Takes back an array from {@link #take}, which its user must not touch again. */
    public void give(float[] array) {
        if (array.length != recentLength) {
            remember(array.length, array.length, free.computeIfAbsent(array.length, length -> new ArrayDeque<>()));
        }
        recent.push(array);
        bytesInUse -= bytes(array);
    }

    private void remember(int request, int length, Deque<float[]> arrays) {
        recentRequest = request;
        recentLength = length;
        recent = arrays;
    }

    /** A table of {@code count} strips; give it back with {@link #giveStrips}. */
    public float[][] takeStrips(int count) {
        float[][] strips = new float[count][];
        for (int i = 0; i < count; i++) {
            float[] strip = freeStrips.poll();
            if (strip == null) {
                strip = Strip.allocate();
                bytesHeld += bytes(strip);
            }
            bytesInUse += bytes(strip);
            strips[i] = strip;
        }
        return strips;
    }

    /** Takes back strips from {@link #takeStrips}, which their user must not touch again. */
    public void giveStrips(float[][] strips) {
        // Last one first, so that they come out in the order of their addresses.
        for (int i = strips.length - 1; i >= 0; i--) {
            freeStrips.push(strips[i]);
            bytesInUse -= bytes(strips[i]);
        }
    }

    /** What microkernels may add to, one at a time. */
    public Accumulators accumulators() {
        if (accumulators == null) {
            accumulators = new Accumulators();
            bytesHeld += accumulators.bytes();
        }
        return accumulators;
    }

    private static int planeLength(Region region) {
        int width = region.width().size();
        int height = region.height().size();
        long pixels = (long) width * height;
        if (pixels > LARGEST_PLANE) {
            throw new ShapeException("a tile needs " + width + " x " + height + " pixels (width x height) of a feature"
                    + " map at once, but an array holds up to " + LARGEST_PLANE + "; take smaller tiles");
        }
        return (int) pixels;
    }

    /** What a {@link #block} takes: planes of few pixels take more than their values. */
    public static long bytes(int channels, Region region) {
        long plane = (long) region.width().size() * region.height().size();
        long rounded = Math.max(GRAIN, (plane + GRAIN - 1) / GRAIN * GRAIN);
        return region.isEmpty()
                ? 0
                : (long) channels * region.depth().size() * (rounded * Float.BYTES + BYTES_OF_ARRAY);
    }

    /**
     * A block for a region of some channels, rows without gaps; give it back with {@link #give(Block)}.
     *
     * @throws ShapeException if a plane of the region has more pixels than an array holds
     * @throws CancellationException if the computation is cancelled: new memory of hundreds of megabytes takes its time
     */
    public Block block(int channels, Region region) {
        int rowStride = region.width().size();
        int length = planeLength(region);
        int depth = region.depth().size();
        float[][][] planes = new float[channels][depth][];
        int taken = 0;
        try {
            for (; taken < channels * depth; taken++) {
                checkCancelled();
                planes[taken / depth][taken % depth] = take(length);
            }
        } finally {
            if (taken < channels * depth) {
                for (int i = 0; i < taken; i++) {
                    give(planes[i / depth][i % depth]);
                }
            }
        }
        return new Block(region, planes, 0, rowStride);
    }

    /**
     * A {@link #block} that is filled box by box, and given back if that fails or is cancelled.
     *
     * @param fill fills a box of the block
     */
    public Block filled(int channels, Region region, BiConsumer<Block, Box> fill) {
        Block block = block(channels, region);
        try {
            region.boxes().forEach(box -> fill.accept(block, box));
        } catch (RuntimeException | Error e) {
            give(block);
            throw e;
        }
        return block;
    }

    /** Takes back a block from {@link #block}. */
    public void give(Block block) {
        block.forEachPlane(this::give);
    }

    /** How many bytes have been allocated and are kept, in use or not. */
    public long bytesHeld() {
        return bytesHeld;
    }

    /** How many bytes are in use; 0 when everything has been given back. */
    public long bytesInUse() {
        return bytesInUse;
    }

    private static long bytes(float[] array) {
        return (long) array.length * Float.BYTES;
    }
}
