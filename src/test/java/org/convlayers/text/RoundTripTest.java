package org.convlayers.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.convlayers.layer.Layer;
import org.convlayers.layer.Network;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RoundTripTest {
    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void printedNetworkIsParsedToItself(long seed) {
        Network network = RandomNetworkText.withSeed(seed);
        String text = NetworkText.print(network);
        assertEquals(network, NetworkText.parse(text), text);
        assertEquals(text, NetworkText.print(NetworkText.parse(text)));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everyLayerIsOneLine(long seed) {
        Network network = RandomNetworkText.withSeed(seed);
        assertEquals(network.nodes().size(), NetworkText.print(network).split("\\R", -1).length);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void linesMayBeJoinedBySemicolons(long seed) {
        Network network = RandomNetworkText.withSeed(seed);
        assertEquals(network, NetworkText.parse(NetworkText.print(network).replace("\n", "; ")));
    }

    /** As print(model) does it, children between lines of a container. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void containersAroundLayersOnlyAddNames(long seed) {
        List<Layer> layers = RandomNetworkText.withSeed(seed).nodes().stream()
                .map(Network.Node::layer)
                .filter(layer -> !layer.isJoin())
                .toList();
        if (layers.isEmpty()) {
            return;
        }
        String lines = layers.stream().map(NetworkText::print).collect(Collectors.joining("\n"));
        assertEquals(NetworkText.parse(lines), NetworkText.parse("Sequential(\n" + lines + "\n)"));
        Network nested = NetworkText.parse("Net(\n  (body): Sequential(\n" + lines + "\n  )\n)");
        assertEquals(layers, nested.nodes().stream().map(Network.Node::layer).toList());
        assertEquals("body.0", nested.nodes().get(0).name());
    }
}
