package org.convlayers.app;

import java.util.List;
import org.convlayers.engine.memory.Monitor;

/** Several runs one after the other as one piece of work: who watches over it is told the progress of all. */
public final class RunShare {
    private final Monitor all;
    private final List<Double> work;
    private final double total;
    private double before;
    private int run;

    /**
     * None has begun.
     *
     * @param all watches over all of it
     * @param work how much there is to do in each run, in any unit
     */
    public RunShare(Monitor all, List<Double> work) {
        this.all = all;
        this.work = List.copyOf(work);
        total = work.stream().mapToDouble(Double::doubleValue).sum();
    }

    /** Watches over the next run. */
    public Monitor next() {
        double begin = before;
        double share = work.get(run++);
        before += share;
        return new Monitor() {
            @Override
            public boolean isCancelled() {
                return all.isCancelled();
            }

            @Override
            public void progress(double done) {
                all.progress((begin + share * done) / total);
            }
        };
    }
}
