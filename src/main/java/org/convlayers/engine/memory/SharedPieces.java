package org.convlayers.engine.memory;

import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/**
 * Pieces that several threads need, such as the planes of a result, each made once, when one is needed for the first time.
 *
 * <p>Threads that need the same pieces make different ones at the same time. New memory is filled with zeros, page by page:
 * that takes longer than many a layer, and would take as long again if one thread did it for all. For many threads.
 */
public final class SharedPieces {
    private static final int MADE = 1;

    /** Enough for the threads; a lock for each of millions of small pieces would take more memory than they do. */
    private static final int MAX_LOCKS = 32;

    private final IntConsumer make;
    private final AtomicIntegerArray states;
    private final Lock[] locks;

    /**
     * No piece is made yet.
     *
     * @param count how many there are
     * @param make makes the piece of an index
     */
    public SharedPieces(int count, IntConsumer make) {
        this.make = make;
        states = new AtomicIntegerArray(count);
        locks = Stream.generate(ReentrantLock::new)
                .limit(Math.min(count, MAX_LOCKS))
                .toArray(Lock[]::new);
    }

    /**
     * Makes the pieces that are missing, or waits for the threads that make them.
     *
     * @param scratch says whether to go on
     * @param pieces the indices of what is needed
     * @throws CancellationException if the computation is cancelled; pieces that were not made are made another time
     */
    public void require(Scratch scratch, int... pieces) {
        for (int piece : pieces) {
            if (!isMade(piece) && lock(piece).tryLock()) {
                makeLocked(piece, scratch);
            }
        }
        for (int piece : pieces) {
            if (!isMade(piece)) {
                lock(piece).lock();
                makeLocked(piece, scratch);
            }
        }
    }

    private Lock lock(int piece) {
        return locks[piece % locks.length];
    }

    private boolean isMade(int piece) {
        return states.get(piece) == MADE;
    }

    private void makeLocked(int piece, Scratch scratch) {
        try {
            if (!isMade(piece)) {
                scratch.checkCancelled();
                make.accept(piece);
                states.set(piece, MADE);
            }
        } finally {
            lock(piece).unlock();
        }
    }
}
