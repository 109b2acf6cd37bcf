package org.convlayers.benchmark;

import org.convlayers.app.NetworkBenchmark;

/** This project's engine, on the threads of the current context. */
final class ConvLayersContender implements Contender {
    private final Job job;
    private final NetworkBenchmark network;

    ConvLayersContender(Job job) {
        this.job = job;
        network = NetworkBenchmark.of(job.filled(), job.source());
    }

    @Override
    public void run() {
        network.run();
    }

    @Override
    public float[] output() {
        run();
        return Job.flat(network.output(), job.output());
    }

    @Override
    public void close() {
        // the garbage collector does
    }
}
