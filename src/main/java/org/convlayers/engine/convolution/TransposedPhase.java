package org.convlayers.engine.convolution;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.convlayers.engine.layer.WindowAxis;
import org.convlayers.shape.AxisRanges.Range;

/**
 * The output pixels u = first + s v of a transposed convolution along one axis: with the taps that reach them they are a
 * convolution of stride 1 over v.
 *
 * <p>Tap a scatters input pixel i to u = i s - p + a d, so that taps with (first + p - a d) divisible by s reach this phase,
 * from i = v + (first + p - a d)/s. They lie s/gcd(s, d) apart, and what they look at d/gcd(s, d). In the order of growing i,
 * that is from the last tap to the first, they are the taps of a convolution of dilation d/gcd(s, d).
 *
 * @param first the first output pixel
 * @param stride s
 * @param taps the taps in the order of the pixels that they look at; none if the phase sees nothing but the bias
 * @param dilation the distance of those pixels
 * @param offset the input pixel that the first of these taps looks at for v = 0; outside if negative
 */
record TransposedPhase(int first, int stride, List<Integer> taps, int dilation, int offset) {
    TransposedPhase {
        taps = List.copyOf(taps);
    }

    /**
     * The phases along an axis that have a pixel.
     *
     * @param axis the window of the transposed layer
     * @param outputs the number of output pixels
     */
    static List<TransposedPhase> of(WindowAxis axis, int outputs) {
        List<TransposedPhase> phases = new ArrayList<>();
        for (int first = 0; first < Math.min(axis.stride(), outputs); first++) {
            phases.add(of(axis, first, first + axis.padding()));
        }
        return phases;
    }

    private static TransposedPhase of(WindowAxis axis, int first, int scattered) {
        List<Integer> taps = new ArrayList<>();
        for (int tap = axis.kernel() - 1; tap >= 0; tap--) {
            if (Math.floorMod(scattered - tap * axis.dilation(), axis.stride()) == 0) {
                taps.add(tap);
            }
        }
        int offset = taps.isEmpty() ? 0 : Math.floorDiv(scattered - taps.get(0) * axis.dilation(), axis.stride());
        return new TransposedPhase(first, axis.stride(), taps, axis.revisit(), offset);
    }

    /** The padding at the begin of the convolution over v. */
    int padding() {
        return Math.max(-offset, 0);
    }

    /** Pixels at the begin of that convolution's output that lie before v = 0. */
    int skipped() {
        return Math.max(offset, 0);
    }

    /** The places v whose output pixels are in a range; empty if there are none. */
    Optional<Range> places(Range outputs) {
        int begin = Math.max(0, -Math.floorDiv(first - outputs.first(), stride));
        int last = lastAtOrBefore(outputs.last());
        return last < begin ? Optional.empty() : Optional.of(new Range(begin, last));
    }

    /** The place v of the last output pixel at or before {@code output}; -1 if there is none. */
    int lastAtOrBefore(int output) {
        return Math.floorDiv(output - first, stride);
    }

    /** The output pixel at a place v. */
    int output(int v) {
        return first + v * stride;
    }
}
