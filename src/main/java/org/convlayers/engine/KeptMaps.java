package org.convlayers.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.convlayers.shape.Box;
import org.convlayers.shape.FeatureShape;

/**
 * Which maps are computed as a whole before the outputs, pass by pass: the inputs of each step that looks at whole maps, and
 * before them what a later pass takes too and would compute again from further back. So the trunk of a network whose gates look
 * at whole maps is computed once.
 */
final class KeptMaps {
    /** What it costs to write a map and to read it again, in the units of the kernels' guesses. */
    private static final double NANOS_PER_BYTE = 0.1;

    /** What it costs to write and read values that stay in cache, beside the kernels' own work with them. */
    private static final double NANOS_PER_CACHED_BYTE = 0.05;

    private final List<FloatStep> steps;
    private final List<FeatureShape> shapes;
    private final List<FloatStep> wholeMapSteps;
    private final Map<Integer, Integer> firstPasses = new HashMap<>();
    private final Set<Integer> lookedAt = new HashSet<>();

    /**
     * What has to be known before a step that looks at whole maps.
     *
     * @param step the step
     * @param readsInput whether the network's input is among that
     * @param nodes those whose outputs are computed for it, in order, without those of passes before
     */
    record Pass(FloatStep step, boolean readsInput, List<Integer> nodes) {}

    private KeptMaps(List<FloatStep> steps, List<FeatureShape> shapes, List<Integer> outputs) {
        this.steps = steps;
        this.shapes = shapes;
        wholeMapSteps = steps.stream().filter(FloatStep::seesWholeMaps).toList();
        for (int pass = 0; pass < wholeMapSteps.size(); pass++) {
            findFirst(pass, wholeMapSteps.get(pass).inputs());
            lookedAt.addAll(wholeMapSteps.get(pass).inputs());
        }
        findFirst(wholeMapSteps.size(), outputs);
    }

    /**
     * Finds them.
     *
     * @param steps the steps of the network, in order
     * @param shapes the shapes of the nodes' outputs
     * @param outputs the nodes whose outputs are wanted
     * @return one pass for each step that looks at whole maps, in order
     */
    static List<Pass> of(List<FloatStep> steps, List<FeatureShape> shapes, List<Integer> outputs) {
        return new KeptMaps(steps, shapes, outputs).ofPasses();
    }

    /** The steps that compute some nodes' outputs from known ones and the network's input. */
    static List<FloatStep> needed(List<FloatStep> steps, List<Integer> targets, Set<Integer> known) {
        Set<Integer> wanted = new HashSet<>(targets);
        List<FloatStep> needed = new ArrayList<>();
        for (int i = steps.size() - 1; i >= 0; i--) {
            FloatStep step = steps.get(i);
            if (wanted.contains(step.output()) && !known.contains(step.output())) {
                needed.add(0, step);
                wanted.addAll(step.inputs());
            }
        }
        return List.copyOf(needed);
    }

    private void findFirst(int pass, List<Integer> targets) {
        needed(steps, targets, lookedAt).forEach(step -> firstPasses.putIfAbsent(step.output(), pass));
    }

    private List<Pass> ofPasses() {
        Set<Integer> shared = shared();
        Set<Integer> known = new HashSet<>();
        List<Pass> passes = new ArrayList<>();
        for (int pass = 0; pass < wholeMapSteps.size(); pass++) {
            Set<Integer> ofPass = new TreeSet<>(wholeMapSteps.get(pass).inputs());
            for (int node : shared) {
                if (firstPasses.get(node) == pass) {
                    ofPass.add(node);
                }
            }
            ofPass.removeAll(known);
            known.addAll(ofPass);
            boolean readsInput = ofPass.remove(BlockPlaces.INPUT);
            passes.add(new Pass(wholeMapSteps.get(pass), readsInput, List.copyOf(ofPass)));
        }
        return passes;
    }

    /** What a step of a later pass takes, in order, unless it is soon computed again. */
    private Set<Integer> shared() {
        Set<Integer> takenLater = new TreeSet<>();
        for (FloatStep step : steps) {
            int pass = firstPasses.getOrDefault(step.output(), 0);
            for (int node : step.inputs()) {
                if (firstPasses.getOrDefault(node, pass) < pass && !lookedAt.contains(node)) {
                    takenLater.add(node);
                }
            }
        }
        Set<Integer> known = new HashSet<>(lookedAt);
        Set<Integer> shared = new TreeSet<>();
        for (int node : takenLater) {
            if (nanos(node, known) > bytes(node) * NANOS_PER_BYTE) {
                shared.add(node);
                known.add(node);
            }
        }
        return shared;
    }

    private double nanos(int node, Set<Integer> known) {
        return needed(steps, List.of(node), known).stream()
                .mapToDouble(step -> step.kernel().nanos(Box.whole(shapes.get(step.output())))
                        + bytes(step.output()) * NANOS_PER_CACHED_BYTE)
                .sum();
    }

    private double bytes(int node) {
        return (double) shapes.get(node).elements() * Float.BYTES;
    }
}
