package org.convlayers.gradient;

import java.util.List;

/**
 * One layer on the regions that are looked at.
 *
 * <p>{@code look} throws where the run is cancelled; it is called every few milliseconds.
 */
interface LocalLayer {
    /**
     * Computes the output.
     *
     * @param inputs what the output is computed from, for each input
     * @param output its values are overwritten
     */
    void compute(List<Maps> inputs, Maps output, Runnable look);

    /**
     * The vector-Jacobian product: adds to the gradient of each input what comes to it from that of the output, {@code
     * sinks[i] += gradient . d output / d inputs[i]}.
     *
     * @param inputs as in {@link #compute}; empty where the layers are linear, which do not look at them
     * @param gradient by values of the output
     * @param sinks by values of the inputs
     */
    void pullBack(List<Maps> inputs, Maps gradient, List<Maps> sinks, Runnable look);
}
