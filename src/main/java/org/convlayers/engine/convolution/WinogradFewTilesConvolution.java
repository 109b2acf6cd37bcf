package org.convlayers.engine.convolution;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.convlayers.engine.kernel.Accumulators;
import org.convlayers.engine.kernel.PackedWeights;
import org.convlayers.engine.kernel.Strip;
import org.convlayers.engine.kernel.StripLength;
import org.convlayers.engine.kernel.Winograd;
import org.convlayers.engine.layer.LayerKernel;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.OnFirstUse;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.shape.Box;
import org.convlayers.shape.Extent;

/**
 * A convolution of many channels whose maps are small, such as those at the bottom of a U-Net, by the products of {@link
 * WinogradTilesConvolution}: there are too few tiles for the lanes of strips, so that output channels lie in the lanes, and tiles
 * take the place of channels.
 *
 * <p>Tiles lie on the same grid, and what is not finite is computed directly in the same way: each value depends on the input of its
 * tile alone.
 */
final class WinogradFewTilesConvolution implements LayerKernel {
    /** So many tiles' sums of a product (about 140 kB) stay in the second-level cache together with a part of the weights. */
    private static final int MAX_TILES = 64;

    /** A thread should not take more memory: for transformed tiles, and for their sums. */
    private static final int MAX_BYTES = 10 << 20;

    /** A layer should not take more memory for its transformed weights. */
    private static final int MAX_BYTES_OF_WEIGHTS = 40 << 20;

    /** Laying out a value of a transformed tile. */
    private static final double NANOS_PER_FACTOR = 1.2;

    /** Taking a value that a tile looks at from its row. */
    private static final double NANOS_PER_PIXEL = 0.8;

    private static final double NANOS_PER_VALUE_STORED = 1.2;

    /** Weights are read anew for each {@link #MAX_TILES} tiles. */
    private static final double NANOS_PER_WEIGHT = 0.3;

    private final BoundConvolution layer;
    private final DirectConvolution direct;
    private final WinogradTiles tiles;
    private final int products;
    private final int planes;
    private final int tilesAtOnce;
    private final int tapsPerPart;
    private final OnFirstUse<List<OutputStrips>> strips;

    /**
     * Prepares a layer.
     *
     * @param layer a layer that {@link #suits}
     */
    WinogradFewTilesConvolution(BoundConvolution layer) {
        this.layer = layer;
        direct = DirectConvolution.of(layer);
        tiles = WinogradTiles.of(layer);
        products = tiles.side() * tiles.side();
        planes = layer.planes();
        tilesAtOnce = tilesAtOnce(layer);
        // Of shorter strips more stay in the second-level cache.
        int lanes = StripLength.covering(layer.groupOutputs()).lanes();
        tapsPerPart = DirectConvolution.TAPS_PER_PART
                * Strip.LENGTH
                / lanes
                / PackedWeights.TAP_UNIT
                * PackedWeights.TAP_UNIT;
        strips = new OnFirstUse<>(this::transformed);
    }

    private static int tilesAtOnce(BoundConvolution layer) {
        int side = WinogradTiles.of(layer).side();
        return Math.min(MAX_TILES, MAX_BYTES / (side * side * (layer.planes() * Float.BYTES + Strip.BYTES)));
    }

    /** Whether this algorithm can compute a layer. */
    static boolean suits(BoundConvolution layer) {
        return layer.groups() == 1
                && WinogradTiles.suit(layer)
                && layer.planes() <= mostPlanes(layer)
                && bytesOfWeights(layer) <= MAX_BYTES_OF_WEIGHTS
                && (long) layer.height().dilation() * layer.width().dilation() <= tilesAtOnce(layer);
    }

    /** The sums of a single chain stay accurate up to here; those of F(4x4,5x5) are made of larger numbers, which cancel. */
    private static int mostPlanes(BoundConvolution layer) {
        return layer.height().kernel() == Winograd.F_4_3.taps() ? 800 : 256;
    }

