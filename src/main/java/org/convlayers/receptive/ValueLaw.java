package org.convlayers.receptive;

import java.util.List;
import java.util.function.Function;
import org.convlayers.shape.FeatureShape;

/** From which values of one of its inputs a layer computes the values of its output. */
interface ValueLaw {
    /** The law of the pixels with all their channels: a bound of what is seen of them. */
    SourceLaw ofPixels();

    /** What the targets are computed from. */
    <T> ByChannel<T> sources(ByChannel<T> targets, Tracing<T> tracing);

    /**
     * The values of the output that are computed from any of the sources: the transpose of {@link #sources}.
     *
     * @param output the shape of the output
     */
    ByChannel<PixelSet> targets(ByChannel<PixelSet> sources, FeatureShape output);

    /**
     * The formulas of the output along the way through this input.
     *
     * @param sources those of the input
     * @param join joins those of channels that meet
     * @param output the shape of the output
     */
    ByChannel<FieldFormula> formulas(
            ByChannel<FieldFormula> sources, Function<List<FieldFormula>, FieldFormula> join, FeatureShape output);
}
