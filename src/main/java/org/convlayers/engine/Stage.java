package org.convlayers.engine;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.convlayers.engine.layer.LayerKernel;
import org.convlayers.engine.memory.ArraySink;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.Crew;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.layer.Network;
import org.convlayers.receptive.NeededRegions;
import org.convlayers.receptive.PullBack;
import org.convlayers.shape.Box;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.Region;

/**
 * Computes the outputs of some nodes tile by tile, from the network's input and from maps that are known as a whole: what
 * several of them come from is computed once. Immutable.
 *
 * <p>A tile goes through all layers before the next begins, so that what lies between two layers stays in cache.
 */
final class Stage implements TiledOutput {
    /** What a tile costs however small it is; a guess. */
    private static final double NANOS_PER_TILE = 10_000;

    /** The longest rows that a kernel computes at a time; some layers take 100 ns for a pixel. */
    private static final int MAX_COLUMNS = 1 << 18;

    /** The geometry of so many tiles is kept: those of a small image, which are computed again for every item. */
    private static final int MAX_KEPT_TILES = 64;

    /** What input costs beside the layers' own work with it; a guess. */
    static final double NANOS_PER_BYTE_READ = 0.05;

    private final FeatureShape input;
    private final List<FeatureShape> shapes;
    private final PullBack pullBack;
    private final List<Integer> targets;
    private final Outputs outputs;
    private final Set<Integer> known;
    private final List<FloatStep> steps;
    private final BlockPlaces places;
    private final Map<Integer, Tiling> tilings = new ConcurrentHashMap<>();
    private final Map<Shared, TileGeometry> geometries = new ConcurrentHashMap<>();

    /** A tile and how many threads share it. */
    private record Shared(Box tile, int threads) {}

    /**
     * Finds what is to be computed.
     *
     * @param network the layers
     * @param pullBack follows the network back from its output
     * @param allSteps the steps of the whole network
     * @param targets the nodes; no step takes the output of one of several
     * @param known nodes that are known as a whole, and the network's input if it is
     */
    Stage(Network network, PullBack pullBack, List<FloatStep> allSteps, List<Integer> targets, Set<Integer> known) {
        this.pullBack = pullBack;
        this.targets = List.copyOf(targets);
        this.known = Set.copyOf(known);
        input = pullBack.input();
        shapes = network.shapes(input);
        outputs = new Outputs(targets.stream().map(shapes::get).toList());
        steps = KeptMaps.needed(allSteps, this.targets, this.known);
        places = new BlockPlaces(network, input, steps, Set.copyOf(targets), this.known);
    }

    /** The nodes that are computed. */
    List<Integer> targets() {
        return targets;
    }

    /** Their outputs. */
    Outputs outputs() {
        return outputs;
    }

