package org.convlayers.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.convlayers.golden.ComputedCase;
import org.convlayers.golden.Goldens;
import org.convlayers.golden.MessageCase;
import org.convlayers.golden.PrintCase;
import org.convlayers.golden.ReceptiveCase;
import org.convlayers.layer.Layer;
import org.convlayers.layer.Network;
import org.convlayers.shape.FeatureShape;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GoldenTextTest {
    @ParameterizedTest
    @MethodSource("org.convlayers.golden.Goldens#print")
    void printedModelHasPyTorchsShapesAndStateDict(PrintCase golden) {
        Network network = NetworkText.parse(golden.text());
        assertEquals(golden.output(), network.outputShape(golden.input()));
        boolean plain =
                golden.state().stream().allMatch(parameter -> !parameter.name().contains("."));
        String prefix = plain ? network.output().name() + "." : "";
        List<Layer.Parameter> expected = golden.state().stream()
                .map(parameter -> new Layer.Parameter(prefix + parameter.name(), parameter.shape()))
                .toList();
        assertEquals(expected, network.parameters());
        assertEquals(network, NetworkText.parse(NetworkText.print(network)));
    }

    static Stream<ComputedCase> computed() {
        return Goldens.allComputed();
    }

    @ParameterizedTest
    @MethodSource("computed")
    void textHasPyTorchsParametersAndOutputShape(ComputedCase golden) {
        Network network = NetworkText.parse(golden.text());
        assertEquals(golden.tensors().size(), golden.weights(network).asMap().size());
        FeatureShape input = shape(golden.inputs().get(0).shape());
        assertEquals(shape(golden.outputs().get(0).shape()), network.outputShape(input));
        assertEquals(network, NetworkText.parse(NetworkText.print(network)));
    }

    @ParameterizedTest
    @MethodSource("org.convlayers.golden.Goldens#receptive")
    void textOfBranchesHasPyTorchsOutputShape(ReceptiveCase golden) {
        Network network = NetworkText.parse(golden.text());
        assertEquals(golden.output(), network.outputShape(golden.input()));
        assertEquals(network, NetworkText.parse(NetworkText.print(network)));
    }

    static Stream<MessageCase> mistakesOfTheTextItself() {
        return Goldens.messages().filter(golden -> golden.input().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("mistakesOfTheTextItself")
    void mistakesAreToldInPyTorchsWords(MessageCase golden) {
        TextException error = assertThrows(TextException.class, () -> NetworkText.parse(golden.text()));
        String words = golden.message().replace(".__init__()", "").replace("Conv2d missing", "Conv2d is missing");
        assertTrue(error.getMessage().startsWith("line 1, column "), error.getMessage());
        assertTrue(error.getMessage().contains(words), error.getMessage());
    }

    private static FeatureShape shape(List<Integer> sizes) {
        return FeatureShape.of(
                sizes.get(0), sizes.stream().skip(1).mapToInt(Integer::intValue).toArray());
    }
}
