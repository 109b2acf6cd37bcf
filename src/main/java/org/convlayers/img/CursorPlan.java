package org.convlayers.img;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.imglib2.Cursor;
import net.imglib2.FinalInterval;
import net.imglib2.Interval;
import net.imglib2.RandomAccessible;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.real.DoubleType;
import net.imglib2.util.Intervals;
import net.imglib2.view.Views;
import org.convlayers.engine.NetworkPlan;
import org.convlayers.engine.Outputs;
import org.convlayers.engine.Tiling;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.BlockSink;
import org.convlayers.engine.memory.BlockSource;
import org.convlayers.engine.memory.Crew;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.layer.Network;
import org.convlayers.receptive.NeededRegions;
import org.convlayers.receptive.PullBack;
import org.convlayers.shape.AxisRanges;
import org.convlayers.shape.Box;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.Region;
import org.convlayers.weights.Weights;

/**
 * The plan in double precision: each layer as its formula says, with ImgLib2's cursors over extended views. Plain and slow,
 * it is also the oracle of the fast engine.
 *
 * <p>Where a layer looks at whole maps, an item is computed as a whole, once.
 *
 * <p>Feature maps are images (X, Y, Z, C) here. Each value is rounded to single precision once, at the end.
 */
public final class CursorPlan implements NetworkPlan {
    private static final int INPUT = -1;
    private static final Extent ONE_PIXEL = Extent.filled(Extent.MAX_RANK, 1);

    private final Network network;
    private final FeatureShape input;
    private final List<FeatureShape> shapes;
    private final PullBack pullBack;
    private final List<CursorLayer> layers;
    private final Optional<String> wholeMapLayer;
    private final List<Integer> targets;
    private final Outputs outputs;

    private CursorPlan(Network network, Weights weights, List<Integer> targets, FeatureShape input) {
        this.network = network;
        this.input = input;
        this.targets = targets;
        shapes = network.shapes(input);
        outputs = new Outputs(targets.stream().map(shapes::get).toList());
        pullBack = PullBack.of(network, input);
        layers = network.nodes().stream()
                .map(node -> CursorLayer.of(node, weights, network.inputShapes(node, input, shapes)))
                .toList();
        wholeMapLayer = IntStream.range(0, shapes.size())
                .filter(this::seesWholeMaps)
                .mapToObj(node -> network.nodes().get(node).name())
                .findFirst();
    }

    /** Whether a pixel of a node needs all of a map before it: tiles would compute that again and again. */
    private boolean seesWholeMaps(int node) {
        Region pixel = Region.of(new Tiling(ONE_PIXEL).tile(shapes.get(node), 0));
        Set<Integer> before = IntStream.range(0, node).boxed().collect(Collectors.toSet());
        NeededRegions regions = pullBack.regions(Map.of(node, pixel), before);
        return network.nodes().get(node).inputs().stream().map(network::indexOf).anyMatch(map -> {
            long pixels = (map == INPUT ? input : shapes.get(map)).spatial().product();
            return pixels > 1 && regions.of(map).pixels() == pixels;
        });
    }

    /**
     * Makes a network ready.
     *
     * @param network the layers
     * @param weights its parameters
     * @param outputs the names of the layers whose outputs are wanted
     * @param input the shape of each input
     * @throws org.convlayers.shape.ShapeException if the network does not take the input
     */
    public static CursorPlan create(Network network, Weights weights, List<String> outputs, FeatureShape input) {
        return new CursorPlan(
                network, weights, outputs.stream().map(network::indexOf).toList(), input);
    }

    /** As above, for the output of the last layer. */
    public static CursorPlan create(Network network, Weights weights, FeatureShape input) {
        return create(network, weights, List.of(network.output().name()), input);
    }

    @Override
    public FeatureShape inputShape() {
        return input;
    }

    @Override
    public Outputs outputs() {
        return outputs;
    }

    @Override
    public List<Step> steps() {
        return network.nodes().stream()
                .map(node -> new Step(List.of(node.name()), List.of(), "cursors: double precision"))
                .toList();
    }

    /** Every value counts alike, whatever its layer. */
    @Override
    public TileCost cost(Box tile) {
        NeededRegions regions = regions(tile);
        long values = 0;
        for (int i = 0; i < regions.nodes().size(); i++) {
            values += regions.of(i).pixels() * shapes.get(i).channels();
        }
        long inputs = regions.input().pixels() * input.channels();
        return new TileCost(values, (values + inputs) * Double.BYTES);
    }

    @Override
    public List<Double> passes() {
        Box all = Tiling.none(outputShape()).tile(outputShape(), 0);
        double nanos = cost(all).nanos();
        return wholeMapLayer.isPresent() ? List.of(nanos, (double) outputShape().elements()) : List.of(nanos);
    }

    @Override
    public Optional<WholeMaps> wholeMaps() {
        double values = input.elements()
                + shapes.stream().mapToDouble(FeatureShape::elements).sum();
        return wholeMapLayer.map(layer -> new WholeMaps(layer, (long) (values * Double.BYTES)));
    }

    @Override
    public TilePlan prepare(BlockSource source, int item, Crew crew) {
        if (wholeMapLayer.isEmpty()) {
            return NetworkPlan.super.prepare(source, item, crew);
        }
        Box all = Tiling.none(outputShape()).tile(outputShape(), 0);
        AtomicReference<List<RandomAccessibleInterval<DoubleType>>> whole = new AtomicReference<>();
        crew.run(1, (number, scratch) -> whole.set(maps(source, item, all, scratch)));
        return (tile, sinks, scratch) -> write(whole.get(), item, tile, sinks, scratch);
    }

