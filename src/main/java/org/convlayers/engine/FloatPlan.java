package org.convlayers.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.convlayers.engine.layer.Precision;
import org.convlayers.engine.layer.WholeMapKernel;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.BlockSink;
import org.convlayers.engine.memory.BlockSource;
import org.convlayers.engine.memory.Crew;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.layer.Network;
import org.convlayers.receptive.PullBack;
import org.convlayers.shape.Box;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.Region;
import org.convlayers.weights.Weights;

/**
 * The plan in single precision: the fast engine.
 *
 * <p>Pointwise layers are fused into the layer before them, and branches write straight into the block that joins them.
 * Where a layer looks at whole maps, its input is computed first, tile by tile, and kept; what follows begins from there.
 */
public final class FloatPlan implements NetworkPlan {
    /** What a layer costs that looks at whole maps; a guess. */
    private static final double NANOS_PER_BYTE_LOOKED_AT = 0.3;

    private final Network network;
    private final FeatureShape input;
    private final List<FloatStep> steps;
    private final List<FeatureShape> shapes;
    private final List<Double> passes;
    private final List<Preparation> preparations;
    private final Stage last;

    /**
     * What is done for a step that looks at whole maps, before any of its tiles.
     *
     * @param step the step
     * @param kernel its kernel
     * @param readsInput whether the network's input is read
     * @param stages compute the maps that are kept, one after the other
     * @param stillRead the maps that are looked at later on, the step's own inputs included
     */
    private record Preparation(
            FloatStep step, WholeMapKernel kernel, boolean readsInput, List<Stage> stages, Set<Integer> stillRead) {}

    private FloatPlan(Network network, FeatureShape input, List<FloatStep> steps, List<Integer> outputs) {
        this.network = network;
        this.input = input;
        this.steps = List.copyOf(steps);
        shapes = network.shapes(input);
        PullBack pullBack = PullBack.ofBlocks(network, input, blocks(network, steps));
        List<KeptMaps.Pass> keptMaps = KeptMaps.of(steps, shapes, outputs);
        List<List<Stage>> stagesOfPasses = new ArrayList<>();
        Set<Integer> known = new HashSet<>();
        for (KeptMaps.Pass pass : keptMaps) {
            if (pass.readsInput()) {
                known.add(BlockPlaces.INPUT);
            }
            List<Stage> stages = new ArrayList<>();
            for (int node : pass.nodes()) {
                stages.add(new Stage(network, pullBack, steps, List.of(node), known));
                known.add(node);
            }
            stagesOfPasses.add(stages);
        }
        last = new Stage(network, pullBack, steps, outputs, known);
        preparations = preparations(keptMaps, stagesOfPasses);
        passes = costs();
    }

    /** The first node of a step is the one that looks at inputs: it asks for those of whole blocks. */
    private static List<Extent> blocks(Network network, List<FloatStep> steps) {
        List<Extent> blocks =
                new ArrayList<>(Collections.nCopies(network.nodes().size(), Extent.filled(Extent.MAX_RANK, 1)));
        steps.forEach(step -> blocks.set(step.nodes().get(0), step.kernel().block()));
        return blocks;
    }

    /** From the last one to the first, to know what is looked at later on. */
    private List<Preparation> preparations(List<KeptMaps.Pass> keptMaps, List<List<Stage>> stagesOfPasses) {
        List<Preparation> found = new ArrayList<>();
        Set<Integer> stillRead = new HashSet<>(last.mapsRead());
        for (int i = keptMaps.size() - 1; i >= 0; i--) {
            FloatStep step = keptMaps.get(i).step();
            WholeMapKernel kernel = (WholeMapKernel) step.kernel();
            List<Stage> stages = stagesOfPasses.get(i);
            found.add(0, new Preparation(step, kernel, keptMaps.get(i).readsInput(), stages, Set.copyOf(stillRead)));
            stillRead.addAll(step.inputs());
            stages.forEach(stage -> stillRead.addAll(stage.mapsRead()));
        }
        return List.copyOf(found);
    }

    /**
     * Makes a network ready.
     *
     * @param network the layers
     * @param weights its parameters
     * @param outputs the names of the layers whose outputs are wanted; no layer takes them
     * @param input the shape of each input
     * @param precision {@link Precision#FLOAT32} or {@link Precision#FLOAT32_DIRECT}
     * @throws org.convlayers.shape.ShapeException if the network does not take the input
     * @throws IllegalArgumentException if a layer takes one of the outputs
     */
    public static FloatPlan create(
            Network network, Weights weights, List<String> outputs, FeatureShape input, Precision precision) {
        if (precision == Precision.FLOAT64) {
            throw new IllegalArgumentException("this plan computes in single precision, not in " + precision);
        }
        requireUntaken(network, outputs);
        List<Integer> nodes = outputs.stream().map(network::indexOf).toList();
        return new FloatPlan(network, input, FloatSteps.of(network, weights, input, precision), nodes);
    }

