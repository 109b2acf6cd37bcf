package org.convlayers.receptive;

import java.util.List;
import java.util.function.Function;
import org.convlayers.receptive.ByChannel.Strand;
import org.convlayers.shape.AxisRanges;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.Region;
import org.convlayers.shape.ThreeAxes;

/**
 * From which values of one of its inputs a layer computes its output: the product of one law for the channels and one for
 * each of the three spatial axes.
 *
 * @param channels the law of the channels
 * @param depth the law along D
 * @param height the law along H
 * @param width the law along W
 */
record SourceLaw(IndexLaw channels, AxisLaw depth, AxisLaw height, AxisLaw width)
        implements ValueLaw, ThreeAxes<AxisLaw> {
    @Override
    public SourceLaw ofPixels() {
        return this;
    }

    @Override
    public <T> ByChannel<T> sources(ByChannel<T> targets, Tracing<T> tracing) {
        return targets.through(channels::sources, traced -> tracing.sources(this, traced), tracing);
    }

    @Override
    public ByChannel<PixelSet> targets(ByChannel<PixelSet> sources, FeatureShape output) {
        Extent size = output.spatial().to3D(1);
        return sources.through(
                from -> channels.targets(from, output.channels()), pixels -> targets(pixels, size), Tracing.PIXELS);
    }

    @Override
    public ByChannel<FieldFormula> formulas(
            ByChannel<FieldFormula> sources, Function<List<FieldFormula>, FieldFormula> join, FeatureShape output) {
        List<Strand<FieldFormula>> moved = sources.strands().stream()
                .map(strand -> new Strand<>(channels.targets(strand.channels(), output.channels()), strand.traced()))
                .filter(strand -> !strand.channels().isEmpty())
                .toList();
        return ByChannel.apart(moved, join).mapped(formula -> formula.through(this));
    }

    /** A bound of the input pixels that {@code target} is computed from; see {@link AxisLaw#reach(int, int)}. */
    Region reach(Region target) {
        return target.isEmpty()
                ? Region.EMPTY
                : product(depth.reach(target.depth()), height.reach(target.height()), width.reach(target.width()));
    }

    /** Exactly the input pixels that {@code target} is computed from. */
    Region sources(Region target) {
        return target.isEmpty()
                ? Region.EMPTY
                : product(
                        depth.sources(target.depth()), height.sources(target.height()), width.sources(target.width()));
    }

    private boolean keepsPixels() {
        return depth instanceof IdentityLaw && height instanceof IdentityLaw && width instanceof IdentityLaw;
    }

    private static Region product(AxisRanges depth, AxisRanges height, AxisRanges width) {
        Region product = new Region(depth, height, width);
        return product.isEmpty() ? Region.EMPTY : product;
    }

    /** Exactly the input pixels that {@code targets} are computed from. */
    PixelSet sources(PixelSet targets) {
        return keepsPixels()
                ? targets
                : PixelSet.ofRegions(
                        targets.regions().stream().map(this::sources).toList());
    }

    /**
     * Exactly the output pixels that are computed from any of {@code sources}. Because layers treat their axes
     * independently, the field of an output pixel meets a product of ranges where it does so on every axis.
     *
     * @param sources pixels of the input
     * @param output the size (D, H, W) of the output
     */
    PixelSet targets(PixelSet sources, Extent output) {
        return keepsPixels()
                ? sources
                : PixelSet.ofRegions(sources.regions().stream()
                        .map(region -> product(
                                depth.targets(region.depth(), output.get(0)),
                                height.targets(region.height(), output.get(1)),
                                width.targets(region.width(), output.get(2))))
                        .toList());
    }
}
