package org.convlayers.engine;

import java.util.List;
import org.convlayers.engine.layer.StepKernel;
import org.convlayers.engine.layer.WholeMapKernel;

/**
 * Some nodes computed at once.
 *
 * @param nodes their indices; the last one's output is kept
 * @param folded those of them whose numbers went into the weights of the first one
 * @param inputs the indices of the nodes whose outputs are taken, {@link BlockPlaces#INPUT} for the network's input
 * @param kernel how
 */
record FloatStep(List<Integer> nodes, List<Integer> folded, List<Integer> inputs, StepKernel kernel) {
    FloatStep {
        nodes = List.copyOf(nodes);
        folded = List.copyOf(folded);
        inputs = List.copyOf(inputs);
    }

    /** The node whose output is kept. */
    int output() {
        return nodes.get(nodes.size() - 1);
    }

    /** Whether whole maps have to be looked at first. */
    boolean seesWholeMaps() {
        return kernel instanceof WholeMapKernel;
    }
}
