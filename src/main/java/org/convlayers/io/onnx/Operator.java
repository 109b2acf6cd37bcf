package org.convlayers.io.onnx;

import java.util.List;
import org.convlayers.io.DamagedFileException;

/** What an operator of ONNX means: the layers that compute it, or, for what is known already, the result. */
@FunctionalInterface
interface Operator {
    /**
     * Translates a node.
     *
     * @return its outputs in order; at least those that {@link NodeContext#wants}
     * @throws DamagedFileException if it is not supported in this form; the message names the node
     * @throws IllegalArgumentException if shapes do not go together
     */
    List<Value> translate(NodeContext node) throws DamagedFileException;
}