    private static long bytesOfWeights(BoundConvolution layer) {
        int side = WinogradTiles.of(layer).side();
        return (long) side * side * layer.planes() * OutputStrips.lanes(layer.groupOutputs()) * Float.BYTES;
    }

    private List<OutputStrips> transformed(Scratch scratch) {
        WinogradKernels kernels = new WinogradKernels(tiles.winograd(), Math.min(Strip.LENGTH, layer.groupOutputs()));
        float[] weight = layer.weight(scratch);
        int taps = layer.height().kernel() * layer.width().kernel();
        List<OutputStrips> all = OutputStrips.of(layer, products, planes, scratch);
        for (OutputStrips outputs : all) {
            for (int plane = 0; plane < planes; plane++) {
                scratch.checkCancelled();
                int at = layer.weightStart(outputs.first()) + plane * taps;
                float[][] ofPlane = kernels.transform(weight, at, planes * taps, outputs.count());
                for (int product = 0; product < products; product++) {
                    outputs.set(product, plane, ofPlane[product]);
                }
            }
        }
        return all;
    }

    @Override
    public String algorithm() {
        Box whole = layer.outputBox();
        return tiles.inWords()
                + String.format(
                        Locale.ROOT,
                        ", channels side by side, estimated %.1f times as fast as direct",
                        direct.nanos(whole) / nanos(whole));
    }

    @Override
    public Extent block() {
        return Extent.of(1, tiles.rows().block(), tiles.columns().block());
    }

    @Override
    public double nanos(Box box) {
        double all = tiles.covering(box).pixels();
        double parts = Math.ceil(all / tilesAtOnce);
        int together = (int) Math.ceil(all / parts);
        int outputs = layer.groupOutputs();
        double lengths = StripLength.cost(outputs);
        double transform = tiles.winograd().cost() * Lanes.Work.NANOS_PER_STRIP_PRODUCT;
        double products = this.products * PackedWeights.cost(together, planes) * Lanes.Work.NANOS_PER_STRIP_PRODUCT;
        double weights = NANOS_PER_WEIGHT * this.products * planes * outputs;
        double transformedPlane =
                2 * tiles.side() * transform * StripLength.covering(together).cost();
        double perTile = (tiles.side() + Winograd.SUMS) * transform * lengths
                + Winograd.SUMS * Winograd.SUMS * outputs * NANOS_PER_VALUE_STORED
                + this.products * planes * (NANOS_PER_FACTOR + NANOS_PER_PIXEL);
        return parts * (products * lengths + weights + planes * transformedPlane) + all * perTile;
    }

    @Override
    public void compute(List<Block> inputs, Block output, Box box, Scratch scratch) {
        List<OutputStrips> turned = strips.get(scratch);
        for (Box slice : box.cut(0, box.depth().size(), 1)) {
            for (Box column :
                    cut(slice, 2, tiles.columns(), tilesAtOnce / tiles.rows().dilation())) {
                int across = tiles.columns().groupsOf(column.width()).size();
                for (Box piece : cut(column, 1, tiles.rows(), tilesAtOnce / across)) {
                    try (Piece next = new Piece(inputs, output, piece, scratch)) {
                        next.compute(turned);
                    }
                }
            }
        }
    }

    /** Cuts a box along an axis, so that at most so many groups of pixels, at least those of a block, stay together. */
    private static List<Box> cut(Box box, int axis, WinogradAxis grid, int groups) {
        int blocks = grid.groupsOf(box.axis(axis)).size() / grid.dilation();
        int together = Math.max(1, groups / grid.dilation());
        return box.cut(axis, (blocks - 1) / together + 1, grid.block());
    }

    /** Some tiles of a slice, all of which are computed together. */
    private final class Piece implements AutoCloseable {
        private final List<Block> inputs;
        private final Block output;
        private final Box box;
        private final Scratch scratch;
        private final Lanes lanes;
        private final int[] columns;
        private final int count;
        private final Accumulators accumulators;
        private final PackedWeights[][] factors;
        private final float[][] factorMemory;
        private final float[][] sums;
        private final float[][] halves;
        private final float[][] pixels;
        private final float[] check;
        private final float[] unfinished;
        private final float[] zeros;

