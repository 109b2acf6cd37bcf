package org.convlayers.benchmark;

/** A network made ready for one input by one engine; memory of input and output is used again in each run. */
interface Contender extends AutoCloseable {
    /** Computes the output once. */
    void run();

    /** The values of the output, in the order of channels, slices, rows and columns; computed anew. */
    float[] output();

    @Override
    void close();
}