    /** The known maps that are looked at. */
    Set<Integer> mapsRead() {
        return steps.stream()
                .flatMap(step -> step.inputs().stream())
                .filter(known::contains)
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public FeatureShape outputShape() {
        return outputs.shapes().get(outputs.largest());
    }

    @Override
    public Extent block() {
        int tiled = targets.get(outputs.largest());
        return steps.stream()
                .filter(step -> step.output() == tiled)
                .map(step -> step.kernel().block())
                .findFirst()
                .orElseGet(TiledOutput.super::block);
    }

    /** Computes the whole output of the only node, in tiles of their own; it is memory of the crew's maps. */
    Block whole(ItemMaps item, Crew crew) {
        FeatureShape shape = outputShape();
        ArraySink map = new ArraySink(shape, 1, crew.planes()::take);
        Tiling tiling = tilings.computeIfAbsent(crew.parallelism(), threads -> Tiling.auto(this, 1, threads));
        try {
            crew.run(tiling.count(shape), (number, scratch) -> {
                Box tile = tiling.tile(shape, number);
                compute(item, tile, List.of(map.target(0, tile, scratch)), scratch, crew);
            });
        } catch (RuntimeException | Error e) {
            crew.planes().give(view(map));
            throw e;
        }
        return view(map);
    }

    private Block view(ArraySink map) {
        FeatureShape shape = outputShape();
        return Block.view(shape, map.planes()[0], Box.whole(shape));
    }

    /**
     * Computes a tile.
     *
     * @param item what is known of the item
     * @param tile pixels of the largest output
     * @param into where the tile's part of each output goes
     * @param scratch memory of the calling thread
     * @param crew shares the work of each layer if the tile is the only one
     */
    void compute(ItemMaps item, Box tile, List<Block> into, Scratch scratch, Crew crew) {
        int threads = tile.equals(Box.whole(outputShape())) ? crew.parallelism() : 1;
        TileGeometry geometry = geometry(new Shared(tile, threads));
        if (item.maps().containsKey(BlockPlaces.INPUT)) {
            compute(item, geometry, item.maps().get(BlockPlaces.INPUT), into, scratch, crew);
            return;
        }
        Block read = item.source().read(item.item(), geometry.regions().input(), scratch);
        try {
            compute(item, geometry, read, into, scratch, crew);
        } finally {
            item.source().release(read, scratch);
        }
    }

    private TileGeometry geometry(Shared tile) {
        TileGeometry kept = geometries.get(tile);
        if (kept == null) {
            kept = TileGeometry.of(regions(tile.tile()), steps, tile.threads());
            if (geometries.size() < MAX_KEPT_TILES) {
                geometries.put(tile, kept);
            }
        }
        return kept;
    }

    private NeededRegions regions(Box tile) {
        List<Optional<Box>> parts = outputs.parts(tile);
        Map<Integer, Region> wanted = new HashMap<>();
        for (int i = 0; i < parts.size(); i++) {
            wanted.put(targets.get(i), parts.get(i).map(Region::of).orElse(Region.EMPTY));
        }
        return pullBack.regions(wanted, known);
    }

    private void compute(
            ItemMaps item, TileGeometry geometry, Block read, List<Block> into, Scratch scratch, Crew crew) {
        try (TileBlocks blocks = new TileBlocks(places, geometry.regions(), scratch)) {
            item.maps().forEach(blocks::give);
            blocks.give(BlockPlaces.INPUT, read);
            for (int i = 0; i < into.size(); i++) {
                blocks.give(targets.get(i), into.get(i));
            }
            for (int i = 0; i < steps.size(); i++) {
                FloatStep step = steps.get(i);
                LayerKernel kernel = item.kernel(step);
                List<Block> inputs = step.inputs().stream().map(blocks::of).toList();
                Block output = blocks.of(step.output());
                int node = step.nodes().get(0);
                for (TileGeometry.Share share : geometry.shares().get(i)) {
                    share.forEach(
                            crew,
                            scratch,
                            (box, memory) -> memory.timed(node, () -> {
                                for (Box part : inShortRows(box, kernel)) {
                                    kernel.compute(inputs, output, part, memory);
                                }
                            }));
                }
                blocks.releaseAfter(i);
            }
        }
    }

    /** A box, or columns of it: kernels ask whether to go on once a row or more often, and a row shall not take long. */
    private static List<Box> inShortRows(Box box, LayerKernel kernel) {
        int parts = (box.width().size() - 1) / MAX_COLUMNS + 1;
        return parts == 1 ? List.of(box) : box.cut(2, parts, kernel.block().get(2));
    }

    @Override
    public double sharedNanos(int threads) {
        TileGeometry geometry = geometry(new Shared(Box.whole(outputShape()), threads));
        double nanos = NANOS_PER_TILE + bytesRead(geometry.regions()) * NANOS_PER_BYTE_READ;
        for (int i = 0; i < steps.size(); i++) {
            for (TileGeometry.Share share : geometry.shares().get(i)) {
                nanos += share.nanos(steps.get(i).kernel());
            }
        }
        return nanos;
    }

    private long bytesRead(NeededRegions regions) {
        return regions.input().pixels() * input.channels() * Float.BYTES;
    }

    @Override
    public TileCost cost(Box tile) {
        NeededRegions regions = regions(tile);
        double nanos = NANOS_PER_TILE + bytesRead(regions) * NANOS_PER_BYTE_READ;
        for (FloatStep step : steps) {
            for (Box box : regions.of(step.output()).boxes()) {
                nanos += step.kernel().nanos(box);
            }
        }
        return new TileCost(nanos, mostBytes(regions));
    }

    /** What the blocks take that exist at the same time, at most: a block is given back when nobody reads it any more. */
    private long mostBytes(NeededRegions regions) {
        long bytes = Scratch.bytes(input.channels(), regions.input());
        for (int target : targets) {
            bytes += bytes(target, regions);
        }
        long most = bytes;
        Set<Integer> taken = new HashSet<>();
        for (int i = 0; i < steps.size(); i++) {
            int holder = places.holder(steps.get(i).output());
            if (places.isOwn(holder) && taken.add(holder)) {
                bytes += bytes(holder, regions);
                most = Math.max(most, bytes);
            }
            for (int node : places.lastReads(i)) {
                bytes -= bytes(node, regions);
            }
        }
        return most;
    }

    private long bytes(int node, NeededRegions regions) {
        return Scratch.bytes(shapes.get(node).channels(), places.region(node, regions));
    }
}
