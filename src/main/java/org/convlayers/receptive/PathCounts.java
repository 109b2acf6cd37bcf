package org.convlayers.receptive;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.convlayers.receptive.ByChannel.Strand;
import org.convlayers.shape.AxisRanges;
import org.convlayers.shape.Box;
import org.convlayers.shape.Extent;
import org.convlayers.shape.Region;

/**
 * In how many ways pixels of a map reach one output pixel: one way for each sequence of layers and taps that leads there
 * through some channels, the multiplicity with which the pixel is seen. Ways that differ in nothing but the channels count
 * once.
 *
 * <p>Where all layers bring their channels together, that is the gradient of the output pixel in a network whose every tap
 * has the weight 1 and whose maps have one channel: pooling sums, interpolation counts a pixel whose weight is not 0 once,
 * branches add up. Counts are exact up to 2^53. Immutable.
 */
public final class PathCounts {
    /** No way from anywhere. */
    static final PathCounts EMPTY = new PathCounts(new int[Extent.MAX_RANK], new int[Extent.MAX_RANK], new double[0]);

    /** More than this many pixels, each a double, would cost more memory than a picture is worth. */
    private static final long MOST_PIXELS = 1L << 24;

    private final int[] first;
    private final int[] size;
    private final double[] counts;

    private PathCounts(int[] first, int[] size, double[] counts) {
        this.first = first;
        this.size = size;
        this.counts = counts;
    }

    /** One way: the pixel itself. */
    static PathCounts ofPixel(int... at) {
        return new PathCounts(Extent.of(at).to3D(0).toArray(), new int[] {1, 1, 1}, new double[] {1});
    }

    /** Whether no pixel reaches the output pixel. */
    public boolean isEmpty() {
        return counts.length == 0;
    }

    /**
     * The box outside which all counts are 0.
     *
     * @throws IllegalStateException if there is none
     */
    public Box box() {
        if (isEmpty()) {
            throw new IllegalStateException("no pixel is seen");
        }
        return new Box(range(0), range(1), range(2));
    }

    private AxisRanges.Range range(int axis) {
        return new AxisRanges.Range(first[axis], first[axis] + size[axis] - 1);
    }

    /** In how many ways a pixel reaches the output pixel; 0 outside the box. */
    public double at(int z, int y, int x) {
        int[] place = {z - first[0], y - first[1], x - first[2]};
        for (int axis = 0; axis < place.length; axis++) {
            if (place[axis] < 0 || place[axis] >= size[axis]) {
                return 0;
            }
        }
        return counts[(place[0] * size[1] + place[1]) * size[2] + place[2]];
    }

    /** The largest count; 0 if there is none. */
    public double max() {
        return Arrays.stream(counts).max().orElse(0);
    }

    /** The ways from the input of a layer, where these lead on from its output. */
    PathCounts through(SourceLaw law) {
        PathCounts spread = this;
        for (int axis = 0; axis < Extent.MAX_RANK && !spread.isEmpty(); axis++) {
            spread = spread.along(axis, law.axis(axis));
        }
        return spread;
    }

