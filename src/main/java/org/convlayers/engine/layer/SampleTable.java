package org.convlayers.engine.layer;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntBinaryOperator;
import java.util.function.Supplier;
import org.convlayers.layer.SamplingAxis;
import org.convlayers.shape.AxisRanges;

/**
 * What the output pixels of an upsampling layer are made of along one axis, looked up instead of computed. It is filled when
 * it is first looked at: what only describes a network needs no memory for it.
 */
final class SampleTable {
    private final int taps;
    private final IntBinaryOperator source;
    private final Supplier<Entries> make;
    private final AtomicReference<Entries> made = new AtomicReference<>();

    private SampleTable(int taps, IntBinaryOperator source, Supplier<Entries> make) {
        this.taps = taps;
        this.source = source;
        this.make = make;
    }

    /** The pixels and their weights, those of an output one after the other. */
    private static final class Entries {
        private final int[] sources;
        private final double[] weights;

        Entries(int[] sources, double[] weights) {
            this.sources = sources;
            this.weights = weights;
        }
    }

    /** The table of an axis. */
    static SampleTable of(SamplingAxis axis) {
        return new SampleTable(axis.taps(), axis::source, () -> entries(axis));
    }

    private static Entries entries(SamplingAxis axis) {
        int[] sources = new int[axis.taps() * axis.m()];
        double[] weights = new double[sources.length];
        for (int output = 0, i = 0; output < axis.m(); output++) {
            for (int tap = 0; tap < axis.taps(); tap++, i++) {
                sources[i] = axis.source(output, tap);
                weights[i] = axis.weight(output, tap);
            }
        }
        return new Entries(sources, weights);
    }

    /** The table of an axis of one pixel that stays as it is. */
    static SampleTable ofOnePixel() {
        return new SampleTable(1, (output, tap) -> 0, () -> new Entries(new int[1], new double[] {1}));
    }

    /** Several threads may make them at once; they are the same. */
    private Entries entries() {
        Entries known = made.getAcquire();
        if (known == null) {
            known = make.get();
            made.setRelease(known);
        }
        return known;
    }

    int taps() {
        return taps;
    }

    int source(int output, int tap) {
        return entries().sources[output * taps + tap];
    }

    /** Copies the only pixel behind each of some outputs, the first one at {@code start}, from a row to another. */
    void copy(float[] from, int start, int firstOutput, float[] to, int outputs) {
        int[] sources = entries().sources;
        for (int x = 0; x < outputs; x++) {
            to[x] = from[start + sources[firstOutput + x]];
        }
    }

    /** Adds up the pixels behind each of some outputs, times their weights, from a row whose pixel 0 would be at {@code start}. */
    void combine(float[] from, int start, int firstOutput, float[] to, int outputs) {
        Entries known = entries();
        int[] sources = known.sources;
        double[] weights = known.weights;
        int i = firstOutput * taps;
        for (int x = 0; x < outputs; x++) {
            float sum = 0;
            for (int tap = 0; tap < taps; tap++, i++) {
                sum = Math.fma((float) weights[i], from[start + sources[i]], sum);
            }
            to[x] = sum;
        }
    }

    double weight(int output, int tap) {
        return entries().weights[output * taps + tap];
    }

    /** What some outputs are made of; asked without filling the table. */
    AxisRanges reach(AxisRanges.Range outputs) {
        return AxisRanges.of(source.applyAsInt(outputs.first(), 0), source.applyAsInt(outputs.last(), taps - 1));
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
