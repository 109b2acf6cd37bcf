package org.convlayers.engine.memory;

import java.util.stream.IntStream;

/** Threads that share out tasks, each with memory of its own. */
public interface Crew {
    /**
     * What it takes to wake another thread, to let it fetch what it works on from the caches of the one that made it, and to
     * wait for it; measured on several machines, where it is between 20 and 100 microseconds.
     */
    double NANOS_PER_HAND_OFF = 40_000;

    /** How many tasks run at a time. */
    int parallelism();

    /** Memory of maps that outlive the task that makes them. */
    PlaneMemory planes();

    /**
     * Runs the tasks 0 to {@code tasks - 1} and returns when all have ended.
     *
     * @throws RuntimeException what a task threw; tasks that have not started then do not start
     */
    void run(int tasks, Task task);

    /**
     * Shares out the work of a task that runs alone: as {@link #run}, but from within.
     *
     * @param own the memory of the task
     */
    void share(int parts, Scratch own, Task part);

    /** One of several tasks. */
    @FunctionalInterface
    interface Task {
        /**
         * Does it.
         *
         * @param number which one
         * @param scratch memory of the thread
         */
        void run(int number, Scratch scratch);
    }

    /**
     * The same threads, which tell the monitor how long they are busy with a layer.
     *
     * @param node the place of the layer among the network's nodes
     */
    default Crew timed(int node) {
        Crew crew = this;
        return new Crew() {
            @Override
            public int parallelism() {
                return crew.parallelism();
            }

            @Override
            public PlaneMemory planes() {
                return crew.planes();
            }

            @Override
            public void run(int tasks, Task task) {
                crew.run(tasks, timed(task));
            }

            @Override
            public void share(int parts, Scratch own, Task part) {
                crew.share(parts, own, timed(part));
            }

            private Task timed(Task task) {
                return (number, scratch) -> scratch.timed(node, () -> task.run(number, scratch));
            }
        };
    }

    /** The calling thread alone. */
    static Crew alone(Scratch scratch) {
        PlaneMemory planes = new PlaneMemory();
        return new Crew() {
            @Override
            public int parallelism() {
                return 1;
            }

            @Override
            public PlaneMemory planes() {
                return planes;
            }

            @Override
            public void run(int tasks, Task task) {
                IntStream.range(0, tasks).forEach(number -> {
                    scratch.checkCancelled();
                    task.run(number, scratch);
                });
            }

            @Override
            public void share(int parts, Scratch own, Task part) {
                run(parts, part);
            }
        };
    }
}