    /**
     * The ways from the input of a layer that moves values one by one.
     *
     * @param channels those of the layer's output through which these ways lead
     * @return the ways, apart for each set of channels of the input through which they lead
     */
    List<Strand<PathCounts>> through(RearrangementLaw law, AxisRanges channels) {
        Map<AxisRanges, Map<Integer, Double>> countsOf = new LinkedHashMap<>();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] == 0) {
                continue;
            }
            double count = counts[i];
            Map<Integer, List<AxisRanges.Range>> channelsOf = new LinkedHashMap<>();
            law.forEachValue(
                    channels,
                    pixel(i),
                    (channel, pixel, sourceChannel, sourcePixel) -> channelsOf
                            .computeIfAbsent(sourcePixel, p -> new ArrayList<>())
                            .add(new AxisRanges.Range(sourceChannel, sourceChannel)));
            channelsOf.forEach(
                    (pixel, ranges) -> countsOf.computeIfAbsent(AxisRanges.union(ranges), r -> new LinkedHashMap<>())
                            .merge(pixel, count, Double::sum));
        }
        Extent map = law.layer().input().spatial();
        List<Strand<PathCounts>> strands = new ArrayList<>();
        countsOf.forEach((into, counted) -> strands.add(new Strand<>(into, ofNumbers(counted, map))));
        return strands;
    }

    private Region pixel(int index) {
        int row = index / size[2];
        AxisRanges depth = place(0, row / size[1]);
        return new Region(depth, place(1, row % size[1]), place(2, index % size[2]));
    }

    private AxisRanges place(int axis, int index) {
        return AxisRanges.of(first[axis] + index, first[axis] + index);
    }

    /** The counts of pixels by their numbers, counted in the order (D, H, W). */
    private static PathCounts ofNumbers(Map<Integer, Double> counted, Extent map) {
        BitSet numbers = new BitSet();
        counted.keySet().forEach(numbers::set);
        Box box = PixelSet.ofNumbers(numbers, map).bounds().orElseThrow();
        int[] first = {box.depth().first(), box.height().first(), box.width().first()};
        PathCounts result = zeros(
                first,
                new int[] {box.depth().size(), box.height().size(), box.width().size()});
        Extent size = map.to3D(1);
        counted.forEach((number, count) -> {
            int row = number / size.get(2);
            int z = row / size.get(1) - first[0];
            int y = row % size.get(1) - first[1];
            int x = number % size.get(2) - first[2];
            result.counts[(z * result.size[1] + y) * result.size[2] + x] = count;
        });
        return result;
    }

    private PathCounts along(int axis, AxisLaw law) {
        if (law instanceof IdentityLaw) {
            return this;
        }
        AxisRanges reach = law.reach(first[axis], first[axis] + size[axis] - 1);
        if (reach.isEmpty()) {
            return EMPTY;
        }
        int begin = reach.ranges().get(0).first();
        int end = reach.ranges().get(reach.ranges().size() - 1).last();
        PathCounts spread = zeros(with(first, axis, begin), with(size, axis, end - begin + 1));
        int inner = inner(axis);
        int outer = counts.length / (inner * size[axis]);
        for (int target = 0; target < size[axis]; target++) {
            int from = target;
            law.forEachSource(first[axis] + target, source -> {
                for (int line = 0; line < outer; line++) {
                    int read = (line * size[axis] + from) * inner;
                    int write = (line * spread.size[axis] + source - begin) * inner;
                    for (int i = 0; i < inner; i++) {
                        spread.counts[write + i] += counts[read + i];
                    }
                }
            });
        }
        return spread;
    }

    private int inner(int axis) {
        int inner = 1;
        for (int i = axis + 1; i < size.length; i++) {
            inner *= size[i];
        }
        return inner;
    }

    private static int[] with(int[] values, int axis, int value) {
        int[] changed = values.clone();
        changed[axis] = value;
        return changed;
    }

    private static PathCounts zeros(int[] first, int[] size) {
        long pixels = (long) size[0] * size[1] * size[2];
        if (pixels > MOST_PIXELS) {
            throw new IllegalArgumentException(
                    "the ways through a field of " + pixels + " pixels are not counted; the limit is " + MOST_PIXELS);
        }
        return new PathCounts(first, size, new double[(int) pixels]);
    }

    /** The ways of both. */
    PathCounts plus(PathCounts other) {
        if (isEmpty() || other.isEmpty()) {
            return isEmpty() ? other : this;
        }
        int[] begin = new int[Extent.MAX_RANK];
        int[] extent = new int[Extent.MAX_RANK];
        for (int axis = 0; axis < begin.length; axis++) {
            begin[axis] = Math.min(first[axis], other.first[axis]);
            extent[axis] = Math.max(first[axis] + size[axis], other.first[axis] + other.size[axis]) - begin[axis];
        }
        PathCounts sum = zeros(begin, extent);
        addTo(sum);
        other.addTo(sum);
        return sum;
    }

    private void addTo(PathCounts sum) {
        for (int z = 0; z < size[0]; z++) {
            for (int y = 0; y < size[1]; y++) {
                int read = (z * size[1] + y) * size[2];
                int slice = first[0] + z - sum.first[0];
                int row = first[1] + y - sum.first[1];
                int write = (slice * sum.size[1] + row) * sum.size[2] + first[2] - sum.first[2];
                for (int x = 0; x < size[2]; x++) {
                    sum.counts[write + x] += counts[read + x];
                }
            }
        }
    }

    @Override
    public String toString() {
        return isEmpty() ? "no path" : "paths from " + box();
    }
}
