package org.convlayers.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.convlayers.layer.Network;
import org.convlayers.layer.PixelShuffle;
import org.convlayers.shape.FeatureShape;
import org.convlayers.text.NetworkText;
import org.convlayers.weights.WeightSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultLabelsTest {
    private static final List<String> CHANNELS = List.of("red", "green");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Conv2d(2, 2, 3, groups=2) | [sobel of red, sobel of green]",
                "Conv2d(2, 2, 3, groups=2); BatchNorm2d(2); PReLU(2) | [sobel of red, sobel of green]",
                "ReflectionPad2d(1); Conv2d(2, 3, 3) | [map 1, map 2, map 3]",
                "ReflectionPad2d(1) | [red, green]",
                "ReLU(); Dropout() | [red, green]",
                "InstanceNorm2d(2) | [red, green]",
                "Conv2d(2, 3, 3); Softmax(dim=1) | [map 1, map 2, map 3]",
                "(a): Conv2d(2, 1, 1); Multiply(inputs=('input', 'a')) | [red, green]",
                "(a): Conv2d(2, 2, 1, groups=2); Concat(inputs=('input', 'a')) |"
                        + " [red, green, dilation 1: sobel of red, dilation 1: sobel of green]",
            })
    void everyFeatureMapHasALabel(String text, String labels) {
        assertEquals(labels, labels(NetworkText.parse(text)).toString());
    }

    @Test
    void channelsMadeOfSpaceAreNumbered() {
        Network network = Network.sequence(List.of(NetworkText.parseLayer("Conv2d(2, 12, 3)"), new PixelShuffle(2)));
        assertEquals("[map 1, map 2, map 3]", labels(network).toString());
    }

    private static List<String> labels(Network network) {
        return ResultLabels.of(network, WeightSource.parse("sobel"), CHANNELS, FeatureShape.of(2, 8, 8));
    }
}
