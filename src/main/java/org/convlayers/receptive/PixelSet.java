package org.convlayers.receptive;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.convlayers.shape.AxisRanges;
import org.convlayers.shape.Box;
import org.convlayers.shape.Extent;
import org.convlayers.shape.Region;

/**
 * Any pixels of a feature map, kept as disjoint products of ranges.
 *
 * <p>Layers treat their axes independently, so that one path through a network gives one product, with holes as gaps in
 * its ranges; branches give a few. The form is canonical: rows with the same columns, and slices with the same rows,
 * stand together, in the order of their first pixel. Work and memory grow with the sides of the field, not its area.
 * Immutable.
 */
public final class PixelSet {
    /** No pixel. */
    public static final PixelSet EMPTY = new PixelSet(List.of());

    private final List<Region> regions;

    private PixelSet(List<Region> regions) {
        this.regions = regions;
    }

    /**
     * One pixel.
     *
     * @param at its place on one to three axes, outermost first
     */
    public static PixelSet ofPixel(int... at) {
        int[] place = Extent.of(at).to3D(0).toArray();
        return of(new Region(
                AxisRanges.of(place[0], place[0]),
                AxisRanges.of(place[1], place[1]),
                AxisRanges.of(place[2], place[2])));
    }

    /** The pixels of one product of ranges. */
    public static PixelSet of(Region region) {
        return ofRegions(List.of(region));
    }

    /** The pixels that are in any of the regions, which may overlap. */
    public static PixelSet ofRegions(List<Region> regions) {
        List<Region> present = regions.stream().filter(r -> !r.isEmpty()).toList();
        if (present.size() < 2) {
            return present.isEmpty() ? EMPTY : new PixelSet(present);
        }
        Map<List<Region>, List<AxisRanges.Range>> depthsOfPlane = new LinkedHashMap<>();
        for (Band slices : bands(present, 0)) {
            depthsOfPlane
                    .computeIfAbsent(plane(slices.regions()), plane -> new ArrayList<>())
                    .addAll(slices.ranges());
        }
        List<Region> disjoint = new ArrayList<>();
        depthsOfPlane.forEach((plane, depths) -> {
            AxisRanges depth = AxisRanges.union(depths);
            plane.forEach(rows -> disjoint.add(new Region(depth, rows.height(), rows.width())));
        });
        return new PixelSet(List.copyOf(disjoint));
    }

    /**
     * Pixels of a map by their numbers.
     *
     * @param numbers counted in the order (D, H, W)
     * @param size the size of the map
     */
    static PixelSet ofNumbers(BitSet numbers, Extent size) {
        int height = size.to3D(1).get(1);
        int width = size.to3D(1).get(2);
        List<Region> runs = new ArrayList<>();
        for (int first = numbers.nextSetBit(0); first >= 0; ) {
            int row = first / width;
            int end = Math.min(numbers.nextClearBit(first), (row + 1) * width);
            runs.add(new Region(
                    AxisRanges.of(row / height, row / height),
                    AxisRanges.of(row % height, row % height),
                    AxisRanges.of(first % width, (end - 1) % width)));
            first = numbers.nextSetBit(end);
        }
        return ofRegions(runs);
    }

    /** The pixels that are in any of the sets. */
    public static PixelSet union(List<PixelSet> sets) {
        return sets.size() == 1
                ? sets.get(0)
                : ofRegions(sets.stream().flatMap(set -> set.regions.stream()).toList());
    }

    /** The union of regions within one slice, rows of equal columns together; the depth of the result has no meaning. */
    private static List<Region> plane(List<Region> regions) {
        Map<AxisRanges, List<AxisRanges.Range>> rowsOfColumns = new LinkedHashMap<>();
        for (Band rows : bands(regions, 1)) {
            AxisRanges columns = AxisRanges.union(rows.regions().stream()
                    .flatMap(region -> region.width().ranges().stream())
                    .toList());
            rowsOfColumns.computeIfAbsent(columns, c -> new ArrayList<>()).addAll(rows.ranges());
        }
        List<Region> plane = new ArrayList<>();
        rowsOfColumns.forEach(
                (columns, rows) -> plane.add(new Region(AxisRanges.of(0, 0), AxisRanges.union(rows), columns)));
        return plane;
    }

