package org.convlayers.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.convlayers.app.FilledNetwork;
import org.convlayers.engine.layer.Precision;
import org.convlayers.layer.Network;
import org.convlayers.shape.FeatureShape;
import org.convlayers.text.NetworkText;
import org.junit.jupiter.api.Test;

class KeptMapsTest {
    private static final FeatureShape INPUT = FeatureShape.of(3, 40, 48);

    /** Two blocks whose gates look at whole maps, on a trunk; the first block's output goes round the second one. */
    private static final Network GATED = NetworkText.parse("""
            (stem): Conv2d(3, 8, 3, padding=1)
            (first): Conv2d(8, 8, 3, padding=1)
            (pooled): AdaptiveAvgPool2d(1)
            (gate): Conv2d(8, 8, 1)
            (gated): Multiply(inputs=('first', 'gate'))
            (joined): Add(inputs=('stem', 'gated'))
            (second): Conv2d(8, 8, 3, padding=1)
            (pooled2): AdaptiveAvgPool2d(1)
            (gate2): Conv2d(8, 8, 1)
            (gated2): Multiply(inputs=('second', 'gate2'))
            (joined2): Add(inputs=('joined', 'gated2'))
            (last): Conv2d(8, 1, 3, padding=1)
            """);

    private static List<FloatStep> steps(Network network) {
        return FloatSteps.of(network, FilledNetwork.random(network).weights(), INPUT, Precision.FLOAT32);
    }

    private static List<List<String>> kept(Network network) {
        List<Integer> outputs = List.of(network.nodes().size() - 1);
        return KeptMaps.of(steps(network), network.shapes(INPUT), outputs).stream()
                .map(pass -> pass.nodes().stream()
                        .map(node -> network.nodes().get(node).name())
                        .toList())
                .toList();
    }

    @Test
    void whatGoesRoundAGateIsKept() {
        assertEquals(List.of(List.of("stem", "first"), List.of("joined", "second")), kept(GATED));
    }

    @Test
    void everyStepIsComputedOnce() {
        List<FloatStep> steps = steps(GATED);
        List<Integer> last = List.of(GATED.nodes().size() - 1);
        Set<Integer> known = new HashSet<>();
        List<Integer> computed = new ArrayList<>();
        for (KeptMaps.Pass pass : KeptMaps.of(steps, GATED.shapes(INPUT), last)) {
            for (int node : pass.nodes()) {
                KeptMaps.needed(steps, List.of(node), known).forEach(step -> computed.add(step.output()));
                known.add(node);
            }
        }
        KeptMaps.needed(steps, last, known).forEach(step -> computed.add(step.output()));
        assertEquals(new HashSet<>(computed).size(), computed.size());
        assertEquals(steps.size(), computed.size());
    }

    /** Normalised values are made of a kept map faster than they are written and read again. */
    @Test
    void whatIsSoonComputedAgainIsNotKept() {
        Network normalised = NetworkText.parse("""
                (first): Conv2d(3, 8, 3, padding=1)
                (norm): InstanceNorm2d(8)
                (second): Conv2d(8, 8, 3, padding=1)
                (norm2): InstanceNorm2d(8)
                Add(inputs=('norm', 'norm2'))
                """);
        assertEquals(List.of(List.of("first"), List.of("second")), kept(normalised));
    }

    @Test
    void theInputIsReadOnce() {
        Network looksAtInput = NetworkText.parse("""
                (norm): InstanceNorm2d(3)
                (conv): Conv2d(3, 3, 3, padding=1)
                (sums): Softmax(dim=3, input='input')
                Softmax(dim=2, input='conv')
                Add(inputs=('sums', 'conv'))
                """);
        assertEquals(List.of(List.of(), List.of(), List.of("conv")), kept(looksAtInput));
        List<Integer> last = List.of(looksAtInput.nodes().size() - 1);
        assertEquals(
                List.of(true, false, false),
                KeptMaps.of(steps(looksAtInput), looksAtInput.shapes(INPUT), last).stream()
                        .map(KeptMaps.Pass::readsInput)
                        .toList());
    }
}
