package org.convlayers.app;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Where a result comes from, as properties that are stored with it: enough to find its source among other images and to
 * compute it again, and nothing that tells who made it or where files lie.
 *
 * @param network the layer text
 * @param weights the SHA-256 of the weights
 * @param sourceTitle the title of the source image
 * @param sourceSize the size of the source image, as {@code 512x512 C3 Z1 T1} (width x height)
 * @param input what was done with the source's values before the network took them, as the {@code input} key says it
 * @param version the version of this software
 */
public record History(
        String network, String weights, String sourceTitle, String sourceSize, String input, String version) {
    private static final String NETWORK = "convlayers.network";
    private static final String WEIGHTS = "convlayers.weights.sha256";
    private static final String SOURCE_TITLE = "convlayers.source.title";
    private static final String SOURCE_SIZE = "convlayers.source.size";
    private static final String INPUT = "convlayers.input";
    private static final String VERSION = "convlayers.version";

    /** The properties to store. */
    public Map<String, String> toProperties() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put(NETWORK, network);
        properties.put(WEIGHTS, weights);
        properties.put(SOURCE_TITLE, sourceTitle);
        properties.put(SOURCE_SIZE, sourceSize);
        properties.put(INPUT, input);
        properties.put(VERSION, version);
        return properties;
    }

    /**
     * The history in stored properties; empty if there is none or it is not whole.
     *
     * @param property gives the value of a property, or null
     */
    public static Optional<History> fromProperties(UnaryOperator<String> property) {
        String input = property.apply(INPUT);
        History history = new History(
                property.apply(NETWORK),
                property.apply(WEIGHTS),
                property.apply(SOURCE_TITLE),
                property.apply(SOURCE_SIZE),
                input == null ? InputScaling.AS_IS.toString() : input, // those of one layer have none
                property.apply(VERSION));
        return history.toProperties().containsValue(null) ? Optional.empty() : Optional.of(history);
    }
}
