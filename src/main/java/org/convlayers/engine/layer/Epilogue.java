package org.convlayers.engine.layer;

import java.util.List;

/** What is done to the values of a layer before they are stored, while they are still in cache: pointwise layers after it. */
public interface Epilogue {
    /** Leaves the values as they are. */
    Epilogue NONE = (channel, values, from, to) -> {};

    /**
     * Replaces each of {@code values[from..to)}.
     *
     * @param channel the channel all of them belong to
     */
    void apply(int channel, float[] values, int from, int to);

    /** This, then the other. */
    default Epilogue andThen(Epilogue next) {
        return new EpilogueChain(List.of(this, next));
    }
}
