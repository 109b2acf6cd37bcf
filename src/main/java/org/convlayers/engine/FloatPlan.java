package org.convlayers.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.convlayers.layer.Network;
import org.convlayers.receptive.NeededRegions;
import org.convlayers.receptive.PullBack;
import org.convlayers.shape.Box;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.Region;
import org.convlayers.weights.Weights;

/**
 * The plan in single precision: the fast engine.
 *
 * <p>Activations are fused into the convolution before them, and branches write straight into the block that joins them. A
 * tile goes through all layers before the next begins, so that what lies between two layers stays in cache.
 */
public final class FloatPlan implements NetworkPlan {
    /** What a tile costs however small it is; a guess. */
    private static final double NANOS_PER_TILE = 10_000;

    /** What input costs beside the layers' own work with it; a guess. */
    private static final double NANOS_PER_BYTE_READ = 0.05;

    private final Network network;
    private final FeatureShape input;
    private final List<FeatureShape> shapes;
    private final PullBack pullBack;
    private final List<FloatStep> steps;
    private final BlockPlaces places;

    private FloatPlan(Network network, FeatureShape input, List<FloatStep> steps) {
        this.network = network;
        this.input = input;
        this.steps = List.copyOf(steps);
        shapes = network.shapes(input);
        pullBack = PullBack.ofBlocks(network, input, blocks(network, this.steps));
        places = new BlockPlaces(network, input, this.steps);
    }

    /** The first node of a step is the one that looks at inputs: it asks for those of whole blocks. */
    private static List<Extent> blocks(Network network, List<FloatStep> steps) {
        List<Extent> blocks =
                new ArrayList<>(Collections.nCopies(network.nodes().size(), Extent.filled(Extent.MAX_RANK, 1)));
        steps.forEach(step -> blocks.set(step.nodes().get(0), step.kernel().block()));
        return blocks;
    }

    /**
     * Some nodes computed at once.
     *
     * @param nodes their indices; the last one's output is kept
     * @param inputs the indices of the nodes whose outputs are taken, -1 for the network's input
     * @param kernel how
     */
    record FloatStep(List<Integer> nodes, List<Integer> inputs, LayerKernel kernel) {
        int output() {
            return nodes.get(nodes.size() - 1);
        }
    }

    /**
     * Makes a network ready.
     *
     * @param network the layers
     * @param weights its parameters
     * @param input the shape of each input
     * @param precision {@link Precision#FLOAT32} or {@link Precision#FLOAT32_DIRECT}
     * @throws org.convlayers.shape.ShapeException if the network does not take the input
     */
    public static FloatPlan create(Network network, Weights weights, FeatureShape input, Precision precision) {
        if (precision == Precision.FLOAT64) {
            throw new IllegalArgumentException("this plan computes in single precision, not in " + precision);
        }
        List<FeatureShape> shapes = network.shapes(input);
        List<FloatStep> steps = new ArrayList<>();
        List<Network.Node> nodes = network.nodes();
        Map<String, Integer> consumers = consumers(network);
        int next = 0;
        while (next < nodes.size()) {
            Network.Node node = nodes.get(next);
            List<Integer> fused = new ArrayList<>(List.of(next));
            Epilogue epilogue = Epilogue.NONE;
            next++;
            while (next < nodes.size() && follows(nodes.get(next), nodes.get(next - 1), consumers)) {
                epilogue = epilogue.andThen(Epilogues.of(nodes.get(next), weights));
                fused.add(next);
                next++;
            }
            List<FeatureShape> inputs = network.inputShapes(node, input, shapes);
            LayerKernel kernel = LayerKernels.of(node, weights, inputs, epilogue, precision);
            steps.add(new FloatStep(
                    fused, node.inputs().stream().map(network::indexOf).toList(), kernel));
        }
        return new FloatPlan(network, input, steps);
    }

    private static Map<String, Integer> consumers(Network network) {
        Map<String, Integer> consumers = new HashMap<>();
        for (Network.Node node : network.nodes()) {
            node.inputs().forEach(name -> consumers.merge(name, 1, Integer::sum));
        }
        return consumers;
    }

    /** Whether a node is a pointwise layer after the node just before it, which nobody else looks at. */
    private static boolean follows(Network.Node node, Network.Node before, Map<String, Integer> consumers) {
        return node.layer().isPointwise()
                && node.inputs().get(0).equals(before.name())
                && consumers.get(before.name()) == 1;
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
        List<Network.Node> nodes = network.nodes();
        return steps.stream()
                .map(step -> new Step(
                        step.nodes().stream().map(i -> nodes.get(i).name()).toList(),
                        step.kernel().algorithm()))
                .toList();
    }

    @Override
    public void compute(BlockSource source, int item, Box tile, BlockSink sink, Scratch scratch) {
        NeededRegions regions = pullBack.regions(Region.of(tile));
        Block read = source.read(item, regions.input(), scratch);
        try {
            Block target = sink.target(item, tile, scratch);
            try (TileBlocks blocks = new TileBlocks(places, regions, read, target, scratch)) {
                compute(regions, blocks, scratch);
            } catch (RuntimeException | Error e) {
                sink.discard(target, scratch);
                throw e;
            }
            sink.complete(item, target, scratch);
        } finally {
            source.release(read, scratch);
        }
    }

    private void compute(NeededRegions regions, TileBlocks blocks, Scratch scratch) {
        for (int i = 0; i < steps.size(); i++) {
            FloatStep step = steps.get(i);
            List<Block> inputs = step.inputs().stream().map(blocks::of).toList();
            Block output = blocks.of(step.output());
            for (Box box : regions.of(step.output()).boxes()) {
                step.kernel().compute(inputs, output, box, scratch);
            }
            blocks.releaseAfter(i);
        }
    }

    @Override
    public TileCost cost(Box tile) {
        NeededRegions regions = pullBack.regions(Region.of(tile));
        long bytes = regions.input().pixels() * input.channels() * Float.BYTES;
        double nanos = NANOS_PER_TILE + bytes * NANOS_PER_BYTE_READ;
        for (FloatStep step : steps) {
            int node = step.output();
            for (Box box : regions.of(node).boxes()) {
                nanos += step.kernel().nanos(box);
            }
            long values = regions.of(node).pixels() * shapes.get(node).channels();
            bytes += places.isOwn(node) ? values * Float.BYTES : 0;
        }
        return new TileCost(nanos, bytes);
    }
}
