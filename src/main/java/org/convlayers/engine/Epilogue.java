package org.convlayers.engine;

/** What is done to the values of a layer before they are stored, while they are still in cache: its activations. */
interface Epilogue {
    /** Leaves the values as they are. */
    Epilogue NONE = (values, from, to) -> {};

    /** Replaces each of {@code values[from..to)}. */
    void apply(float[] values, int from, int to);

    /** This, then the other. */
    default Epilogue andThen(Epilogue next) {
        return (values, from, to) -> {
            apply(values, from, to);
            next.apply(values, from, to);
        };
    }
}
