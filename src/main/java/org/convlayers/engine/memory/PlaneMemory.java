package org.convlayers.engine.memory;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;

/**
 * Memory of maps that are kept as a whole: their planes are used again for later maps, for the next item and the next run. New
 * memory costs as much time as a light layer. Beyond 32 MiB no more is held than was in use at the same time.
 *
 * <p>Contents of what is taken are undefined. For many threads.
 */
public final class PlaneMemory {
    /** A plane may serve a request for as little as its length divided by this. */
    private static final int MAX_WASTE = 4;

    /** So little is held in any case: small maps of many sizes follow one another in networks of many layers. */
    private static final long HELD_ANYWAY = 32 << 20;

    private final TreeMap<Integer, Deque<float[]>> idle = new TreeMap<>();

    /** Idle planes of {@link #recentLength}: those of a map are looked up once. An empty queue here is not among the others. */
    private Deque<float[]> recent = new ArrayDeque<>();

    private int recentLength;
    private long bytesIdle;
    private long bytesInUse;
    private long mostInUse;

    /** A plane of at least {@code length} values; give it back with {@link #give}. */
    public float[] take(int length) {
        float[] known = takeIdle(length);
        return known == null ? allocate(length) : known;
    }

    /** Not synchronized: several threads fill their planes with zeros at the same time. */
    private float[] allocate(int length) {
        boolean isAllocated = false;
        try {
            float[] plane = new float[length];
            isAllocated = true;
            return plane;
        } finally {
            if (!isAllocated) {
                addInUse(-bytes(length));
            }
        }
    }

    private synchronized float[] takeIdle(int length) {
        if (length == recentLength && !recent.isEmpty()) {
            addInUse(bytes(length));
            return removeFrom(recent, length);
        }
        Map.Entry<Integer, Deque<float[]>> fitting = idle.ceilingEntry(length);
        if (fitting != null && fitting.getKey() / MAX_WASTE <= length) {
            addInUse(bytes(fitting.getKey()));
            return removeFrom(fitting.getValue(), fitting.getKey());
        }
        addInUse(bytes(length));
        while (bytesIdle > 0 && bytesInUse + bytesIdle > Math.max(mostInUse, HELD_ANYWAY)) {
            removeFrom(idle.firstEntry().getValue(), idle.firstKey());
        }
        return null;
    }

    private float[] removeFrom(Deque<float[]> planes, int length) {
        float[] plane = planes.pop();
        recent = planes;
        recentLength = length;
        if (planes.isEmpty()) {
            idle.remove(length);
        }
        bytesIdle -= bytes(length);
        return plane;
    }

    private synchronized void addInUse(long bytes) {
        bytesInUse += bytes;
        mostInUse = Math.max(mostInUse, bytesInUse);
    }

    /**
     * Takes back the planes of a map, which nobody must touch again.
     *
     * @param map whole planes; those that have not been made are null
     */
    public synchronized void give(Block map) {
        map.forEachPlane(plane -> {
            if (plane != null) {
                if (plane.length != recentLength || recent.isEmpty()) {
                    recent = idle.computeIfAbsent(plane.length, length -> new ArrayDeque<>());
                    recentLength = plane.length;
                }
                recent.push(plane);
                bytesIdle += bytes(plane.length);
                bytesInUse -= bytes(plane.length);
            }
        });
    }

    /** How many bytes are kept, in use or not. */
    public synchronized long bytesHeld() {
        return bytesInUse + bytesIdle;
    }

    /** How many bytes are in use; 0 when everything has been given back. */
    public synchronized long bytesInUse() {
        return bytesInUse;
    }

    private static long bytes(int length) {
        return (long) length * Float.BYTES;
    }
}
