package org.convlayers.engine.convolution;

import java.util.List;
import java.util.Optional;
import org.convlayers.engine.layer.LayerKernel;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.shape.Box;

/**
 * A convolution each of whose pixels sees itself alone (1x1): rows of a narrow map that follow one another in memory are one
 * long row, which fills strips and is copied in one go.
 *
 * <p>Each value is the sum of {@link DirectConvolution}, which also computes boxes that are narrower than the map.
 */
final class FlatConvolution implements LayerKernel {
    private final BoundConvolution layer;
    private final DirectConvolution rows;
    private final DirectConvolution flat;

    /**
     * Prepares a layer.
     *
     * @param layer a layer that {@link #suits}
     * @param rows computes it, rows as they are
     */
    FlatConvolution(BoundConvolution layer, DirectConvolution rows) {
        this.layer = layer;
        this.rows = rows;
        flat = rows.reshaped(layer.flat().orElseThrow());
    }

    /** Whether this algorithm suits a layer: each pixel sees itself alone in its slice. */
    static boolean suits(BoundConvolution layer) {
        return layer.flat().isPresent();
    }

    @Override
    public String algorithm() {
        return flat.algorithm();
    }

    @Override
    public double nanos(Box box) {
        return hasWholeRows(box) ? flat.nanos(layer.flat(box)) : rows.nanos(box);
    }

    private boolean hasWholeRows(Box box) {
        return box.width().size() == layer.inputColumns();
    }

    @Override
    public void compute(List<Block> inputs, Block output, Box box, Scratch scratch) {
        Optional<Block> flatInput = inputs.get(0).flat(layer.inputColumns());
        Optional<Block> flatOutput = output.flat(layer.inputColumns());
        if (hasWholeRows(box) && flatInput.isPresent() && flatOutput.isPresent()) {
            flat.compute(List.of(flatInput.get()), flatOutput.get(), layer.flat(box), scratch);
        } else {
            rows.compute(inputs, output, box, scratch);
        }
    }
}
