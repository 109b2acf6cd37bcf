package org.convlayers.engine.memory;

import java.util.Arrays;
import java.util.function.IntFunction;
import org.convlayers.shape.Box;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;

/**
 * Output that stays in memory: one array for each item, channel and depth slice, made when the first tile reaches it, by the
 * thread that computes the tile. Tiles are written in place.
 */
public final class ArraySink implements BlockSink {
    /** Small planes are made together, which takes less time than one by one. */
    private static final int VALUES_TOGETHER = 1 << 12;

    private final FeatureShape shape;
    private final int depth;
    private final int planeLength;
    private final int slicesPerPiece;
    private final int piecesPerChannel;
    private final IntFunction<float[]> memory;
    private final float[][][][] planes;
    private final SharedPieces pieces;

    /**
     * Makes room for a result.
     *
     * @param shape the shape of each item
     * @param items the number of items
     */
    public ArraySink(FeatureShape shape, int items) {
        this(shape, items, float[]::new);
    }

    /**
     * Makes room for a result.
     *
     * @param shape the shape of each item
     * @param items the number of items
     * @param memory where planes of at least some length come from; asked by several threads
     */
    public ArraySink(FeatureShape shape, int items, IntFunction<float[]> memory) {
        this.shape = shape;
        this.memory = memory;
        Extent size = shape.spatial().to3D(1);
        depth = size.get(0);
        planeLength = Math.multiplyExact(size.get(1), size.get(2));
        slicesPerPiece = Math.max(1, VALUES_TOGETHER / Math.max(1, planeLength));
        piecesPerChannel = (depth + slicesPerPiece - 1) / slicesPerPiece;
        planes = new float[items][shape.channels()][depth][];
        int channels = Math.multiplyExact(items, shape.channels());
        pieces = new SharedPieces(Math.multiplyExact(channels, piecesPerChannel), this::makePiece);
    }

    /** The arrays by item, channel and depth; complete when the run has ended. */
    public float[][][][] planes() {
        return planes;
    }

    private void makePiece(int piece) {
        int channel = piece / piecesPerChannel;
        int first = piece % piecesPerChannel * slicesPerPiece;
        float[][] slices = planes[channel / shape.channels()][channel % shape.channels()];
        for (int z = first; z < Math.min(depth, first + slicesPerPiece); z++) {
            slices[z] = memory.apply(planeLength);
        }
    }

    @Override
    public Block target(int item, Box box, Scratch scratch) {
        int first = box.depth().first() / slicesPerPiece;
        int count = box.depth().last() / slicesPerPiece + 1 - first;
        int firstOfItem = item * shape.channels() * piecesPerChannel;
        int[] needed = new int[shape.channels() * count];
        Arrays.setAll(needed, i -> firstOfItem + i / count * piecesPerChannel + first + i % count);
        pieces.require(scratch, needed);
        return Block.view(shape, planes[item], box);
    }

    @Override
    public void complete(int item, Block block, Scratch scratch) {
        // the block is a view: its values are in place
    }

    @Override
    public void discard(Block block, Scratch scratch) {
        // a view on arrays that are not the scratch's
    }
}