    /** The places along an axis that are covered by the same regions. */
    private record Band(List<Region> regions, List<AxisRanges.Range> ranges) {}

    /** One end of a range of a region: from {@code place} on, the region is present or no longer so. */
    private record End(int place, int region, boolean begins) {}

    /** Sweeps along an axis and collects the places covered by the same regions, in the order of their first place. */
    private static List<Band> bands(List<Region> regions, int axis) {
        List<End> ends = new ArrayList<>();
        for (int i = 0; i < regions.size(); i++) {
            for (AxisRanges.Range range : regions.get(i).axis(axis).ranges()) {
                ends.add(new End(range.first(), i, true));
                ends.add(new End(range.last() + 1, i, false));
            }
        }
        ends.sort(Comparator.comparingInt(End::place));
        Map<BitSet, List<AxisRanges.Range>> rangesOfPresent = new LinkedHashMap<>();
        BitSet present = new BitSet();
        int from = 0;
        for (End end : ends) {
            if (end.place() > from && !present.isEmpty()) {
                rangesOfPresent
                        .computeIfAbsent((BitSet) present.clone(), p -> new ArrayList<>())
                        .add(new AxisRanges.Range(from, end.place() - 1));
            }
            from = end.place();
            present.set(end.region(), end.begins());
        }
        List<Band> bands = new ArrayList<>();
        rangesOfPresent.forEach((indices, ranges) ->
                bands.add(new Band(indices.stream().mapToObj(regions::get).toList(), ranges)));
        return bands;
    }

    /** Disjoint products of ranges that together hold exactly these pixels. */
    public List<Region> regions() {
        return regions;
    }

    /** The number of pixels. */
    public long pixels() {
        return regions.stream().mapToLong(Region::pixels).sum();
    }

    /** Whether there is no pixel. */
    public boolean isEmpty() {
        return regions.isEmpty();
    }

    /** Whether this holds a pixel. */
    public boolean contains(int z, int y, int x) {
        return regions.stream()
                .anyMatch(region -> region.depth().contains(z)
                        && region.height().contains(y)
                        && region.width().contains(x));
    }

    /** The smallest box that holds all pixels; empty if there is none. */
    public Optional<Box> bounds() {
        return isEmpty() ? Optional.empty() : Optional.of(new Box(hull(0), hull(1), hull(2)));
    }

    private AxisRanges.Range hull(int axis) {
        List<AxisRanges.Range> ranges = regions.stream()
                .flatMap(region -> region.axis(axis).ranges().stream())
                .toList();
        return new AxisRanges.Range(
                ranges.stream().mapToInt(AxisRanges.Range::first).min().orElseThrow(),
                ranges.stream().mapToInt(AxisRanges.Range::last).max().orElseThrow());
    }

    /**
     * One byte for each pixel of a feature map, the last axis running fastest: 1 where the pixel is in the set.
     *
     * @param size the size of the map, outermost axis first
     * @throws IllegalArgumentException if the set does not fit into the map, or the map has more pixels than an array holds
     */
    public byte[] mask(Extent size) {
        Extent map = size.to3D(1);
        if (size.product() > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("a mask of " + size + " pixels does not fit into one array");
        }
        bounds().ifPresent(box -> requireInside(box, map));
        byte[] mask = new byte[(int) map.product()];
        for (Region region : regions) {
            for (Box box : region.boxes()) {
                fill(mask, map, box);
            }
        }
        return mask;
    }

    private static void requireInside(Box box, Extent map) {
        if (box.depth().last() >= map.get(0)
                || box.height().last() >= map.get(1)
                || box.width().last() >= map.get(2)) {
            throw new IllegalArgumentException("the pixels in " + box + " do not lie in a map of " + map);
        }
    }

    private static void fill(byte[] mask, Extent map, Box box) {
        for (int z = box.depth().first(); z <= box.depth().last(); z++) {
            for (int y = box.height().first(); y <= box.height().last(); y++) {
                int row = (z * map.get(1) + y) * map.get(2);
                Arrays.fill(mask, row + box.width().first(), row + box.width().last() + 1, (byte) 1);
            }
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PixelSet that && regions.equals(that.regions);
    }

    @Override
    public int hashCode() {
        return regions.hashCode();
    }

    @Override
    public String toString() {
        return "PixelSet" + regions;
    }
}
