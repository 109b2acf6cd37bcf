package org.convlayers.receptive;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.convlayers.shape.AxisRanges;

/**
 * What is traced through a feature map, apart for channels of which different pixels are meant.
 *
 * <p>A layer that brings all channels together leaves a single strand, so that most maps have one; only what keeps channels
 * apart, such as a pixel shuffle or a slice, makes several.
 *
 * @param strands channels with what is traced of them; none where nothing is
 */
record ByChannel<T>(List<Strand<T>> strands) {
    ByChannel {
        strands = List.copyOf(strands);
    }

    /**
     * Channels that are alike.
     *
     * @param channels at least one
     * @param traced what is traced of each of them
     */
    record Strand<T>(AxisRanges channels, T traced) {}

    /** The same of all channels of a map. */
    static <T> ByChannel<T> ofAll(int channels, T traced) {
        return new ByChannel<>(List.of(new Strand<>(AxisRanges.of(0, channels - 1), traced)));
    }

    /** All of this, whatever the channel. */
    T joined(Tracing<T> tracing) {
        return tracing.union(strands.stream().map(Strand::traced).toList());
    }

    /** Behind a layer: each strand in other channels and at other pixels; those that come into the same channels are one. */
    ByChannel<T> through(UnaryOperator<AxisRanges> channels, UnaryOperator<T> pixels, Tracing<T> tracing) {
        List<Strand<T>> moved = new ArrayList<>();
        for (Strand<T> strand : strands) {
            AxisRanges into = channels.apply(strand.channels());
            if (!into.isEmpty()) {
                moved.add(new Strand<>(into, strand.traced()));
            }
        }
        List<Strand<T>> behind = new ArrayList<>();
        for (Strand<T> strand : meeting(moved, tracing)) {
            T traced = pixels.apply(strand.traced());
            if (!tracing.isEmpty(traced)) {
                behind.add(new Strand<>(strand.channels(), traced));
            }
        }
        return new ByChannel<>(behind);
    }

    /** The same channels with something else. */
    ByChannel<T> mapped(UnaryOperator<T> operator) {
        return new ByChannel<>(strands.stream()
                .map(strand -> new Strand<>(strand.channels(), operator.apply(strand.traced())))
                .toList());
    }

    /** All of the parts together. */
    static <T> ByChannel<T> union(List<ByChannel<T>> parts, Tracing<T> tracing) {
        return parts.size() == 1
                ? parts.get(0)
                : of(parts.stream().flatMap(part -> part.strands.stream()).toList(), tracing);
    }

    /** The strands together, in as few as possible. */
    static <T> ByChannel<T> of(List<Strand<T>> strands, Tracing<T> tracing) {
        List<Strand<T>> meeting = meeting(strands, tracing);
        return tracing.isIdempotent() ? apart(meeting, tracing::union) : new ByChannel<>(meeting);
    }

    /** Joins strands in the same channels. */
    private static <T> List<Strand<T>> meeting(List<Strand<T>> strands, Tracing<T> tracing) {
        if (strands.size() < 2) {
            return strands;
        }
        Map<AxisRanges, List<T>> byChannels = new LinkedHashMap<>();
        for (Strand<T> strand : strands) {
            byChannels
                    .computeIfAbsent(strand.channels(), channels -> new ArrayList<>())
                    .add(strand.traced());
        }
        List<Strand<T>> meeting = new ArrayList<>();
        byChannels.forEach((channels, traced) -> meeting.add(new Strand<>(channels, tracing.union(traced))));
        return meeting;
    }

    /**
     * Strands that share no channel, and differ: never more than there are channels.
     *
     * @param strands each in one channel or more
     * @param union joins what is traced of one channel
     */
    static <T> ByChannel<T> apart(List<Strand<T>> strands, Function<List<T>, T> union) {
        return new ByChannel<>(strands.size() < 2 ? strands : alike(disjoint(strands, union)));
    }

    private static <T> List<Strand<T>> disjoint(List<Strand<T>> strands, Function<List<T>, T> union) {
        BitSet taken = new BitSet();
        int channelsInAll = 0;
        for (Strand<T> strand : strands) {
            strand.channels().ranges().forEach(range -> taken.set(range.first(), range.last() + 1));
            channelsInAll += strand.channels().size();
        }
        if (taken.cardinality() == channelsInAll) {
            return strands;
        }
        Map<Integer, BitSet> strandsOfChannel = new TreeMap<>();
        for (int i = 0; i < strands.size(); i++) {
            for (AxisRanges.Range range : strands.get(i).channels().ranges()) {
                for (int channel = range.first(); channel <= range.last(); channel++) {
                    strandsOfChannel.computeIfAbsent(channel, c -> new BitSet()).set(i);
                }
            }
        }
        Map<BitSet, List<AxisRanges.Range>> channelsOfStrands = new LinkedHashMap<>();
        strandsOfChannel.forEach((channel, present) -> channelsOfStrands
                .computeIfAbsent(present, p -> new ArrayList<>())
                .add(new AxisRanges.Range(channel, channel)));
        List<Strand<T>> apart = new ArrayList<>();
        channelsOfStrands.forEach((present, channels) -> apart.add(new Strand<>(
                AxisRanges.union(channels),
                union.apply(
                        present.stream().mapToObj(i -> strands.get(i).traced()).toList()))));
        return apart;
    }

    private static <T> List<Strand<T>> alike(List<Strand<T>> strands) {
        Map<T, List<AxisRanges.Range>> channelsOf = new LinkedHashMap<>();
        for (Strand<T> strand : strands) {
            channelsOf
                    .computeIfAbsent(strand.traced(), traced -> new ArrayList<>())
                    .addAll(strand.channels().ranges());
        }
        List<Strand<T>> alike = new ArrayList<>();
        channelsOf.forEach((traced, channels) -> alike.add(new Strand<>(AxisRanges.union(channels), traced)));
        return alike;
    }
}
