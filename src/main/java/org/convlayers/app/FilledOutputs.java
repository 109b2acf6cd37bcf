package org.convlayers.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.convlayers.layer.Network;

/**
 * A network with its weights, whatever number of outputs it has.
 *
 * @param outputs the outputs, at least one
 * @param missing what is said of outputs that are not among them, and of layers that only these need, by their names
 * @param fit how images of the size for which it was made are fitted to it; empty if the size is not known
 * @param remarks which outputs are missing and why, and what else the user should know, in words
 */
public record FilledOutputs(
        List<Output> outputs, Map<String, String> missing, Optional<SizeFit> fit, List<String> remarks) {
    /** What a choice by name may be instead of a name. */
    private static final String FIRST = "output";

    /** Copies the collections. */
    public FilledOutputs {
        outputs = List.copyOf(outputs);
        missing = Map.copyOf(missing);
        remarks = List.copyOf(remarks);
    }

    /**
     * An output.
     *
     * @param name its name
     * @param filled the layers that it needs, for images of the size that the network takes
     */
    record Output(String name, FilledNetwork filled) {}

    /** A network whose output is that of its last layer. */
    public static FilledOutputs of(FilledNetwork filled) {
        return of(filled, Optional.empty(), List.of());
    }

    /** As above, for images that are fitted to it, and with remarks. */
    static FilledOutputs of(FilledNetwork filled, Optional<SizeFit> fit, List<String> remarks) {
        Output output = new Output(filled.network().output().name(), filled);
        return new FilledOutputs(List.of(output), Map.of(), fit, remarks);
    }

    /** The network of the first output. */
    public FilledNetwork first() {
        return around(outputs.get(0).filled());
    }

    private FilledNetwork around(FilledNetwork filled) {
        return fit.map(known -> known.around(filled)).orElse(filled);
    }

    /** The layers of all outputs. */
    public FilledNetwork layers() {
        return NetworkJoin.of(
                outputs.stream().map(output -> around(output.filled())).toList());
    }

    /** The layers of all outputs for images of the size that the network takes, nothing around them. */
    FilledNetwork unfitted() {
        return NetworkJoin.of(outputs.stream().map(Output::filled).toList());
    }

    /** The network of the first output that needs a layer; that of the first output if none does. */
    public FilledNetwork with(String layer) {
        return outputs.stream()
                .map(output -> around(output.filled()))
                .filter(filled -> filled.network().has(layer))
                .findFirst()
                .orElseGet(this::first);
    }

    /** The layers without the weights. */
    NetworkOutputs withoutWeights() {
        NetworkJoin join = new NetworkJoin();
        List<NetworkOutputs.Output> joined = outputs.stream()
                .map(output -> new NetworkOutputs.Output(output.name(), join.add(around(output.filled()))))
                .toList();
        return new NetworkOutputs(join.network(), joined, missing, remarks);
    }

    /**
     * The network of one output.
     *
     * @param show {@code output} for the first one, or the name of an output or a layer, as for the {@code show} key
     * @throws IllegalArgumentException if there is no layer of this name; the message lists the outputs and the layers, or
     *     says why it is not computed
     */
    public FilledNetwork shown(String show) {
        return around(unfitted(show));
    }

    /** Whether what is shown is the network's first output, its result. */
    boolean isResult(String show) {
        return show.equalsIgnoreCase(FIRST) || outputs.get(0).name().equals(known(show));
    }

    /** The name of an output or a layer as it is here, if it is meant. */
    String known(String name) {
        return LayerNames.of(outputs.stream().map(Output::name), unfitted().network())
                .known(name);
    }

    private FilledNetwork unfitted(String word) {
        if (word.equalsIgnoreCase(FIRST)) {
            return outputs.get(0).filled();
        }
        String show = known(word);
        for (Output output : outputs) {
            if (output.name().equals(show)) {
                return output.filled();
            }
        }
        for (Output output : outputs) {
            if (output.filled().network().has(show)) {
                return output.filled().upTo(show);
            }
        }
        if (missing.containsKey(show)) {
            throw new IllegalArgumentException("show=" + show + ": " + missing.get(show));
        }
        LayerNames known = LayerNames.of(layers().network());
        throw new IllegalArgumentException("show=" + show + ": there is no layer or output of this name"
                + known.nearest(show) + "; the outputs are " + names(outputs) + ", the layers " + known.listed());
    }

    private static String names(List<Output> outputs) {
        return outputs.stream().map(Output::name).collect(Collectors.joining(", "));
    }

    /** What should be known of the choice: that sizes are fitted, that there are other outputs, or that some are missing. */
    public List<String> notes(String show) {
        List<Network> networks = List.of(unfitted(show).network());
        List<String> notes = new ArrayList<>(
                fit.flatMap(known -> known.note(networks)).stream().toList());
        if (!show.equalsIgnoreCase(FIRST)) {
            return notes;
        }
        if (outputs.size() > 1) {
            notes.add("the network has " + outputs.size() + " outputs, of which this is the first, '"
                    + outputs.get(0).name() + "'; show chooses another one: "
                    + names(outputs.subList(1, outputs.size())));
        }
        notes.addAll(remarks);
        return notes;
    }
}
