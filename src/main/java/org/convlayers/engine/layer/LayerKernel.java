package org.convlayers.engine.layer;

import java.util.List;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.shape.Box;

/**
 * One layer (or several fused to one) made ready to compute: weights packed, algorithm chosen.
 *
 * <p>A kernel depends on the layer and on the shape of the whole feature maps only, and each value it writes is one fixed
 * chain of operations: the same bits whatever the box, the thread or the tile. It is used by many threads at once.
 */
public non-sealed interface LayerKernel extends StepKernel {
    /**
     * Computes all channels of a box of the output.
     *
     * @param inputs the layer's inputs; each holds at least the pixels inside its feature map that the box's {@linkplain
     *     #block blocks} look at
     * @param output where to write; its region holds the box
     * @param box the pixels to compute, in coordinates of the whole output
     * @param scratch memory of the calling thread; all of it is given back, also when the computation fails or is cancelled
     * @throws java.util.concurrent.CancellationException if the computation is cancelled, a tenth of a second later at most
     */
    void compute(List<Block> inputs, Block output, Box box, Scratch scratch);
}
