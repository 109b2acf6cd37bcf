package org.convlayers.engine;

import java.util.function.IntConsumer;

/** The threads that the caller lends to the engine. */
public interface Workers {
    /** Everything in the calling thread. */
    Workers CALLER = new Workers() {
        @Override
        public int parallelism() {
            return 1;
        }

        @Override
        public void forEach(int tasks, IntConsumer task) {
            for (int i = 0; i < tasks; i++) {
                task.accept(i);
            }
        }
    };

    /** How many tasks run at a time. */
    int parallelism();

    /**
     * Runs the tasks 0 to {@code tasks - 1}, in that order of starting, and returns when all have ended.
     *
     * @throws RuntimeException what a task threw; tasks that have not started then do not start
     */
    void forEach(int tasks, IntConsumer task);
}
