package org.convlayers.shape;

import java.util.ArrayList;
import java.util.List;

/**
 * Pixels of a feature map as the product of ranges on its three axes; maps of lower rank are one pixel long on the outer
 * axes.
 *
 * @param depth the ranges along D
 * @param height the ranges along H
 * @param width the ranges along W
 */
public record Region(AxisRanges depth, AxisRanges height, AxisRanges width) implements ThreeAxes<AxisRanges> {
    /** No pixel. */
    public static final Region EMPTY = new Region(AxisRanges.EMPTY, AxisRanges.EMPTY, AxisRanges.EMPTY);

    /** A whole feature map. */
    public static Region whole(FeatureShape shape) {
        Extent size = shape.spatial().to3D(1);
        return new Region(
                AxisRanges.of(0, size.get(0) - 1),
                AxisRanges.of(0, size.get(1) - 1),
                AxisRanges.of(0, size.get(2) - 1));
    }

    /** The pixels of a box. */
    public static Region of(Box box) {
        return new Region(
                AxisRanges.of(box.depth().first(), box.depth().last()),
                AxisRanges.of(box.height().first(), box.height().last()),
                AxisRanges.of(box.width().first(), box.width().last()));
    }

    /** The smallest product of ranges that holds both. */
    public Region union(Region other) {
        if (isEmpty()) {
            return other;
        }
        if (other.isEmpty()) {
            return this;
        }
        return new Region(depth.union(other.depth), height.union(other.height), width.union(other.width));
    }

    /**
     * All pixels of the blocks that hold one of these.
     *
     * @param block the size (D, H, W) of a block; the first begins at pixel (0, 0, 0)
     * @param size the size (D, H, W) of the feature map, at whose border blocks are cut off
     */
    public Region widenedTo(Extent block, Extent size) {
        return new Region(
                depth.widenedTo(block.get(0), size.get(0)),
                height.widenedTo(block.get(1), size.get(1)),
                width.widenedTo(block.get(2), size.get(2)));
    }

    /** Whether there is no pixel. */
    public boolean isEmpty() {
        return depth.isEmpty() || height.isEmpty() || width.isEmpty();
    }

    /** The number of pixels. */
    public long pixels() {
        return (long) depth.size() * height.size() * width.size();
    }

    /** The boxes this consists of, disjoint; usually one. */
    public List<Box> boxes() {
        List<Box> boxes = new ArrayList<>();
        for (AxisRanges.Range d : depth.ranges()) {
            for (AxisRanges.Range h : height.ranges()) {
                for (AxisRanges.Range w : width.ranges()) {
                    boxes.add(new Box(d, h, w));
                }
            }
        }
        return boxes;
    }
}
