package org.convlayers.receptive;

import java.util.List;
import org.convlayers.receptive.ByChannel.Strand;

/**
 * How something that stands for the pixels of a map is traced back through a network.
 *
 * @param <T> what stands for them
 */
interface Tracing<T> {
    /** The pixels themselves. */
    Tracing<PixelSet> PIXELS = new Tracing<>() {
        @Override
        public PixelSet union(List<PixelSet> parts) {
            return PixelSet.union(parts);
        }

        @Override
        public boolean isEmpty(PixelSet traced) {
            return traced.isEmpty();
        }

        @Override
        public PixelSet sources(SourceLaw law, PixelSet targets) {
            return law.sources(targets);
        }

        @Override
        public List<Strand<PixelSet>> sources(RearrangementLaw law, Strand<PixelSet> targets) {
            return law.sources(targets.channels(), targets.traced());
        }
    };

    /** The box around them, as if no map had a border. */
    Tracing<VirtualBox> BOXES = new Tracing<>() {
        @Override
        public VirtualBox union(List<VirtualBox> parts) {
            return parts.stream().reduce(VirtualBox.EMPTY, VirtualBox::hull);
        }

        @Override
        public boolean isEmpty(VirtualBox traced) {
            return traced.isEmpty();
        }

        @Override
        public VirtualBox sources(SourceLaw law, VirtualBox targets) {
            return targets.through(law);
        }

        /** Along mixed axes nothing goes on beyond the border. */
        @Override
        public List<Strand<VirtualBox>> sources(RearrangementLaw law, Strand<VirtualBox> targets) {
            PixelSet inside = PixelSet.of(
                    targets.traced().clippedTo(law.layer().output().spatial().to3D(1)));
            return law.sources(targets.channels(), inside).stream()
                    .map(strand -> new Strand<>(strand.channels(), VirtualBox.around(strand.traced())))
                    .toList();
        }
    };

    /** In how many ways each of them is reached. Ways that differ in the channels alone are one. */
    Tracing<PathCounts> WAYS = new Tracing<>() {
        @Override
        public PathCounts union(List<PathCounts> parts) {
            return parts.stream().reduce(PathCounts.EMPTY, PathCounts::plus);
        }

        @Override
        public boolean isEmpty(PathCounts traced) {
            return traced.isEmpty();
        }

        @Override
        public PathCounts sources(SourceLaw law, PathCounts targets) {
            return targets.through(law);
        }

        @Override
        public List<Strand<PathCounts>> sources(RearrangementLaw law, Strand<PathCounts> targets) {
            return targets.traced().through(law, targets.channels());
        }

        /** A way counts twice if it stands twice: so strands keep to the channels that a way can take. */
        @Override
        public boolean isIdempotent() {
            return false;
        }
    };

    /** All parts together: one or more, or none. */
    T union(List<T> parts);

    /** Whether it stands for no pixel. */
    boolean isEmpty(T traced);

    /** What stands for the pixels that the targets are computed from. */
    T sources(SourceLaw law, T targets);

    /** The same, value by value. */
    List<Strand<T>> sources(RearrangementLaw law, Strand<T> targets);

    /** Whether the union with a part of itself changes nothing. */
    default boolean isIdempotent() {
        return true;
    }
}
