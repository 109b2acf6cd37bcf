package org.convlayers.shape;

/**
 * A box of pixels of a feature map on its three axes.
 *
 * @param depth the range along D
 * @param height the range along H
 * @param width the range along W
 */
public record Box(AxisRanges.Range depth, AxisRanges.Range height, AxisRanges.Range width) {
    /** The number of pixels. */
    public long pixels() {
        return (long) depth.size() * height.size() * width.size();
    }
}
