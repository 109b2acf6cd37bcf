package org.convlayers.receptive;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.convlayers.layer.Convolution;
import org.convlayers.layer.Network;

/**
 * What the fields of a network's layers mean for its design, in sentences: which layers see across the whole image, what it
 * takes to get there, and whether dilation leaves holes and which rates would not.
 *
 * <p>It is said of the pixel in the middle of each output.
 */
public final class FieldAdvice {
    private static final int MOST_NAMES = 5;

    private final PullBack pullBack;
    private final Network network;
    private final List<FieldFormula> formulas;
    private final int last;

    private FieldAdvice(PullBack pullBack) {
        this.pullBack = pullBack;
        network = pullBack.network();
        formulas = pullBack.formulas();
        last = formulas.size() - 1;
    }

    /** The sentences for a network and the shape of its input; none if there is nothing to say. */
    public static List<String> of(PullBack pullBack) {
        FieldAdvice advice = new FieldAdvice(pullBack);
        List<String> sentences = new ArrayList<>();
        advice.across().ifPresent(sentences::add);
        sentences.addAll(advice.reach());
        sentences.addAll(advice.holes());
        return List.copyOf(sentences);
    }

    /** Those of them about holes. */
    public static List<String> ofHoles(PullBack pullBack) {
        return new FieldAdvice(pullBack).holes();
    }

    private Optional<String> across() {
        List<Integer> seeing = IntStream.rangeClosed(0, last)
                .filter(this::reachesAcross)
                .boxed()
                .toList();
        if (seeing.isEmpty()) {
            return Optional.empty();
        }
        if (seeing.size() == last - seeing.get(0) + 1) {
            return Optional.of("From layer '" + name(seeing.get(0)) + "' on, fields reach across the whole image.");
        }
        String names = seeing.stream()
                .limit(MOST_NAMES)
                .map(node -> "'" + name(node) + "'")
                .collect(Collectors.joining(", "));
        int more = seeing.size() - MOST_NAMES;
        return Optional.of("Fields reach across the whole image in layer" + (seeing.size() == 1 ? " " : "s ") + names
                + (more > 0 ? " and " + more + " more." : "."));
    }

    private String name(int node) {
        return network.nodes().get(node).name();
    }

    private boolean reachesAcross(int node) {
        return formulas.get(node).axes().isPresent()
                && IntStream.range(0, pullBack.input().rank()).allMatch(axis -> reachesAcross(node, axis));
    }

    private boolean reachesAcross(int node, int axis) {
        FieldFormula.Axis formula = axis(node, axis);
        int middle = pullBack.shape(node).spatial().get(axis) / 2;
        int size = pullBack.input().spatial().get(axis);
        return formula.first(middle) <= 0 && formula.last(middle) >= size - 1;
    }

    private FieldFormula.Axis axis(int node, int axis) {
        return formulas.get(node).axes().orElseThrow().get(axis);
    }

    /** What would reach across the image after the last layer, with the kernel of the last convolution. */
    private List<String> reach() {
        Optional<Convolution> model = network.nodes().stream()
                .filter(node -> node.layer() instanceof Convolution convolution
                        && convolution.window().kernelSize().isAtLeast(2))
                .map(node -> (Convolution) node.layer())
                .reduce((earlier, later) -> later);
        if (formulas.get(last).axes().isEmpty() || model.isEmpty()) {
            return List.of();
        }
        return perAxis(axis -> reach(axis, model.get().window().kernelSize().get(axis)));
    }

    private Optional<String> reach(int axis, int kernelSize) {
        FieldFormula.Axis formula = axis(last, axis);
        long size = pullBack.input().spatial().get(axis);
        long missing = size - formula.size();
        if (missing <= 0 || formula.stride() < 1 || formula.size() < 1) {
            return Optional.empty();
        }
        long step = (kernelSize - 1) * formula.stride();
        long layers = (missing + step - 1) / step;
        long before = Math.max(1, formula.size() / formula.stride());
        long steps = (missing + formula.stride() - 1) / formula.stride();
        DilatedStack stack = DilatedStack.reaching(kernelSize, before, before + steps);
        String alternative = stack.rates().size() == layers
                ? ""
                : ", or " + stack.rates().size() + " with " + dilations(stack.rates());
        return Optional.of("The field of the last layer, " + formula.size() + " pixels, reaches across an image of "
                + size
                + " with " + layers + (layers == 1 ? " more layer" : " more layers") + " of kernel " + kernelSize
                + alternative + ".");
    }

    private static String dilations(List<Integer> rates) {
        return (rates.size() == 1 ? "dilation " : "dilations ")
                + rates.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    private List<String> holes() {
        int[] middle = IntStream.of(pullBack.shape(last).spatial().toArray())
                .map(size -> size / 2)
                .toArray();
        ReceptiveField field = ReceptiveField.of(pullBack, name(last), middle);
        if (field.pixels() == 0 || field.coverage() == 1) {
            return List.of();
        }
        long extent = field.actualBounds().orElseThrow().size().stream().reduce(1L, Math::multiplyExact);
        List<String> sentences = new ArrayList<>();
        sentences.add("Layer '" + name(last) + "' sees " + field.pixels() + " of the " + extent
                + " pixels of its field; the others are holes.");
        if (isChain()) {
            sentences.addAll(perAxis(this::proposals));
        }
        return List.copyOf(sentences);
    }

    private boolean isChain() {
        return IntStream.rangeClosed(0, last)
                .allMatch(node ->
                        network.nodes().get(node).inputs().equals(List.of(node == 0 ? Network.INPUT : name(node - 1))));
    }

    private Optional<String> proposals(int axis) {
        String sentences = DilatedRuns.of(network, formulas, axis).stream()
                .filter(DilatedStack::hasHoles)
                .map(FieldAdvice::proposal)
                .collect(Collectors.joining(" "));
        return Optional.of(sentences).filter(text -> !text.isEmpty());
    }

    private static String proposal(DilatedStack stack) {
        DilatedStack better = stack.withoutHoles()
                .orElseGet(() -> DilatedStack.reaching(stack.kernelSize(), stack.before(), stack.size()));
        int more = better.rates().size() - stack.rates().size();
        return "In place of " + dilations(stack.rates()) + ", " + dilations(better.rates())
                + (more == 0 ? "" : more == 1 ? " (1 layer more)" : " (" + more + " layers more)") + " leave no holes.";
    }

    /** What is said along each axis, once if it is the same. */
    private List<String> perAxis(IntFunction<Optional<String>> ofAxis) {
        return List.copyOf(IntStream.range(0, pullBack.input().rank())
                .mapToObj(ofAxis)
                .flatMap(Optional::stream)
                .collect(Collectors.toCollection(LinkedHashSet::new)));
    }
}
