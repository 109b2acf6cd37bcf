package org.convlayers.engine.memory;

import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.Region;

/** Input that lies in memory: one array for each item, channel and depth slice. Blocks are views; nothing is copied. */
public final class ArraySource implements BlockSource {
    private final FeatureShape shape;
    private final float[][][][] planes;

    /**
     * Wraps arrays.
     *
     * @param shape the shape of each item
     * @param planes the arrays by item, channel and depth, rows of the whole width one after the other
     */
    public ArraySource(FeatureShape shape, float[][][][] planes) {
        this.shape = shape;
        this.planes = planes;
    }

    /** The arrays by item, channel and depth. */
    public float[][][][] planes() {
        return planes;
    }

    @Override
    public FeatureShape shape() {
        return shape;
    }

    @Override
    public int items() {
        return planes.length;
    }

    @Override
    public Block read(int item, Region region, Scratch scratch) {
        return new Block(
                Region.whole(shape), planes[item], 0, shape.spatial().to3D(1).get(2));
    }

    @Override
    public void release(Block block, Scratch scratch) {
        // a view on arrays that are not the scratch's
    }
}
