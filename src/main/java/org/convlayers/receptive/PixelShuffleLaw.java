package org.convlayers.receptive;

import java.util.BitSet;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.convlayers.shape.AxisRanges;
import org.convlayers.shape.EdgeMode;
import org.convlayers.shape.FeatureShape;

/**
 * Between space and channels: pixel (h r + i, w r + j) of channel c on the one side is pixel (h, w) of channel c r^2 + i r + j
 * on the other. Each of the r^2 phases (i, j) is a law by itself.
 *
 * @param ofPixels the law of all phases together
 * @param factor r
 * @param input the shape of the input
 * @param makesSpace whether the input is the side with more channels
 */
record PixelShuffleLaw(SourceLaw ofPixels, int factor, FeatureShape input, boolean makesSpace) implements ValueLaw {
    /** r^2 channels make one, or one makes r^2. */
    static GroupLaw channels(int factor, boolean makesSpace) {
        int phases = factor * factor;
        return makesSpace ? new GroupLaw(phases, 1) : new GroupLaw(1, phases);
    }

    @Override
    public <T> ByChannel<T> sources(ByChannel<T> targets, Tracing<T> tracing) {
        return through(targets, tracing, makesSpace, law -> law.sources(targets, tracing));
    }

    @Override
    public ByChannel<PixelSet> targets(ByChannel<PixelSet> sources, FeatureShape output) {
        return through(sources, Tracing.PIXELS, !makesSpace, law -> law.targets(sources, output));
    }

    /** Channels of different phases lie on the grid of their blocks. What makes space has another field in each phase. */
    @Override
    public ByChannel<FieldFormula> formulas(
            ByChannel<FieldFormula> sources, Function<List<FieldFormula>, FieldFormula> join, FeatureShape output) {
        if (makesSpace) {
            return ofPixels.formulas(sources, join, output);
        }
        List<ByChannel.Strand<FieldFormula>> phases = IntStream.range(0, factor * factor)
                .mapToObj(this::phase)
                .flatMap(phase -> sources.strands().stream()
                        .map(strand -> new ByChannel.Strand<>(
                                phase.channels().targets(strand.channels(), output.channels()),
                                strand.traced().through(phase, ofPixels))))
                .toList();
        return ByChannel.apart(phases, join);
    }

    /**
     * Joins what is behind the phases.
     *
     * @param toChannels whether the way leads to the side with more channels, and so each phase to others of them; on the way
     *     back the phases of a channel that are all alike stay together
     */
    private <T> ByChannel<T> through(
            ByChannel<T> from, Tracing<T> tracing, boolean toChannels, Function<SourceLaw, ByChannel<T>> behind) {
        GroupLaw groups = channels(factor, false);
        if (!toChannels && from.strands().stream().allMatch(strand -> groups.isWhole(strand.channels()))) {
            return behind.apply(ofPixels);
        }
        IntStream phases = toChannels ? IntStream.range(0, factor * factor) : phasesOf(from);
        Stream<ByChannel<T>> parts = phases.mapToObj(this::phase).map(behind);
        return ByChannel.union(parts.toList(), tracing);
    }

    private IntStream phasesOf(ByChannel<?> from) {
        BitSet phases = new BitSet();
        for (ByChannel.Strand<?> strand : from.strands()) {
            for (AxisRanges.Range range : strand.channels().ranges()) {
                IntStream.rangeClosed(range.first(), range.last()).forEach(c -> phases.set(c % (factor * factor)));
            }
        }
        return phases.stream();
    }

    private SourceLaw phase(int phase) {
        int square = factor * factor;
        List<Integer> size = IntStream.of(input.spatial().toArray()).boxed().toList();
        int row = phase / factor;
        int column = phase % factor;
        return makesSpace
                ? new SourceLaw(
                        new LineLaw(phase, square),
                        new IdentityLaw(),
                        spread(size.get(0), factor, row),
                        spread(size.get(1), factor, column))
                : new SourceLaw(
                        spread(input.channels(), square, phase),
                        new IdentityLaw(),
                        picked(size.get(0), row),
                        picked(size.get(1), column));
    }

    /** Index n is at n step + start. */
    private static TransposedLaw spread(int inputSize, int step, int start) {
        return new TransposedLaw(inputSize, 1, step, 1, -start);
    }

    /** Pixel u is pixel u r + start. */
    private WindowLaw picked(int inputSize, int start) {
        return new WindowLaw(inputSize, 1, factor, 1, -start, EdgeMode.ZEROS);
    }
}