        Piece(List<Block> inputs, Block output, Box box, Scratch scratch) {
            this.inputs = inputs;
            this.output = output;
            this.box = box;
            this.scratch = scratch;
            Box covering = tiles.covering(box);
            lanes = Lanes.ofRows(covering, covering.width().size(), 0);
            lanes.moveTo(0);
            columns = tiles.columns(lanes);
            count = Math.toIntExact(covering.pixels());
            accumulators = scratch.accumulators();
            int parts = (planes - 1) / tapsPerPart + 1;
            factors = new PackedWeights[products][parts];
            factorMemory = new float[products * parts][];
            for (int i = 0; i < factorMemory.length; i++) {
                int part = i % parts;
                int taps = Math.min(tapsPerPart, planes - part * tapsPerPart);
                factorMemory[i] = scratch.take(PackedWeights.length(count, taps));
                factors[i / parts][part] = PackedWeights.in(factorMemory[i], count, taps);
            }
            sums = scratch.takeStrips(products * count);
            halves = scratch.takeStrips(tiles.side() * Winograd.SUMS);
            int ofTile = Winograd.SUMS * Winograd.SUMS;
            pixels = scratch.takeStrips(ofTile + 3);
            check = pixels[ofTile];
            unfinished = pixels[ofTile + 1];
            zeros = pixels[ofTile + 2];
            Arrays.fill(unfinished, 0);
            Arrays.fill(zeros, 0);
        }

        void compute(List<OutputStrips> turned) {
            layOut();
            for (OutputStrips outputs : turned) {
                multiply(outputs);
                float[][] maps = maps(outputs);
                for (int tile = 0; tile < count; tile++) {
                    finish(outputs, tile);
                    store(outputs, tile, maps);
                }
                applyEpilogue(outputs, maps);
            }
            new WinogradRepair(tiles, lanes, output, box, scratch).repair(unfinished, 0, columns, direct, inputs);
        }

        /** Transforms what the tiles see: rows (tile) by columns (plane) of a matrix for each product. */
        private void layOut() {
            float[] line = scratch.take(tiles.longestPiece(lanes));
            float[][] transformed = scratch.takeStrips(PackedWeights.TAPS_AT_ONCE * products);
            try (WinogradTilePlane plane =
                    new WinogradTilePlane(layer, tiles, layer.rows(inputs.get(0), line), lanes, scratch)) {
                int slices = layer.depth().kernel();
                for (int first = 0; first < planes; first += PackedWeights.TAPS_AT_ONCE) {
                    scratch.checkCancelled();
                    int end = Math.min(planes, first + PackedWeights.TAPS_AT_ONCE);
                    for (int i = first; i < end; i++) {
                        plane.transform(i / slices, i % slices, 0, columns, transformed, (i - first) * products, 1);
                    }
                    for (int i = (end - first) * products; i < transformed.length; i++) {
                        Arrays.fill(transformed[i], PackedWeights.NO_WEIGHT); // beyond the last plane
                    }
                    for (int product = 0; product < products; product++) {
                        factors[product][first / tapsPerPart].setTaps(
                                first % tapsPerPart, transformed, product, products, lanes.lane(0));
                    }
                }
            } finally {
                scratch.giveStrips(transformed);
                scratch.give(line);
            }
        }

        private void multiply(OutputStrips outputs) {
            int addendOfAll = Winograd.ADDEND_OF_ALL * (tiles.side() + 1);
            for (int product = 0; product < products; product++) {
                float[] begin = product == addendOfAll ? outputs.biases() : zeros;
                for (int part = 0; part < factors[product].length; part++) {
                    PackedWeights matrix = factors[product][part];
                    for (int i = 0; i < matrix.groups(); i++) {
                        scratch.checkCancelled();
                        int at = product * count + matrix.firstRow(i);
                        int rows = matrix.rows(i);
                        if (part == 0) {
                            accumulators.fill(begin, rows, outputs.length());
                        } else {
                            accumulators.load(sums, at, rows, outputs.length());
                        }
                        matrix.multiply(i, outputs.table(product), part * tapsPerPart, outputs.length(), accumulators);
                        accumulators.store(sums, at, rows, outputs.length());
                    }
                }
            }
        }

