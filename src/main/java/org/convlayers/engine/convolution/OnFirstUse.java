package org.convlayers.engine.convolution;

import java.util.function.Function;
import org.convlayers.engine.memory.Scratch;

/**
 * The weights of a layer in the form that an algorithm needs, made by the thread that needs them first: an algorithm that is
 * only compared with others, or only described, takes no memory for them. For many threads.
 *
 * @param <T> the form
 */
final class OnFirstUse<T> {
    private final Function<Scratch, T> make;
    private volatile T made;

    /**
     * None yet.
     *
     * @param make makes them; asks whether to go on every few milliseconds
     */
    OnFirstUse(Function<Scratch, T> make) {
        this.make = make;
    }

    /**
     * The weights; other threads wait for the one that makes them.
     *
     * @param scratch says whether to go on
     * @throws java.util.concurrent.CancellationException if the computation is cancelled; then they are made another time
     */
    T get(Scratch scratch) {
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
