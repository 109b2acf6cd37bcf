package org.convlayers.img;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ParallelWorkersTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    void everyTaskRunsOnce(int threads) {
        AtomicIntegerArray runs = new AtomicIntegerArray(1000);
        Set<Thread> seen = ConcurrentHashMap.newKeySet();
        ParallelWorkers.withThreads(
                threads,
                () -> ParallelWorkers.ofContext().forEach(runs.length(), task -> {
                    runs.incrementAndGet(task);
                    seen.add(Thread.currentThread());
                }));
        for (int i = 0; i < runs.length(); i++) {
            assertEquals(1, runs.get(i));
        }
        assertTrue(seen.size() <= threads, seen::toString);
    }

    @Test
    void oneThreadIsTheCaller() {
        Set<Thread> seen = ConcurrentHashMap.newKeySet();
        ParallelWorkers.withThreads(
                1, () -> ParallelWorkers.ofContext().forEach(10, task -> seen.add(Thread.currentThread())));
        assertEquals(Collections.singleton(Thread.currentThread()), seen);
    }

    /** Each waits for the other: only two threads at a time can do it. */
    @Test
    void twoThreadsWorkAtATime() {
        CountDownLatch both = new CountDownLatch(2);
        ParallelWorkers.withThreads(
                2,
                () -> ParallelWorkers.ofContext().forEach(2, task -> {
                    both.countDown();
                    try {
                        both.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                }));
    }

    /** Some loops find the helper of the one before awake, some asleep, and some while it falls asleep. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void everyLoopIsHelpedHoweverSoonItFollows(int threads) {
        SplittableRandom random = new SplittableRandom(1);
        ParallelWorkers.withThreads(threads, () -> {
            ParallelWorkers workers = ParallelWorkers.ofContext();
            for (int loop = 0; loop < 3000; loop++) {
                CyclicBarrier all = new CyclicBarrier(threads);
                workers.forEach(threads, task -> await(all));
                long end = System.nanoTime() + random.nextLong(400_000);
                while (System.nanoTime() < end) {
                    Thread.onSpinWait();
                }
            }
        });
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void tasksMayRunTasks() {
        AtomicInteger runs = new AtomicInteger();
        ParallelWorkers.withThreads(
                2,
                () -> ParallelWorkers.ofContext()
                        .forEach(
                                20, outer -> ParallelWorkers.ofContext().forEach(20, inner -> runs.incrementAndGet())));
        assertEquals(400, runs.get());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void whatATaskThrowsIsThrownWhenAllHaveEnded(int threads) {
        AtomicInteger working = new AtomicInteger();
        ParallelWorkers.withThreads(threads, () -> {
            IllegalStateException thrown = assertThrows(
                    IllegalStateException.class,
                    () -> ParallelWorkers.ofContext().forEach(100_000, task -> {
                        working.incrementAndGet();
                        try {
                            if (task == 50) {
                                throw new IllegalStateException("task 50");
                            }
                        } finally {
                            working.decrementAndGet();
                        }
                    }));
            assertEquals("task 50", thrown.getMessage());
            assertEquals(0, working.get());
        });
    }

    @Test
    void noTasksAreNoWork() {
        ParallelWorkers.withThreads(
                2,
                () -> ParallelWorkers.ofContext().forEach(0, task -> {
                    throw new IllegalStateException("there is none");
                }));
    }
}
