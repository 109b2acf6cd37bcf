package org.convlayers.ij.image;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongFunction;

/**
 * The planes used last, so many that memory stays bounded; read one at a time, used by many threads.
 *
 * @param <P> what a plane is
 */
final class PlaneCache<P> {
    private final LongFunction<P> reader;
    private final Map<Long, P> planes;
    private final Object reading = new Object();

    /**
     * Makes an empty cache.
     *
     * @param reader reads a plane; never called by two threads at once
     * @param capacity how many planes are held, at least 1
     */
    PlaneCache(LongFunction<P> reader, int capacity) {
        this.reader = reader;
        this.planes = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Long, P> eldest) {
                return size() > capacity;
            }
        };
    }

    /** The plane, read if it is not held. */
    P get(long index) {
        P plane = held(index);
        if (plane != null) {
            return plane;
        }
        // Readers of files share a stream; whoever finds a plane held does not wait for them.
        synchronized (reading) {
            plane = held(index);
            if (plane == null) {
                plane = reader.apply(index);
                hold(index, plane);
            }
            return plane;
        }
    }

    private P held(long index) {
        synchronized (planes) {
            return planes.get(index);
        }
    }

    private void hold(long index, P plane) {
        synchronized (planes) {
            planes.put(index, plane);
        }
    }
}
