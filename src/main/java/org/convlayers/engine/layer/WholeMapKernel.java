package org.convlayers.engine.layer;

import java.util.List;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.Crew;

/**
 * A layer (with the pointwise ones after it) of which no pixel can be computed before all of its input is known.
 *
 * <p>As with a {@link LayerKernel}, each value is one fixed chain of operations: sums go over the maps in an order of their
 * own, which no tile and no thread changes.
 */
public non-sealed interface WholeMapKernel extends StepKernel {
    /**
     * Looks at the input of an item.
     *
     * @param inputs the layer's inputs with all of their pixels
     * @param crew shares out the work; called once
     * @return what computes the output from the same inputs
     */
    LayerKernel bind(List<Block> inputs, Crew crew);

    /** The memory of what {@link #bind} gives, beside the inputs. */
    default long boundBytes() {
        return 0;
    }
}
