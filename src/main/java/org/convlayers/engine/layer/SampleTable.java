package org.convlayers.engine.layer;

import org.convlayers.layer.SamplingAxis;

/** What the output pixels of an upsampling layer are made of along one axis, looked up instead of computed. */
final class SampleTable {
    private final int taps;
    private final int[] sources;
    private final double[] weights;

    private SampleTable(int taps, int outputs) {
        this.taps = taps;
        sources = new int[taps * outputs];
        weights = new double[taps * outputs];
    }

    /** The table of an axis. */
    static SampleTable of(SamplingAxis axis) {
        SampleTable table = new SampleTable(axis.taps(), axis.m());
        for (int output = 0, i = 0; output < axis.m(); output++) {
            for (int tap = 0; tap < axis.taps(); tap++, i++) {
                table.sources[i] = axis.source(output, tap);
                table.weights[i] = axis.weight(output, tap);
            }
        }
        return table;
    }

    /** The table of an axis of one pixel that stays as it is. */
    static SampleTable ofOnePixel() {
        SampleTable table = new SampleTable(1, 1);
        table.weights[0] = 1;
        return table;
    }

    int taps() {
        return taps;
    }

    int source(int output, int tap) {
        return sources[output * taps + tap];
    }

    /** Copies the only pixel behind each of some outputs, the first one at {@code start}, from a row to another. */
    void copy(float[] from, int start, int firstOutput, float[] to, int outputs) {
        for (int x = 0; x < outputs; x++) {
            to[x] = from[start + sources[firstOutput + x]];
        }
    }

    double weight(int output, int tap) {
        return weights[output * taps + tap];
    }

    /** The first pixel that the outputs from {@code first} on are made of; none of those after it begins before it. */
    int lowest(int first) {
        return source(first, 0);
    }

    /** The last pixel that the outputs up to {@code last} are made of. */
    int highest(int last) {
        return source(last, taps - 1);
    }
}
