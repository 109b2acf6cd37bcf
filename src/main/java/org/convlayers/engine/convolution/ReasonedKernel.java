package org.convlayers.engine.convolution;

import java.util.List;
import org.convlayers.engine.layer.LayerKernel;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.shape.Box;
import org.convlayers.shape.Extent;

/**
 * A kernel that also says why it was preferred.
 *
 * @param kernel what computes
 * @param reason why, for people
 */
record ReasonedKernel(LayerKernel kernel, String reason) implements LayerKernel {
    @Override
    public String algorithm() {
        return kernel.algorithm() + "; " + reason;
    }

    @Override
    public Extent block() {
        return kernel.block();
    }

    @Override
    public double nanos(Box box) {
        return kernel.nanos(box);
    }

    @Override
    public void compute(List<Block> inputs, Block output, Box box, Scratch scratch) {
        kernel.compute(inputs, output, box, scratch);
    }
}
