package org.convlayers.engine.convolution;

/** What the taps (channel, kz, ky, kx) of a window see, as a table of strips, one for each tap. */
interface TapStrips {
    /** The strips of the taps that have been laid out, followed by zeros up to the length that the product asks for. */
    float[][] strips();

    /**
     * Goes to a row of the pass.
     *
     * @param firstChannel the input channel of tap 0
     * @param row 0, or the next after that gone to last
     */
    void moveTo(int firstChannel, int row);

    /**
     * Lays out taps {@code from} to {@code to - 1}.
     *
     * @return where in {@link #strips} they begin
     */
    int load(int from, int to);
}
