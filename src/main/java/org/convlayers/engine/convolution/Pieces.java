package org.convlayers.engine.convolution;

import java.util.Arrays;
import org.convlayers.engine.memory.StridedCopy;

/** A list of pieces of an array that are copied into another one, every {@code step}-th value. For one thread. */
final class Pieces {
    private final int step;
    private int[] sources = new int[16];
    private int[] targets = new int[16];
    private int[] counts = new int[16];
    private int size;

    Pieces(int step) {
        this.step = step;
    }

    void clear() {
        size = 0;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Adds a piece, or lengthens the one before if it goes on there. */
    void add(int source, int target, int count) {
        int last = size - 1;
        if (size > 0 && source == sources[last] + counts[last] * step && target == targets[last] + counts[last]) {
            counts[last] += count;
            return;
        }
        if (size == sources.length) {
            sources = Arrays.copyOf(sources, 2 * size);
            targets = Arrays.copyOf(targets, 2 * size);
            counts = Arrays.copyOf(counts, 2 * size);
        }
        sources[size] = source;
        targets[size] = target;
        counts[size] = count;
        size++;
    }

    /** Copies all pieces. */
    void copy(float[] from, float[] to) {
        for (int i = 0; i < size; i++) {
            StridedCopy.gather(from, sources[i], step, to, targets[i], counts[i]);
        }
    }
}
