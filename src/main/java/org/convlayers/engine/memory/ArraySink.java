package org.convlayers.engine.memory;

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
    private final float[][][][] planes;

    /**
     * Makes room for a result.
     *
     * @param shape the shape of each item
     * @param items the number of items
     */
    public ArraySink(FeatureShape shape, int items) {
        this.shape = shape;
        planes = new float[items][shape.channels()][shape.spatial().to3D(1).get(0)][];
    }

    /** The arrays by item, channel and depth; complete when the run has ended. */
    public float[][][][] planes() {
        return planes;
    }

    @Override
    public Block target(int item, Box box, Scratch scratch) {
        Extent size = shape.spatial().to3D(1);
        int length = Math.multiplyExact(size.get(1), size.get(2));
        int together = Math.max(1, VALUES_TOGETHER / Math.max(1, length));
        int last = box.depth().last();
        for (float[][] channel : planes[item]) {
            for (int z = box.depth().first(); z <= last; z += together) {
                scratch.checkCancelled();
                makePlanes(channel, z, Math.min(last, z + together - 1), length);
            }
        }
        return Block.view(shape, planes[item], box);
    }

    private static void makePlanes(float[][] channel, int first, int last, int length) {
        synchronized (channel) {
            for (int z = first; z <= last; z++) {
                if (channel[z] == null) {
                    channel[z] = new float[length];
                }
            }
        }
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
