package org.convlayers.engine.memory;

import java.util.function.Function;

/**
 * What is made by the thread that needs it first, such as the weights of a layer in the form that an algorithm takes: what is
 * only compared with others, or only described, takes no memory for it. For many threads.
 *
 * @param <T> what is made
 */
public final class OnFirstUse<T> {
    private final Function<Scratch, T> make;
    private volatile T made;

    /**
     * Not made yet.
     *
     * @param make makes it; asks whether to go on every few milliseconds
     */
    public OnFirstUse(Function<Scratch, T> make) {
        this.make = make;
    }

    /**
     * What is made; other threads wait for the one that makes it.
     *
     * @param scratch says whether to go on
     * @throws java.util.concurrent.CancellationException if the computation is cancelled; then it is made another time
     */
    public T get(Scratch scratch) {
        T known = made;
        if (known == null) {
            synchronized (this) {
                known = made;
                if (known == null) {
                    scratch.checkCancelled();
                    known = make.apply(scratch);
                    made = known;
                }
            }
        }
        return known;
    }
}
