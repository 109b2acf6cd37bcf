package org.convlayers.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.BlockSink;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.shape.AxisRanges.Range;
import org.convlayers.shape.Box;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.Region;

/**
 * The outputs of a plan and how tiles cut them: tiles are boxes of the largest output, the first one of those. The others are
 * cut at the same places in proportion to their sizes, so that each of their pixels belongs to one tile; a tile may have no
 * pixel of a small output. Immutable.
 */
public final class Outputs {
    private final List<FeatureShape> shapes;
    private final int largest;

    /** Outputs of these shapes, at least one. */
    public Outputs(List<FeatureShape> shapes) {
        this.shapes = List.copyOf(shapes);
        Comparator<Integer> bySize =
                Comparator.comparingLong(i -> shapes.get(i).spatial().product());
        largest = IntStream.range(0, shapes.size())
                .boxed()
                .max(bySize.thenComparing(Comparator.reverseOrder()))
                .orElseThrow(() -> new IllegalArgumentException("a plan needs at least one output"));
    }

    /** The shape of each. */
    public List<FeatureShape> shapes() {
        return shapes;
    }

    /** Which of them tiles are boxes of. */
    public int largest() {
        return largest;
    }

    /**
     * What a tile has of each output; empty where that is no pixel.
     *
     * @param tile pixels of the largest output
     */
    public List<Optional<Box>> parts(Box tile) {
        return shapes.stream().map(shape -> part(shape, tile)).toList();
    }

    private Optional<Box> part(FeatureShape shape, Box tile) {
        Extent size = shape.spatial().to3D(1);
        Extent whole = shapes.get(largest).spatial().to3D(1);
        int[] first = new int[Extent.MAX_RANK];
        int[] end = new int[Extent.MAX_RANK];
        Range[] cut = {tile.depth(), tile.height(), tile.width()};
        for (int axis = 0; axis < cut.length; axis++) {
            first[axis] = inProportion(cut[axis].first(), size.get(axis), whole.get(axis));
            end[axis] = inProportion(cut[axis].last() + 1, size.get(axis), whole.get(axis));
            if (first[axis] == end[axis]) {
                return Optional.empty();
            }
        }
        return Optional.of(new Box(
                new Range(first[0], end[0] - 1), new Range(first[1], end[1] - 1), new Range(first[2], end[2] - 1)));
    }

    private static int inProportion(int place, int size, int whole) {
        return (int) ((long) place * size / whole);
    }

    /**
     * Has a tile computed into blocks of its parts. If that fails, no block is completed.
     *
     * @param tile pixels of the largest output
     * @param sinks where each output goes
     * @param item which item of the batch
     * @param scratch memory of the calling thread
     * @param computation fills a block for each output; one of no pixels where the tile has none
     */
    public void write(Box tile, List<BlockSink> sinks, int item, Scratch scratch, Consumer<List<Block>> computation) {
        List<Optional<Box>> parts = parts(tile);
        List<Block> blocks = new ArrayList<>();
        int completed = 0;
        try {
            for (int i = 0; i < parts.size(); i++) {
                blocks.add(target(i, parts.get(i), sinks.get(i), item, scratch));
            }
            computation.accept(blocks);
            while (completed < blocks.size()) {
                int next = completed++;
                if (parts.get(next).isPresent()) {
                    sinks.get(next).complete(item, blocks.get(next), scratch);
                }
            }
        } catch (RuntimeException | Error e) {
            for (int i = completed; i < blocks.size(); i++) {
                if (parts.get(i).isPresent()) {
                    sinks.get(i).discard(blocks.get(i), scratch);
                }
            }
            throw e;
        }
    }

    private Block target(int output, Optional<Box> part, BlockSink sink, int item, Scratch scratch) {
        return part.map(box -> sink.target(item, box, scratch))
                .orElseGet(() -> scratch.block(shapes.get(output).channels(), Region.EMPTY));
    }
}