        /** Makes the pixels of a tile. */
        private void finish(OutputStrips outputs, int tile) {
            int side = tiles.side();
            Winograd winograd = tiles.winograd();
            Arrays.fill(check, 0);
            float[][] line = new float[Winograd.SUMS][];
            for (int i = 0; i < side; i++) {
                for (int column = 0; column < line.length; column++) {
                    line[column] = halves[column * side + i];
                }
                winograd.transformProducts(outputs.length(), sums, i * side * count + tile, count, line, check);
            }
            for (int column = 0; column < Winograd.SUMS; column++) {
                for (int row = 0; row < line.length; row++) {
                    line[row] = pixels[row * Winograd.SUMS + column];
                }
                winograd.transformProducts(outputs.length(), halves, column * side, 1, line, check);
            }
            for (int i = Strip.FIRST; i < Strip.FIRST + outputs.count(); i++) {
                if (check[i] != 0) {
                    unfinished[lanes.lane(0) + tile] = 1;
                }
            }
        }

        private void store(OutputStrips outputs, int tile, float[][] maps) {
            int x = columns[lanes.lane(0) + tile];
            int reach = (Winograd.SUMS - 1) * tiles.columns().dilation();
            boolean isWhole =
                    x >= box.width().first() && x + reach <= box.width().last();
            for (int row = 0; row < Winograd.SUMS; row++) {
                int y = tiles.rows().pixel(lanes.y(tile / lanes.chunkWidth(), 0), row);
                if (box.height().contains(y)) {
                    int at = row * Winograd.SUMS;
                    if (isWhole && tiles.areDense()) {
                        storeFour(at, outputs.count(), maps, output.rowStart(y) + output.column(x));
                    } else {
                        storeInside(at, outputs.count(), maps, y, x);
                    }
                }
            }
        }

        private void storeFour(int at, int channels, float[][] maps, int to) {
            float[] strip0 = pixels[at];
            float[] strip1 = pixels[at + 1];
            float[] strip2 = pixels[at + 2];
            float[] strip3 = pixels[at + 3];
            for (int i = 0; i < channels; i++) {
                float[] map = maps[i];
                map[to] = strip0[Strip.FIRST + i];
                map[to + 1] = strip1[Strip.FIRST + i];
                map[to + 2] = strip2[Strip.FIRST + i];
                map[to + 3] = strip3[Strip.FIRST + i];
            }
        }

        /** Stores those of four pixels of a row that lie inside the box. */
        private void storeInside(int at, int channels, float[][] maps, int y, int x) {
            for (int column = 0; column < Winograd.SUMS; column++) {
                int pixel = x + column * tiles.columns().dilation();
                if (box.width().contains(pixel)) {
                    float[] from = pixels[at + column];
                    int to = output.rowStart(y) + output.column(pixel);
                    for (int i = 0; i < channels; i++) {
                        maps[i][to] = from[Strip.FIRST + i];
                    }
                }
            }
        }

        /** The planes of the output in which the channels are stored. */
        private float[][] maps(OutputStrips outputs) {
            float[][] maps = new float[outputs.count()][];
            Arrays.setAll(maps, i -> output.plane(outputs.first() + i, lanes.z(0)));
            return maps;
        }

        private void applyEpilogue(OutputStrips outputs, float[][] maps) {
            for (int i = 0; i < maps.length; i++) {
                for (int y = box.height().first(); y <= box.height().last(); y++) {
                    int start = output.rowStart(y) + output.column(box.width().first());
                    layer.epilogue()
                            .apply(
                                    outputs.first() + i,
                                    maps[i],
                                    start,
                                    start + box.width().size());
                }
            }
        }

        @Override
        public void close() {
            scratch.giveStrips(pixels);
            scratch.giveStrips(halves);
            scratch.giveStrips(sums);
            for (float[] memory : factorMemory) {
                scratch.give(memory);
            }
        }
    }
}
