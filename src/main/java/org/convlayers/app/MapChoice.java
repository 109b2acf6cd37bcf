package org.convlayers.app;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.convlayers.layer.Concatenation;
import org.convlayers.layer.Constant;
import org.convlayers.layer.Layer;
import org.convlayers.layer.Network;
import org.convlayers.receptive.FieldFormula;
import org.convlayers.receptive.FieldGrid;
import org.convlayers.receptive.PullBack;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.weights.Weights;

/**
 * The {@code show} key: which feature maps of a network are shown, and which of them together.
 *
 * <p>Of all layers, those whose maps have one size and lie on the image in one way are joined to one result.
 */
final class MapChoice {
    private static final String OUTPUT = "output";
    private static final String ALL = "all";

    private final AppliedNetwork applied;
    private final List<FilledOutputs.Output> outputs;
    private final FeatureShape input;

    MapChoice(AppliedNetwork applied) {
        this.applied = applied;
        outputs = applied.outputs().outputs();
        input = applied.image().layout(applied.rank()).shape();
    }

    /** See {@link AppliedNetwork#shown}. */
    List<ShownMaps> of(String show) {
        String word = show.strip();
        if (word.equalsIgnoreCase(OUTPUT)) {
            return outputs();
        }
        return word.equalsIgnoreCase(ALL) ? all() : List.of(named(word));
    }

    /** See {@link AppliedNetwork#outputNames}. */
    List<String> outputNames(String show) {
        boolean areSeveral = outputs.size() > 1 && show.strip().equalsIgnoreCase(OUTPUT);
        return areSeveral ? outputs.stream().map(FilledOutputs.Output::name).toList() : List.of();
    }

    private List<ShownMaps> outputs() {
        return IntStream.range(0, outputs.size())
                .mapToObj(i -> output(i == 0 ? "" : outputs.get(i).name(), i))
                .toList();
    }

    private ShownMaps output(String name, int index) {
        FilledNetwork filled = applied.fit().around(outputs.get(index).filled());
        return ShownMaps.ofOutput(name, filled, applied.images().get(index), applied.rank());
    }

    private ShownMaps named(String word) {
        String name = applied.outputs().known(word);
        for (int i = 0; i < outputs.size(); i++) {
            if (outputs.get(i).name().equals(name)) {
                return output("", i);
            }
        }
        for (FilledOutputs.Output output : outputs) {
            if (output.filled().network().has(name)) {
                FilledNetwork part = applied.fit().around(output.filled().upTo(name));
                return ShownMaps.ofOutput("", part, applied.image(), applied.rank());
            }
        }
        throw unknown(name);
    }

    private IllegalArgumentException unknown(String name) {
        Optional<String> why = Optional.ofNullable(applied.outputs().missing().get(name));
        if (why.isPresent()) {
            return new IllegalArgumentException("show=" + name + ": " + why.get());
        }
        LayerNames known = LayerNames.of(applied.outputs().unfitted().network());
        return new IllegalArgumentException(
                "show=" + name + ": there is no layer or output of this name" + known.nearest(name)
                        + "; allowed are output, all, " + otherOutputs() + "and the layers " + known.listed());
    }

    private String otherOutputs() {
        return outputs.size() == 1
                ? ""
                : outputs.stream()
                        .map(FilledOutputs.Output::name)
                        .collect(Collectors.joining(", ", "the outputs ", ", "));
    }

    /** Maps that can be channels of one image: of one size, at the same places. */
    private record Place(Extent size, Optional<List<FieldGrid>> grids) {}

    /** A layer's maps. */
    private record Maps(Network.Node node, Optional<Layer> crop, FeatureShape shape) {}

    private List<ShownMaps> all() {
        FilledNetwork whole = applied.outputs().unfitted();
        Network padded = applied.fit().padded(whole.network());
        List<FeatureShape> shapes = padded.shapes(input);
        List<FieldFormula> formulas = PullBack.of(padded, input).formulas();
        List<Optional<Layer>> crops = applied.fit().crops(padded);
        Map<Place, List<Maps>> places = new LinkedHashMap<>();
        int added = padded.nodes().size() - whole.network().nodes().size();
        for (int i = added; i < shapes.size(); i++) {
            Network.Node node = padded.nodes().get(i);
            if (node.layer() instanceof Constant) {
                continue; // its maps are not computed from the image
            }
            Optional<List<FieldGrid>> grids = formulas.get(i).grids();
            Optional<Layer> crop = crops.get(i);
            FeatureShape shape = crop.isPresent() ? crop.get().outputShape(List.of(shapes.get(i))) : shapes.get(i);
            places.computeIfAbsent(new Place(shape.spatial(), grids), place -> new ArrayList<>())
                    .add(new Maps(node, crop, shape));
        }
        String output = outputs.get(0).filled().network().output().name();
        List<ShownMaps> results = new ArrayList<>();
        places.forEach((place, maps) -> {
            boolean holdsOutput =
                    maps.stream().anyMatch(part -> part.node().name().equals(output));
            ShownMaps joined = joined(holdsOutput ? "" : name(place.size(), results), padded, whole, maps);
            results.add(holdsOutput ? 0 : results.size(), joined);
        });
        return results;
    }

    /** Height x width, with a number where others have the same. */
    private static String name(Extent size, List<ShownMaps> before) {
        Set<String> taken = before.stream().map(ShownMaps::name).collect(Collectors.toSet());
        String name = size.toString();
        for (int i = 2; taken.contains(name); i++) {
            name = size + "-" + i;
        }
        return name;
    }

    private ShownMaps joined(String name, Network padded, FilledNetwork whole, List<Maps> maps) {
        List<Network.Node> nodes = new ArrayList<>(padded.nodes());
        List<String> shown = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        for (Maps part : maps) {
            String layer = part.node().name();
            String last = layer;
            if (part.crop().isPresent()) {
                last = SizeFit.unused(layer + ".crop", new Network(nodes));
                nodes.add(new Network.Node(last, part.crop().get(), List.of(layer)));
            }
            shown.add(last);
            IntStream.rangeClosed(1, part.shape().channels()).forEach(c -> labels.add(layer + ": map " + c));
        }
        Network network;
        if (shown.size() == 1) {
            network = new Network(nodes).upTo(shown.get(0));
        } else {
            String join = SizeFit.unused("maps", new Network(nodes));
            nodes.add(new Network.Node(join, new Concatenation(), shown));
            network = new Network(nodes).upTo(join);
        }
        Weights weights = new Weights(network, whole.weights().asMap());
        return new ShownMaps(name, new FilledNetwork(network, weights, whole.source()), labels, applied.image());
    }
}
