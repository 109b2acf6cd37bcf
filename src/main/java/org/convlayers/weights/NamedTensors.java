package org.convlayers.weights;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.convlayers.shape.ShapeException;

/** The rules by which tensors of a file are found under other names than the network's. */
final class NamedTensors {
    private static final String WEIGHT = ".weight";
    private static final int LISTED = 10;

    private NamedTensors() {}

    /**
     * The tensors below a prefix, without it and the dot behind it; or the one tensor of that name, as {@code weight}.
     *
     * @param prefix empty for all tensors as they are
     * @throws ShapeException if there is none; the message names the file
     */
    static Map<String, Tensor> below(String prefix, Map<String, Tensor> tensors, String file) {
        if (prefix.isEmpty()) {
            return tensors;
        }
        if (tensors.containsKey(prefix)) {
            return Map.of("weight", tensors.get(prefix));
        }
        String start = prefix.endsWith(".") ? prefix : prefix + ".";
        Map<String, Tensor> below = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> {
            if (name.startsWith(start)) {
                below.put(name.substring(start.length()), tensor);
            }
        });
        if (below.isEmpty()) {
            throw new ShapeException(
                    "weights=" + file + ": no tensor's name starts with '" + prefix + "'; there are " + list(tensors));
        }
        return below;
    }

    /**
     * The parameters of a network's only layer under their full names. The layer's own names are looked for first, then
     * plain ones ({@code weight}, {@code running_mean}), then the only tensor, then the only layer that has a weight.
     *
     * @return the tensors; without the layer's parameters if none of the rules holds
     */
    static Map<String, Tensor> ofOnlyLayer(String layer, Map<String, Tensor> tensors) {
        if (tensors.keySet().stream().anyMatch(name -> isParameterOf(layer + ".", name))) {
            return tensors;
        }
        if (tensors.containsKey("weight") || tensors.containsKey("running_mean")) {
            return renamed("", layer, tensors);
        }
        if (tensors.size() == 1) {
            return Map.of(layer + WEIGHT, tensors.values().iterator().next());
        }
        List<String> weights =
                tensors.keySet().stream().filter(name -> name.endsWith(WEIGHT)).toList();
        if (weights.size() != 1) {
            return tensors;
        }
        String weight = weights.get(0);
        return renamed(weight.substring(0, weight.length() - WEIGHT.length() + 1), layer, tensors);
    }

    private static boolean isParameterOf(String start, String name) {
        return name.startsWith(start) && name.indexOf('.', start.length()) < 0;
    }

    /** The parameters of the layer whose names begin so, under their names in the layer. */
    private static Map<String, Tensor> renamed(String start, String layer, Map<String, Tensor> tensors) {
        Map<String, Tensor> renamed = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> {
            if (isParameterOf(start, name)) {
                renamed.put(layer + "." + name.substring(start.length()), tensor);
            }
        });
        return renamed;
    }

    /**
     * A hint for messages: the prefix with which all wanted names are there, or, where one layer is wanted, one that picks a
     * layer of the file; empty if there is none.
     */
    static String hint(Collection<String> wanted, Map<String, Tensor> tensors) {
        String first = "." + wanted.iterator().next();
        Optional<String> prefix = tensors.keySet().stream()
                .filter(name -> name.endsWith(first))
                .map(name -> name.substring(0, name.length() - first.length()))
                .filter(start -> wanted.stream().allMatch(name -> tensors.containsKey(start + "." + name)))
                .findFirst();
        if (prefix.isPresent()) {
            return "; #" + prefix.get() + " behind the file's name finds them";
        }
        if (wanted.stream().filter(name -> name.endsWith(WEIGHT)).count() != 1) {
            return "";
        }
        return tensors.keySet().stream()
                .filter(name -> name.endsWith(WEIGHT))
                .findFirst()
                .map(name -> "; #" + name.substring(0, name.length() - WEIGHT.length())
                        + " behind the file's name takes that layer")
                .orElse("");
    }

    /** The names and shapes for messages, the first few of many. */
    static String list(Map<String, Tensor> tensors) {
        if (tensors.isEmpty()) {
            return "no tensors";
        }
        String first = tensors.entrySet().stream()
                .limit(LISTED)
                .map(entry -> entry.getKey() + " " + entry.getValue().shape())
                .collect(Collectors.joining(", "));
        return tensors.size() <= LISTED ? first : first + ", ... (" + tensors.size() + " in all)";
    }
}