    @Override
    public void compute(BlockSource source, int item, Box tile, List<BlockSink> sinks, Scratch scratch) {
        write(maps(source, item, tile, scratch), item, tile, sinks, scratch);
    }

    private void write(
            List<RandomAccessibleInterval<DoubleType>> maps,
            int item,
            Box tile,
            List<BlockSink> sinks,
            Scratch scratch) {
        outputs.write(tile, sinks, item, scratch, blocks -> {
            for (int i = 0; i < blocks.size(); i++) {
                for (Box box : blocks.get(i).region().boxes()) {
                    fromImage(maps.get(i), blocks.get(i), box, new Looks(scratch));
                }
            }
        });
    }

    private NeededRegions regions(Box tile) {
        List<Optional<Box>> parts = outputs.parts(tile);
        Map<Integer, Region> wanted = new HashMap<>();
        for (int i = 0; i < parts.size(); i++) {
            wanted.merge(targets.get(i), parts.get(i).map(Region::of).orElse(Region.EMPTY), Region::union);
        }
        return pullBack.regions(wanted, Set.of());
    }

    /** The outputs, of which a tile is computed. */
    private List<RandomAccessibleInterval<DoubleType>> maps(BlockSource source, int item, Box tile, Scratch scratch) {
        NeededRegions regions = regions(tile);
        Map<Integer, RandomAccessibleInterval<DoubleType>> maps = new HashMap<>();
        maps.put(INPUT, inPlace(read(source, item, regions.input(), scratch), input));
        for (int i = 0; i < regions.nodes().size(); i++) {
            FeatureShape shape = shapes.get(i);
            RandomAccessibleInterval<DoubleType> map = image(regions.of(i), shape.channels());
            List<RandomAccessibleInterval<DoubleType>> inputs = new ArrayList<>();
            network.nodes().get(i).inputs().forEach(name -> inputs.add(maps.get(network.indexOf(name))));
            int node = i;
            scratch.timed(node, () -> computeLayer(node, inputs, map, regions.of(node), scratch));
            maps.put(i, inPlace(map, shape));
        }
        return targets.stream().map(maps::get).toList();
    }

    private void computeLayer(
            int node,
            List<RandomAccessibleInterval<DoubleType>> inputs,
            RandomAccessibleInterval<DoubleType> map,
            Region region,
            Scratch scratch) {
        for (Box box : region.boxes()) {
            scratch.checkCancelled();
            Interval part = interval(box, shapes.get(node).channels());
            layers.get(node).compute(inputs, Views.interval(map, part), new Looks(scratch));
        }
    }

    private static RandomAccessibleInterval<DoubleType> read(
            BlockSource source, int item, Region region, Scratch scratch) {
        Block block = source.read(item, region, scratch);
        try {
            return toImage(block, region, new Looks(scratch));
        } finally {
            source.release(block, scratch);
        }
    }

    /**
     * An image for the smallest box that holds a region, in the coordinates of the whole feature map; of one pixel, which
     * nobody looks at, if the region is empty.
     */
    private static RandomAccessibleInterval<DoubleType> image(Region region, int channels) {
        Box hull = new Box(hull(region.depth()), hull(region.height()), hull(region.width()));
        Interval interval = interval(hull, channels);
        return Views.translate(ArrayImgs.doubles(interval.dimensionsAsLongArray()), interval.minAsLongArray());
    }

    private static AxisRanges.Range hull(AxisRanges axis) {
        List<AxisRanges.Range> ranges = axis.ranges();
        return ranges.isEmpty()
                ? new AxisRanges.Range(0, 0)
                : new AxisRanges.Range(
                        ranges.get(0).first(), ranges.get(ranges.size() - 1).last());
    }

    private static Interval interval(Box box, int channels) {
        return Intervals.createMinMax(
                box.width().first(),
                box.height().first(),
                box.depth().first(),
                0,
                box.width().last(),
                box.height().last(),
                box.depth().last(),
                channels - 1);
    }

    /**
     * The part that was computed as the whole feature map that it belongs to, so that layers extend it at its true border;
     * what was not computed is not looked at.
     */
    private static RandomAccessibleInterval<DoubleType> inPlace(
            RandomAccessibleInterval<DoubleType> part, FeatureShape whole) {
        RandomAccessible<DoubleType> anywhere = Views.extendZero(part);
        int[] size = whole.spatial().to3D(1).toArray();
        return Views.interval(anywhere, new FinalInterval(size[2], size[1], size[0], whole.channels()));
    }

    private static RandomAccessibleInterval<DoubleType> toImage(Block block, Region region, Looks looks) {
        RandomAccessibleInterval<DoubleType> image = image(region, block.channels());
        for (Box box : region.boxes()) {
            Cursor<DoubleType> cursor = Views.flatIterable(Views.interval(image, interval(box, block.channels())))
                    .localizingCursor();
            while (cursor.hasNext()) {
                cursor.fwd();
                looks.atValue();
                float[] plane = block.plane(cursor.getIntPosition(3), cursor.getIntPosition(2));
                int index = block.rowStart(cursor.getIntPosition(1)) + block.column(cursor.getIntPosition(0));
                cursor.get().set(plane[index]);
            }
        }
        return image;
    }

    private static void fromImage(RandomAccessibleInterval<DoubleType> image, Block block, Box box, Looks looks) {
        Cursor<DoubleType> cursor = Views.flatIterable(Views.interval(image, interval(box, block.channels())))
                .localizingCursor();
        while (cursor.hasNext()) {
            cursor.fwd();
            looks.atValue();
            float[] plane = block.plane(cursor.getIntPosition(3), cursor.getIntPosition(2));
            int index = block.rowStart(cursor.getIntPosition(1)) + block.column(cursor.getIntPosition(0));
            plane[index] = (float) cursor.get().get();
        }
    }
}
