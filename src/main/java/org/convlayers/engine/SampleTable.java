package org.convlayers.engine;

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

    double weight(int output, int tap) {
        return weights[output * taps + tap];
    }

    /** The first pixel with a weight that the outputs {@code first} to {@code last} are made of. */
    int lowest(int first, int last) {
        int lowest = Integer.MAX_VALUE;
        for (int i = first * taps; i < (last + 1) * taps; i++) {
            lowest = weights[i] == 0 ? lowest : Math.min(lowest, sources[i]);
        }
        return lowest;
    }

    /** The last pixel with a weight that the outputs {@code first} to {@code last} are made of. */
    int highest(int first, int last) {
        int highest = 0;
        for (int i = first * taps; i < (last + 1) * taps; i++) {
            highest = weights[i] == 0 ? highest : Math.max(highest, sources[i]);
        }
        return highest;
    }
}
