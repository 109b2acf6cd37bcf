package org.convlayers.receptive;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.convlayers.layer.Rearrangement;
import org.convlayers.receptive.ByChannel.Strand;
import org.convlayers.shape.AxisRanges;
import org.convlayers.shape.Box;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.Region;

/**
 * Values in another order that mixes axes with one another or with the channels: followed one by one.
 *
 * @param layer the order
 */
record RearrangementLaw(Rearrangement layer) implements ValueLaw {
    /** Is told where a value of the output comes from; pixels are numbered in the order (D, H, W). */
    @FunctionalInterface
    interface ValueVisitor {
        void visit(int channel, int pixel, int sourceChannel, int sourcePixel);
    }

    @Override
    public SourceLaw ofPixels() {
        Extent size = layer.input().spatial().to3D(1);
        return new SourceLaw(
                new WholeLaw(layer.input().channels()),
                new WholeLaw(size.get(0)),
                new WholeLaw(size.get(1)),
                new WholeLaw(size.get(2)));
    }

    @Override
    public <T> ByChannel<T> sources(ByChannel<T> targets, Tracing<T> tracing) {
        return ByChannel.of(
                targets.strands().stream()
                        .flatMap(strand -> tracing.sources(this, strand).stream())
                        .toList(),
                tracing);
    }

    @Override
    public ByChannel<PixelSet> targets(ByChannel<PixelSet> sources, FeatureShape output) {
        Map<Integer, BitSet> asked = new TreeMap<>();
        for (Strand<PixelSet> strand : sources.strands()) {
            BitSet pixels = new BitSet();
            byte[] mask = strand.traced().mask(layer.input().spatial());
            for (int pixel = 0; pixel < mask.length; pixel++) {
                pixels.set(pixel, mask[pixel] != 0);
            }
            forEachIndex(
                    strand.channels(),
                    channel -> asked.computeIfAbsent(channel, c -> new BitSet()).or(pixels));
        }
        Map<Integer, BitSet> met = new TreeMap<>();
        BitSet none = new BitSet();
        forEachValue(
                AxisRanges.of(0, output.channels() - 1),
                Region.whole(output),
                (channel, pixel, sourceChannel, sourcePixel) -> {
                    if (asked.getOrDefault(sourceChannel, none).get(sourcePixel)) {
                        met.computeIfAbsent(channel, c -> new BitSet()).set(pixel);
                    }
                });
        return ByChannel.of(strands(met, output.spatial()), Tracing.PIXELS);
    }

    /** A single pixel has the field of all its channels; several have fields of which no formula is known. */
    @Override
    public ByChannel<FieldFormula> formulas(
            ByChannel<FieldFormula> sources, Function<List<FieldFormula>, FieldFormula> join, FeatureShape output) {
        FieldFormula all =
                join.apply(sources.strands().stream().map(Strand::traced).toList());
        FieldFormula formula = all.through(ofPixels());
        return ByChannel.ofAll(output.channels(), output.spatial().isAll(1) ? formula : formula.withoutAxes());
    }

    /** Exactly the values that pixels of some channels show. */
    List<Strand<PixelSet>> sources(AxisRanges channels, PixelSet pixels) {
        Map<Integer, BitSet> seen = new TreeMap<>();
        for (Region region : pixels.regions()) {
            forEachValue(
                    channels,
                    region,
                    (channel, pixel, sourceChannel, sourcePixel) -> seen.computeIfAbsent(
                                    sourceChannel, c -> new BitSet())
                            .set(sourcePixel));
        }
        return strands(seen, layer.input().spatial());
    }

    /** Visits pixels of some channels of the output. */
    void forEachValue(AxisRanges channels, Region pixels, ValueVisitor visitor) {
        Extent size = layer.output().spatial().to3D(1);
        int outPixels = Math.toIntExact(size.product());
        int inPixels = Math.toIntExact(layer.input().spatial().product());
        forEachIndex(channels, channel -> {
            for (Box box : pixels.boxes()) {
                for (int z = box.depth().first(); z <= box.depth().last(); z++) {
                    for (int y = box.height().first(); y <= box.height().last(); y++) {
                        int row = (z * size.get(1) + y) * size.get(2);
                        for (int x = box.width().first(); x <= box.width().last(); x++) {
                            int source = layer.source(channel * outPixels + row + x);
                            visitor.visit(channel, row + x, source / inPixels, source % inPixels);
                        }
                    }
                }
            }
        });
    }

    private static void forEachIndex(AxisRanges ranges, IntConsumer consumer) {
        for (AxisRanges.Range range : ranges.ranges()) {
            for (int index = range.first(); index <= range.last(); index++) {
                consumer.accept(index);
            }
        }
    }

    private static List<Strand<PixelSet>> strands(Map<Integer, BitSet> pixels, Extent size) {
        List<Strand<PixelSet>> strands = new ArrayList<>();
        pixels.forEach((channel, numbers) ->
                strands.add(new Strand<>(AxisRanges.of(channel, channel), PixelSet.ofNumbers(numbers, size))));
        return strands;
    }
}