    /** The blocks of outputs go to sinks: what others take of them would have to be kept as well. */
    private static void requireUntaken(Network network, List<String> outputs) {
        for (Network.Node node : network.nodes()) {
            node.inputs().stream().filter(outputs::contains).findFirst().ifPresent(output -> {
                throw new IllegalArgumentException(
                        "'" + output + "' is an output, but layer '" + node.name() + "' takes it");
            });
        }
    }

    /** As above, for the output of the last layer. */
    public static FloatPlan create(Network network, Weights weights, FeatureShape input, Precision precision) {
        return create(network, weights, List.of(network.output().name()), input, precision);
    }

    @Override
    public FeatureShape inputShape() {
        return input;
    }

    @Override
    public Outputs outputs() {
        return last.outputs();
    }

    @Override
    public Extent block() {
        return last.block();
    }

    @Override
    public List<Step> steps() {
        return steps.stream()
                .map(step -> new Step(
                        names(step.nodes()), names(step.folded()), step.kernel().algorithm()))
                .toList();
    }

    private List<String> names(List<Integer> nodes) {
        return nodes.stream().map(i -> network.nodes().get(i).name()).toList();
    }

    @Override
    public List<Double> passes() {
        return passes;
    }

    /** What each pass costs. */
    private List<Double> costs() {
        List<Double> costs = new ArrayList<>();
        for (Preparation preparation : preparations) {
            if (preparation.readsInput()) {
                costs.add(bytes(List.of(BlockPlaces.INPUT)) * Stage.NANOS_PER_BYTE_READ);
            }
            preparation.stages().forEach(stage -> costs.add(wholeNanos(stage)));
            costs.add(bytes(preparation.step().inputs()) * NANOS_PER_BYTE_LOOKED_AT);
        }
        costs.add(wholeNanos(last));
        return List.copyOf(costs);
    }

    private static double wholeNanos(Stage stage) {
        FeatureShape shape = stage.outputShape();
        return stage.cost(Tiling.none(shape).tile(shape, 0)).nanos();
    }

    private long bytes(Collection<Integer> maps) {
        return maps.stream()
                .mapToLong(map -> (map == BlockPlaces.INPUT ? input : shapes.get(map)).elements() * Float.BYTES)
                .sum();
    }

    @Override
    public Optional<WholeMaps> wholeMaps() {
        Set<Integer> kept = new HashSet<>();
        long bound = 0;
        Optional<WholeMaps> largest = Optional.empty();
        for (Preparation preparation : preparations) {
            preparation.stages().forEach(stage -> kept.addAll(stage.targets()));
            kept.addAll(preparation.step().inputs());
            bound += preparation.kernel().boundBytes();
            long bytes = bytes(kept) + bound;
            if (largest.isEmpty() || bytes > largest.get().bytes()) {
                int node = preparation.step().nodes().get(0);
                largest = Optional.of(new WholeMaps(network.nodes().get(node).name(), bytes));
            }
            kept.retainAll(preparation.stillRead());
        }
        return largest;
    }

    @Override
    public TilePlan prepare(BlockSource source, int item, Crew crew) {
        ItemMaps maps = new ItemMaps(source, item, crew);
        try {
            prepare(maps, crew);
        } catch (RuntimeException | Error e) {
            maps.close();
            throw e;
        }
        return new Prepared(maps, crew);
    }

    private void prepare(ItemMaps maps, Crew crew) {
        for (Preparation preparation : preparations) {
            if (preparation.readsInput()) {
                crew.run(1, (only, scratch) -> maps.keep(BlockPlaces.INPUT, readWhole(maps, scratch)));
            }
            for (Stage stage : preparation.stages()) {
                maps.keep(stage.targets().get(0), stage.whole(maps, crew));
            }
            maps.bind(preparation.step(), preparation.kernel());
            maps.keepOnly(preparation.stillRead());
        }
    }

    private Block readWhole(ItemMaps maps, Scratch scratch) {
        return maps.source().read(maps.item(), Region.whole(input), scratch.another());
    }

    /** Computes the tiles of an item whose whole maps are known. */
    private final class Prepared implements TilePlan {
        private final ItemMaps maps;
        private final Crew crew;

        Prepared(ItemMaps maps, Crew crew) {
            this.maps = maps;
            this.crew = crew;
        }

        @Override
        public void compute(Box tile, List<BlockSink> sinks, Scratch scratch) {
            outputs()
                    .write(
                            tile,
                            sinks,
                            maps.item(),
                            scratch,
                            blocks -> last.compute(maps, tile, blocks, scratch, crew));
        }

        @Override
        public void close() {
            maps.close();
        }
    }

    @Override
    public void compute(BlockSource source, int item, Box tile, List<BlockSink> sinks, Scratch scratch) {
        try (TilePlan ready = prepare(source, item, Crew.alone(scratch))) {
            ready.compute(tile, sinks, scratch);
        }
    }

    @Override
    public double sharedNanos(int threads) {
        return last.sharedNanos(threads);
    }

    @Override
    public TileCost cost(Box tile) {
        return last.cost(tile);
    }
}
