package org.convlayers.engine.layer;

import org.convlayers.shape.Box;
import org.convlayers.shape.Extent;

/** What computes a step of a plan: tile by tile, or after a look at whole maps. */
public sealed interface StepKernel permits LayerKernel, WholeMapKernel {
    /**
     * The size (D, H, W) of the blocks of output that are computed together, on a grid from pixel (0, 0, 0): input for whole
     * blocks is there, even where the box holds a part of one only.
     */
    default Extent block() {
        return Extent.filled(Extent.MAX_RANK, 1);
    }

    /**
     * A guess of how long one thread takes for a box, in nanoseconds: algorithms and tilings are compared by it.
     *
     * @param box pixels of the output
     */
    double nanos(Box box);

    /** How the layer is computed and why, for people: {@code "direct: …"}. */
    String algorithm();
}
