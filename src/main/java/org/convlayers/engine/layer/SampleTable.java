package org.convlayers.engine.layer;

import org.convlayers.engine.memory.OnFirstUse;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.layer.SamplingAxis;
import org.convlayers.shape.AxisRanges.Range;

/**
 * What the columns of an upsampling layer's output are made of, looked up instead of computed for each row. That of a long axis
 * is made for each box, so that it does not grow with the image; what only describes a network needs no table.
 */
final class SampleTable {
    /** Longer axes have no table of all their pixels. */
    private static final int LONGEST = 1 << 14;

    private final SamplingAxis axis;
    private final OnFirstUse<Samples> whole;

    /** The table of an axis; empty as yet. */
    SampleTable(SamplingAxis axis) {
        this.axis = axis;
        whole = new OnFirstUse<>(scratch -> new Samples(axis, new Range(0, axis.m() - 1)));
    }

    /** What a range of the output is made of. */
    Samples of(Range outputs, Scratch scratch) {
        return axis.m() > LONGEST ? new Samples(axis, outputs) : whole.get(scratch);
    }

    /** The pixels behind some outputs and their weights, those of an output one after the other. */
    static final class Samples {
        private final int first;
        private final int taps;
        private final int[] sources;
        private final double[] weights;

        private Samples(SamplingAxis axis, Range outputs) {
            first = outputs.first();
            taps = axis.taps();
            sources = new int[outputs.size() * taps];
            weights = new double[sources.length];
            int i = 0;
            for (int output = first; output <= outputs.last(); output++) {
                for (int tap = 0; tap < taps; tap++, i++) {
                    sources[i] = axis.source(output, tap);
                    weights[i] = axis.weight(output, tap);
                }
            }
        }

        /** Copies the only pixel behind each of some outputs from a row whose pixel 0 would be at {@code start} to another. */
        void copy(float[] from, int start, int firstOutput, float[] to, int outputs) {
            for (int x = 0; x < outputs; x++) {
                to[x] = from[start + sources[firstOutput - first + x]];
            }
        }

        /** Adds up the pixels behind each of some outputs, times their weights, from a row whose pixel 0 would be at {@code start}. */
        void combine(float[] from, int start, int firstOutput, float[] to, int outputs) {
            int i = (firstOutput - first) * taps;
            for (int x = 0; x < outputs; x++) {
                float sum = 0;
                for (int tap = 0; tap < taps; tap++, i++) {
                    sum = Math.fma((float) weights[i], from[start + sources[i]], sum);
                }
                to[x] = sum;
            }
        }
    }
}
