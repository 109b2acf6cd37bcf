package org.convlayers.img;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.imglib2.Cursor;
import net.imglib2.FinalInterval;
import net.imglib2.Interval;
import net.imglib2.RandomAccessible;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.real.DoubleType;
import net.imglib2.util.Intervals;
import net.imglib2.view.Views;
import org.convlayers.engine.Block;
import org.convlayers.engine.BlockSink;
import org.convlayers.engine.BlockSource;
import org.convlayers.engine.NetworkPlan;
import org.convlayers.engine.Scratch;
import org.convlayers.layer.Network;
import org.convlayers.receptive.NeededRegions;
import org.convlayers.receptive.PullBack;
import org.convlayers.shape.AxisRanges;
import org.convlayers.shape.Box;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.Region;
import org.convlayers.weights.Weights;

/**
 * The plan in double precision: each layer as its formula says, with ImgLib2's cursors over extended views. Plain and slow,
 * it is also the oracle of the fast engine.
 *
 * <p>Feature maps are images (X, Y, Z, C) here. Each value is rounded to single precision once, at the end.
 */
public final class CursorPlan implements NetworkPlan {
    private static final int INPUT = -1;

    /** So many products are summed between two looks whether the run is cancelled. */
    private static final double MAX_PART_MACS = 1 << 17;

    private final Network network;
    private final FeatureShape input;
    private final List<FeatureShape> shapes;
    private final PullBack pullBack;
    private final List<CursorLayer> layers;

    private CursorPlan(Network network, Weights weights, FeatureShape input) {
        this.network = network;
        this.input = input;
        shapes = network.shapes(input);
        pullBack = PullBack.of(network, input);
        layers = network.nodes().stream()
                .map(node -> CursorLayer.of(node, weights, network.inputShapes(node, input, shapes)))
                .toList();
    }

    /**
     * Makes a network ready.
     *
     * @param network the layers
     * @param weights its parameters
     * @param input the shape of each input
     * @throws org.convlayers.shape.ShapeException if the network does not take the input
     */
    public static CursorPlan create(Network network, Weights weights, FeatureShape input) {
        return new CursorPlan(network, weights, input);
    }

    @Override
    public FeatureShape inputShape() {
        return input;
    }

    @Override
    public FeatureShape outputShape() {
        return shapes.get(shapes.size() - 1);
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
        NeededRegions regions = pullBack.regions(Region.of(tile));
        long values = 0;
        for (int i = 0; i < shapes.size(); i++) {
            values += regions.of(i).pixels() * shapes.get(i).channels();
        }
        long inputs = regions.input().pixels() * input.channels();
        return new TileCost(values, (values + inputs) * Double.BYTES);
    }

    @Override
    public void compute(BlockSource source, int item, Box tile, BlockSink sink, Scratch scratch) {
        NeededRegions regions = pullBack.regions(Region.of(tile));
        Map<Integer, RandomAccessibleInterval<DoubleType>> maps = new HashMap<>();
        maps.put(INPUT, inPlace(read(source, item, regions.input(), scratch), input));
        for (int i = 0; i < layers.size(); i++) {
            FeatureShape shape = shapes.get(i);
            RandomAccessibleInterval<DoubleType> map = image(regions.of(i), shape.channels());
            List<RandomAccessibleInterval<DoubleType>> inputs = new ArrayList<>();
            network.nodes().get(i).inputs().forEach(name -> inputs.add(maps.get(network.indexOf(name))));
            int node = i;
            scratch.timed(node, () -> computeLayer(node, inputs, map, regions.of(node), scratch));
            maps.put(i, inPlace(map, shape));
        }
        Block target = sink.target(item, tile, scratch);
        fromImage(maps.get(layers.size() - 1), target, tile);
        sink.complete(item, target, scratch);
    }

    private void computeLayer(
            int node,
            List<RandomAccessibleInterval<DoubleType>> inputs,
            RandomAccessibleInterval<DoubleType> map,
            Region region,
            Scratch scratch) {
        for (Box box : region.boxes()) {
            for (Box part : parts(box, node)) {
                scratch.checkCancelled();
                layers.get(node)
                        .compute(
                                inputs,
                                Views.interval(
                                        map, interval(part, shapes.get(node).channels())),
                                scratch::checkCancelled);
            }
        }
    }

    private static RandomAccessibleInterval<DoubleType> read(
            BlockSource source, int item, Region region, Scratch scratch) {
        Block block = source.read(item, region, scratch);
        try {
            return toImage(block, region);
        } finally {
            source.release(block, scratch);
        }
    }

    /** Bands of rows of a box, each of which takes some milliseconds. */
    private List<Box> parts(Box box, int node) {
        FeatureShape shape = shapes.get(node);
        Network.Node layer = network.nodes().get(node);
        double macs = layer.layer().macs(network.inputShapes(layer, input, shapes));
        double perRow = macs
                / shape.elements()
                * shape.channels()
                * box.pixels()
                / box.height().size();
        int rows = (int) Math.max(1, Math.min(box.height().size(), MAX_PART_MACS / perRow));
        List<Box> parts = new ArrayList<>();
        int last = box.height().last();
        for (int first = box.height().first(); first <= last; first += rows) {
            AxisRanges.Range height = new AxisRanges.Range(first, Math.min(last, first + rows - 1));
            parts.add(new Box(box.depth(), height, box.width()));
        }
        return parts;
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

    private static RandomAccessibleInterval<DoubleType> toImage(Block block, Region region) {
        RandomAccessibleInterval<DoubleType> image = image(region, block.channels());
        for (Box box : region.boxes()) {
            Cursor<DoubleType> cursor = Views.flatIterable(Views.interval(image, interval(box, block.channels())))
                    .localizingCursor();
            while (cursor.hasNext()) {
                cursor.fwd();
                float[] plane = block.plane(cursor.getIntPosition(3), cursor.getIntPosition(2));
                int index = block.rowStart(cursor.getIntPosition(1)) + block.column(cursor.getIntPosition(0));
                cursor.get().set(plane[index]);
            }
        }
        return image;
    }

    private static void fromImage(RandomAccessibleInterval<DoubleType> image, Block block, Box box) {
        Cursor<DoubleType> cursor = Views.flatIterable(Views.interval(image, interval(box, block.channels())))
                .localizingCursor();
        while (cursor.hasNext()) {
            cursor.fwd();
            float[] plane = block.plane(cursor.getIntPosition(3), cursor.getIntPosition(2));
            int index = block.rowStart(cursor.getIntPosition(1)) + block.column(cursor.getIntPosition(0));
            plane[index] = (float) cursor.get().get();
        }
    }
}
