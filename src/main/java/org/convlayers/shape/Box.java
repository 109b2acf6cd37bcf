package org.convlayers.shape;

/**
 * A box of pixels of a feature map on its three axes.
 *
 * @param depth the range along D
 * @param height the range along H
 * @param width the range along W
 */
public record Box(AxisRanges.Range depth, AxisRanges.Range height, AxisRanges.Range width) {
    /** A whole feature map. */
    public static Box whole(FeatureShape shape) {
        Extent size = shape.spatial().to3D(1);
        return new Box(
                new AxisRanges.Range(0, size.get(0) - 1),
                new AxisRanges.Range(0, size.get(1) - 1),
                new AxisRanges.Range(0, size.get(2) - 1));
    }

    /** The number of pixels. */
    public long pixels() {
        return (long) depth.size() * height.size() * width.size();
    }
}
