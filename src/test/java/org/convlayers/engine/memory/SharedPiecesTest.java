package org.convlayers.engine.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SharedPiecesTest {
    @Test
    void makesWhatIsRequiredAndNothingElseOnce() {
        List<Integer> made = new ArrayList<>();
        SharedPieces pieces = new SharedPieces(5, made::add);
        pieces.require(new Scratch(), 3, 1, 3);
        pieces.require(new Scratch(), 1, 4);
        assertEquals(List.of(3, 1, 4), made);
    }

    @Test
    @Timeout(60)
    void threadsMakeDifferentPiecesAtTheSameTime() throws Exception {
        CyclicBarrier bothAreMaking = new CyclicBarrier(2);
        SharedPieces pieces = new SharedPieces(2, piece -> await(bothAreMaking));
        inTwoThreads(() -> pieces.require(new Scratch(), 0, 1));
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new AssertionError("the other thread waits instead of making another piece", e);
        }
    }

    @Test
    @Timeout(60)
    void allAreThereForEachThreadAndMadeOnce() throws Exception {
        int count = 2000;
        AtomicIntegerArray made = new AtomicIntegerArray(count);
        int[][] values = new int[count][];
        SharedPieces pieces = new SharedPieces(count, piece -> {
            made.incrementAndGet(piece);
            values[piece] = new int[] {piece};
        });
        int[] all = IntStream.range(0, count).toArray();
        inTwoThreads(() -> {
            pieces.require(new Scratch(), all);
            for (int piece : all) {
                assertEquals(piece, values[piece][0]);
            }
        });
        assertArrayEquals(
                new int[count],
                IntStream.of(all).map(piece -> made.get(piece) - 1).toArray());
    }

    @Test
    void whatFailsOrIsCancelledIsMadeTheNextTime() {
        AtomicBoolean isCancelled = new AtomicBoolean(true);
        AtomicBoolean fails = new AtomicBoolean();
        List<Integer> made = new ArrayList<>();
        SharedPieces pieces = new SharedPieces(1, piece -> {
            if (fails.get()) {
                throw new OutOfMemoryError("for a test");
            }
            made.add(piece);
        });
        Scratch cancelled = new Scratch(new Monitor() {
            @Override
            public boolean isCancelled() {
                return isCancelled.get();
            }
        });
        assertThrows(CancellationException.class, () -> pieces.require(cancelled, 0));
        isCancelled.set(false);
        fails.set(true);
        assertThrows(OutOfMemoryError.class, () -> pieces.require(cancelled, 0));
        fails.set(false);
        pieces.require(cancelled, 0);
        assertEquals(List.of(0), made);
    }

    private static void inTwoThreads(Runnable work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (Future<?> end : List.of(threads.submit(work), threads.submit(work))) {
                end.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
