package org.convlayers.img;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.imglib2.Interval;
import net.imglib2.RandomAccess;
import net.imglib2.type.numeric.real.DoubleType;
import org.convlayers.layer.AdaptivePooling;
import org.convlayers.layer.SamplingAxis;
import org.convlayers.layer.Upsampling;
import org.convlayers.shape.Extent;
import org.convlayers.shape.Window;

/**
 * For each output pixel of a part, the input pixels it is made of and their weights: the product of what there is on each of
 * the axes (X, Y, Z).
 */
final class CursorSources {
    private final Interval part;
    private final List<List<List<Tap>>> axes = new ArrayList<>();

    /**
     * A pixel on one axis.
     *
     * @param place inside the input
     * @param weight what its values are multiplied by
     */
    private record Tap(int place, double weight) {}

    /** Is told a value and its weight. */
    interface Visitor {
        void visit(double value, double weight);
    }

    private CursorSources(Interval part, Extent input, Looks looks, IntFunction<IntFunction<Stream<Tap>>> ofAxis) {
        this.part = part;
        int rank = input.rank();
        for (int d = 0; d < Extent.MAX_RANK; d++) {
            IntFunction<Stream<Tap>> taps = d < rank ? ofAxis.apply(rank - 1 - d) : u -> Stream.of(new Tap(u, 1));
            axes.add(IntStream.rangeClosed((int) part.min(d), (int) part.max(d))
                    .mapToObj(u -> taps.apply(u).peek(tap -> looks.atValue()).toList())
                    .toList());
        }
    }

    /** What a sliding window sees inside the map, each pixel with the weight 1. */
    static CursorSources ofWindow(Window window, Extent input, Interval part, Looks looks) {
        Extent begin = window.margins(input).begin();
        return new CursorSources(
                part,
                input,
                looks,
                axis -> u -> IntStream.range(0, window.kernelSize().get(axis))
                        .map(tap -> u * window.stride().get(axis)
                                - begin.get(axis)
                                + tap * window.dilation().get(axis))
                        .filter(place -> place >= 0 && place < input.get(axis))
                        .mapToObj(place -> new Tap(place, 1)));
    }

    /** The bins of adaptive pooling, each pixel with the weight 1. */
    static CursorSources ofBins(AdaptivePooling pooling, Extent input, Interval part, Looks looks) {
        return new CursorSources(part, input, looks, axis -> u -> {
            int n = input.get(axis);
            int bins = pooling.outputSize().get(axis).orElse(n);
            return IntStream.rangeClosed(AdaptivePooling.firstOfBin(u, bins, n), AdaptivePooling.lastOfBin(u, bins, n))
                    .mapToObj(place -> new Tap(place, 1));
        });
    }

    /** The pixels that are interpolated, those of weight 0 too. */
    static CursorSources ofSamples(Upsampling upsampling, Extent input, Interval part, Looks looks) {
        return new CursorSources(part, input, looks, axis -> {
            SamplingAxis sampling = upsampling.axis(axis, input.get(axis));
            return u -> IntStream.range(0, sampling.taps())
                    .mapToObj(tap -> new Tap(sampling.source(u, tap), sampling.weight(u, tap)));
        });
    }

    /** How many pixels an output pixel is made of. */
    long count(long x, long y, long z) {
        return (long) taps(0, x).size() * taps(1, y).size() * taps(2, z).size();
    }

    private List<Tap> taps(int dimension, long position) {
        return axes.get(dimension).get((int) (position - part.min(dimension)));
    }

    /**
     * Visits what an output pixel is made of.
     *
     * @param input moved about on X, Y and Z
     */
    void forEach(long x, long y, long z, RandomAccess<DoubleType> input, Visitor visitor) {
        for (Tap inDepth : taps(2, z)) {
            input.setPosition(inDepth.place(), 2);
            for (Tap inHeight : taps(1, y)) {
                input.setPosition(inHeight.place(), 1);
                for (Tap inWidth : taps(0, x)) {
                    input.setPosition(inWidth.place(), 0);
                    visitor.visit(input.get().get(), inDepth.weight() * inHeight.weight() * inWidth.weight());
                }
            }
        }
    }
}
