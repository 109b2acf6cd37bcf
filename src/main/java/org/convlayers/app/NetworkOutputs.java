package org.convlayers.app;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.convlayers.layer.Network;
import org.convlayers.shape.FeatureShape;

/**
 * The layers of a network for inputs of one shape, whatever number of outputs it has.
 *
 * @param layers the layers of all outputs, shared ones once
 * @param outputs the outputs, at least one
 * @param missing what is said of outputs that are not among them, and of layers that only these need, by their names
 * @param remarks which outputs are missing and why, in words
 */
public record NetworkOutputs(Network layers, List<Output> outputs, Map<String, String> missing, List<String> remarks) {
    /** Copies the collections. */
    public NetworkOutputs {
        outputs = List.copyOf(outputs);
        missing = Map.copyOf(missing);
        remarks = List.copyOf(remarks);
    }

    /**
     * An output.
     *
     * @param name its name
     * @param layer the layer that gives it
     */
    public record Output(String name, String layer) {}

    /** A network whose output is that of its last layer. */
    public static NetworkOutputs of(Network network) {
        String last = network.output().name();
        return new NetworkOutputs(network, List.of(new Output(last, last)), Map.of(), List.of());
    }

    /** Whether there are several. */
    public boolean areSeveral() {
        return outputs.size() > 1;
    }

    /** The layers that the first output needs; it is that of the last of them. */
    public Network first() {
        return ofOutput(outputs.get(0));
    }

    private Network ofOutput(Output output) {
        return areSeveral() ? layers.upTo(output.layer()) : layers;
    }

    /**
     * The layer that a name stands for: its own, or the one that gives the output of this name.
     *
     * @throws IllegalArgumentException if there is neither; the message lists the layers, or says why it is not computed
     */
    public String layer(String word) {
        String name = LayerNames.of(outputs.stream().map(Output::name), layers).known(word);
        return layers.has(name)
                ? name
                : outputs.stream()
                        .filter(output -> output.name().equals(name))
                        .map(Output::layer)
                        .findFirst()
                        .orElseThrow(() -> unknown(name));
    }

    private IllegalArgumentException unknown(String name) {
        LayerNames known = LayerNames.of(layers);
        return new IllegalArgumentException(
                missing.containsKey(name)
                        ? "'" + name + "': " + missing.get(name)
                        : "there is no layer '" + name + "'" + known.nearest(name) + "; the layers are ["
                                + known.listed() + "]");
    }

    /** The layers of the first output that needs a layer. */
    public Network with(String layer) {
        return outputs.stream()
                .map(this::ofOutput)
                .filter(network -> network.has(layer))
                .findFirst()
                .orElse(layers);
    }

    /** The outputs with their shapes, for users. */
    public String inWords(FeatureShape input) {
        List<FeatureShape> shapes = layers.shapes(input);
        return outputs.stream()
                .map(output -> "'" + output.name() + "' " + shapes.get(layers.indexOf(output.layer())))
                .collect(Collectors.joining(", "));
    }

    /** The layers with outputs as plans want them. */
    SeparateOutputs separate() {
        return SeparateOutputs.of(layers, outputs.stream().map(Output::layer).toList());
    }
}
