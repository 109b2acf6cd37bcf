package org.convlayers.engine.convolution;

import org.convlayers.shape.AxisRanges.Range;
import org.convlayers.shape.Box;

/**
 * The groups of n output pixels of an axis that are computed together: pixels d apart, which share input if the kernel's
 * taps are d apart. Groups lie on a grid that begins at pixel 0, so that which pixels are grouped does not depend on the tile.
 *
 * @param outputs n
 * @param dilation d
 */
record WinogradAxis(int outputs, int dilation) {
    /** The length of the shortest run of pixels that consists of whole groups: d groups. */
    int block() {
        return Math.multiplyExact(outputs, dilation);
    }

    /** The groups of all blocks that hold one of the pixels; groups are counted from pixel 0. */
    Range groupsOf(Range pixels) {
        return new Range(pixels.first() / block() * dilation, (pixels.last() / block() + 1) * dilation - 1);
    }

    /** The box whose rows are the groups of the rows of a box. */
    Box groupsOf(Box box) {
        return new Box(box.depth(), groupsOf(box.height()), box.width());
    }

    /** Pixel {@code index} of the n pixels of a group. */
    int pixel(int group, int index) {
        return group / dilation * block() + group % dilation + index * dilation;
    }
}
