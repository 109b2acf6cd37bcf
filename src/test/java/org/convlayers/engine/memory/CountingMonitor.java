package org.convlayers.engine.memory;

import java.util.concurrent.atomic.AtomicInteger;

/** Cancels when it is asked for the n-th time. */
public final class CountingMonitor implements Monitor {
    private final AtomicInteger asked = new AtomicInteger();
    private final int cancelAt;

    /**
     * Not asked yet.
     *
     * @param cancelAt which time it cancels, from 1 on
     */
    public CountingMonitor(int cancelAt) {
        this.cancelAt = cancelAt;
    }

    /** Only counts. */
    public static CountingMonitor never() {
        return new CountingMonitor(Integer.MAX_VALUE);
    }

    @Override
    public boolean isCancelled() {
        return asked.incrementAndGet() >= cancelAt;
    }

    /** How often it was asked. */
    public int asked() {
        return asked.get();
    }
}
