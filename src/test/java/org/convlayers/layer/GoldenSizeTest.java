package org.convlayers.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.convlayers.golden.Goldens;
import org.convlayers.golden.SizeCase;
import org.convlayers.shape.EmptyMapsException;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.ShapeException;
import org.convlayers.text.NetworkText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Sizes, of which some are 0, are those of PyTorch, and what it refuses is refused. */
class GoldenSizeTest {
    static Stream<SizeCase> sizes() {
        return Goldens.sizes();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sizes")
    void sizesAreThoseOfPyTorch(SizeCase golden) {
        assertEquals(golden.output(), size(golden.text(), golden.input()));
    }

    /** A size of 0 meets one of 1, as in torch.add(torch.zeros(1, 2, 0, 4), torch.zeros(1, 2, 1, 4)). */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ReLU(input='a'); Add(inputs=('a', '1')) | 2x0x4",
                "AdaptiveAvgPool2d((1, None), input='input'); Multiply(inputs=('1', 'a')) | 2x0x4",
                "ReLU(input='a'); Concat(inputs=('a', '1', 'a')) | 6x0x4",
            })
    void branchesWithoutPixelsMeet(String join, String size) {
        String text = "(a): ZeroPad2d((0, 0, -5, 0)); " + join;
        EmptyMapsException none = assertThrows(
                EmptyMapsException.class, () -> NetworkText.parse(text).shapes(FeatureShape.of(2, 5, 4)));
        assertEquals(size, none.size());
    }

    @Test
    void pixelsThatAreMadeOfNoneAreRefused() {
        Network network = NetworkText.parse("ZeroPad2d(-2); AdaptiveAvgPool2d(1)");
        ShapeException error = assertThrows(ShapeException.class, () -> network.shapes(FeatureShape.of(2, 4, 4)));
        assertEquals(
                "layer '0': the output, 2x0x0, has no pixel, and layers that make pixels of none are not supported",
                error.getMessage());
    }

    private static Optional<List<Integer>> size(String text, FeatureShape input) {
        try {
            FeatureShape output = NetworkText.parse(text).outputShape(input);
            return Optional.of(IntStream.concat(
                            IntStream.of(output.channels()),
                            IntStream.of(output.spatial().toArray()))
                    .boxed()
                    .toList());
        } catch (EmptyMapsException e) {
            return Optional.of(e.sizes());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
