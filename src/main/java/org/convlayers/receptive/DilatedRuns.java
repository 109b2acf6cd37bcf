package org.convlayers.receptive;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.convlayers.layer.Convolution;
import org.convlayers.layer.Layer;
import org.convlayers.layer.Network;
import org.convlayers.shape.Window;

/** Finds the stacks of convolutions of one kernel size and stride 1 in a chain of layers, along one axis. */
final class DilatedRuns {
    private final List<DilatedStack> stacks = new ArrayList<>();
    private final List<Integer> rates = new ArrayList<>();
    private int kernelSize;
    private long before;

    private DilatedRuns() {}

    /**
     * The stacks of a chain, in order, as far as a formula holds.
     *
     * @param network each layer takes the one before it
     * @param formulas the formula of each layer
     * @param axis counted from the outermost of the network's
     */
    static List<DilatedStack> of(Network network, List<FieldFormula> formulas, int axis) {
        DilatedRuns runs = new DilatedRuns();
        Optional<FieldFormula.Axis> seen = Optional.of(FieldFormula.Axis.START);
        for (int node = 0; node < formulas.size() && seen.isPresent(); node++) {
            runs.add(network.nodes().get(node).layer(), seen.get(), axis);
            seen = formulas.get(node).axes().map(axes -> axes.get(axis));
        }
        runs.close();
        return List.copyOf(runs.stacks);
    }

    private void add(Layer layer, FieldFormula.Axis seen, int axis) {
        if (layer.isPointwise()) {
            return;
        }
        if (!(layer instanceof Convolution convolution)
                || convolution.window().stride().get(axis) != 1
                || seen.stride() < 1) {
            close();
            return;
        }
        Window window = convolution.window();
        if (window.kernelSize().get(axis) == 1) {
            return;
        }
        if (rates.isEmpty() || window.kernelSize().get(axis) != kernelSize) {
            close();
            kernelSize = window.kernelSize().get(axis);
            before = Math.max(1, seen.size() / seen.stride());
        }
        rates.add(window.dilation().get(axis));
    }

    private void close() {
        if (!rates.isEmpty()) {
            stacks.add(new DilatedStack(kernelSize, before, rates));
            rates.clear();
        }
    }
}
