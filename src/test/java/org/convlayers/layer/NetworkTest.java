package org.convlayers.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.convlayers.layer.Network.Node;
import org.convlayers.shape.EdgeMode;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.Padding;
import org.convlayers.shape.ShapeException;
import org.convlayers.shape.Window;
import org.junit.jupiter.api.Test;

final class NetworkTest {
    private static final Layer RELU = Activation.of(ActivationFunction.RELU);

    private static Layer convolution(int rank, int inChannels, int outChannels) {
        Window window =
                new Window(Extent.filled(rank, 3), Extent.filled(rank, 1), Extent.filled(rank, 1), Padding.Rule.VALID);
        return new Convolution(inChannels, outChannels, window, EdgeMode.ZEROS, 1, false);
    }

    @Test
    void networkAfterAnotherTakesItsOutput() {
        Network first = new Network(List.of(
                new Node("a", convolution(2, 3, 4), List.of(Network.INPUT)), new Node("b", RELU, List.of("a"))));
        Network second = new Network(List.of(
                new Node("a", convolution(2, 4, 5), List.of(Network.INPUT)),
                new Node("sum", new Concatenation(), List.of("a", "a"))));
        assertEquals(
                new Network(List.of(
                        new Node("before/a", convolution(2, 3, 4), List.of(Network.INPUT)),
                        new Node("before/b", RELU, List.of("before/a")),
                        new Node("a", convolution(2, 4, 5), List.of("before/b")),
                        new Node("sum", new Concatenation(), List.of("a", "a")))),
                second.after(first, "before/"));
    }

    @Test
    void shapesOfJoinedNetworksFollowEachOther() {
        Network first = Network.sequence(List.of(convolution(2, 3, 4), RELU));
        Network second = Network.sequence(List.of(RELU, convolution(2, 4, 5)));
        FeatureShape input = FeatureShape.of(3, 20, 30);
        assertEquals(
                second.outputShape(first.outputShape(input)),
                second.after(first, "before/").outputShape(input));
    }

    @Test
    void equalNamesAreRefusedWhenNetworksAreJoined() {
        Network network = Network.sequence(List.of(RELU));
        IllegalArgumentException error = assertThrows(IllegalArgumentException.class, () -> network.after(network, ""));
        assertEquals("two layers are named '0'", error.getMessage());
    }

    @Test
    void networksOfDifferentRankAreNotJoined() {
        Network plane = Network.sequence(List.of(convolution(2, 1, 1)));
        Network volume = Network.sequence(List.of(convolution(3, 1, 1)));
        assertThrows(ShapeException.class, () -> volume.after(plane, "before/"));
    }

    @Test
    void layersBehindAConcatenationTellTheChannelsOfTheInput() {
        Network network = new Network(List.of(
                new Node("a", RELU, List.of(Network.INPUT)),
                new Node("twice", new Concatenation(), List.of(Network.INPUT, "a")),
                new Node("b", convolution(2, 16, 4), List.of("twice"))));
        assertEquals(OptionalInt.of(8), network.inputChannels());
    }

    @Test
    void channelsOfOtherLayersSayNothingAboutTheInput() {
        Network network = new Network(List.of(
                new Node("a", new Concatenation(), List.of(Network.INPUT, Network.INPUT, Network.INPUT)),
                new Node("b", convolution(2, 16, 4), List.of("a"))));
        assertEquals(OptionalInt.empty(), network.inputChannels());
    }

    @Test
    void sizesBeyondCountingNameTheLayer() {
        List<Node> nodes = new ArrayList<>(List.of(new Node("0", RELU, List.of(Network.INPUT))));
        for (int i = 1; i < 80; i++) {
            String before = Integer.toString(i - 1);
            nodes.add(new Node(Integer.toString(i), new Concatenation(), List.of(before, before)));
        }
        Network network = new Network(nodes);
        assertEquals(OptionalInt.empty(), network.inputChannels());
        ShapeException error = assertThrows(ShapeException.class, () -> network.shapes(FeatureShape.of(1, 4, 4)));
        assertTrue(error.getMessage().startsWith("layer '31': its output is too large"), error.getMessage());
    }
}
