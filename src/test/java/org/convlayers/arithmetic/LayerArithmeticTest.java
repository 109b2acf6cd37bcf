package org.convlayers.arithmetic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.convlayers.app.NetworkRun;
import org.convlayers.app.TileChoice;
import org.convlayers.arithmetic.Frame.ChannelSum;
import org.convlayers.arithmetic.Frame.Tap;
import org.convlayers.engine.NetworkPlan;
import org.convlayers.engine.layer.Precision;
import org.convlayers.engine.memory.ArraySink;
import org.convlayers.engine.memory.ArraySource;
import org.convlayers.engine.memory.Monitor;
import org.convlayers.layer.Convolution;
import org.convlayers.layer.Layer;
import org.convlayers.layer.Network;
import org.convlayers.layer.TransposedConvolution;
import org.convlayers.shape.EdgeMode;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.Window;
import org.convlayers.text.NetworkText;
import org.convlayers.weights.Tensor;
import org.convlayers.weights.Weights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class LayerArithmeticTest {
    static Stream<RandomLayer> convolutions() {
        return LongStream.range(0, 60).mapToObj(RandomLayer::convolution);
    }

    static Stream<RandomLayer> transposed() {
        return LongStream.range(0, 60).mapToObj(RandomLayer::transposed);
    }

    static Stream<RandomLayer> layers() {
        return Stream.concat(convolutions(), transposed());
    }

    /** Whole numbers are added without rounding: the two agree to the last bit. */
    @ParameterizedTest
    @MethodSource("layers")
    void valuesAreThoseOfTheEngine(RandomLayer drawn) {
        List<Integer> shape = drawn.input().shape();
        FeatureShape input = FeatureShape.of(shape.get(0), shape.get(1), shape.get(2));
        int pixels = shape.get(1) * shape.get(2);
        float[][][] planes = new float[shape.get(0)][1][pixels];
        for (int c = 0; c < planes.length; c++) {
            System.arraycopy(drawn.input().data(), c * pixels, planes[c][0], 0, pixels);
        }
        NetworkPlan plan = NetworkRun.plan(drawn.network(), drawn.weights(), input, Precision.FLOAT32);
        ArraySink result = new ArraySink(plan.outputShape(), 1);
        ArraySource source = new ArraySource(input, new float[][][][] {planes});
        NetworkRun.run(plan, source, result, TileChoice.AUTO, Monitor.NONE);

        Tensor output = drawn.arithmetic().output();
        int resultPixels = output.data().length / output.shape().get(0);
        for (int c = 0; c < output.shape().get(0); c++) {
            float[] channel = new float[resultPixels];
            System.arraycopy(output.data(), c * resultPixels, channel, 0, resultPixels);
            assertArrayEquals(result.planes()[0][c][0], channel, "channel " + c);
        }
    }

    /** y[c, i s - p + a d] += w[j, c', a] x[j, i], pixel by pixel of the input. */
    @ParameterizedTest
    @MethodSource("transposed")
    void transposedConvolutionScattersItsInput(RandomLayer drawn) {
        TransposedConvolution layer = (TransposedConvolution) drawn.layer();
        LayerArithmetic arithmetic = drawn.arithmetic();
        double[][][] expected = new double[layer.outChannels()]
                [arithmetic.rows().outputSize()][arithmetic.columns().outputSize()];
        Tensor weight = drawn.weights().get("0.weight");
        int outputs = layer.outChannels() / layer.groups();
        int inputs = layer.inChannels() / layer.groups();
        int[] size = drawn.input().shape().stream().mapToInt(Integer::intValue).toArray();
        int kernelHeight = weight.shape().get(2);
        int kernelWidth = weight.shape().get(3);
        for (int at = 0; at < drawn.input().data().length; at++) {
            int j = at / (size[1] * size[2]);
            for (int i = 0; i < outputs * kernelHeight * kernelWidth; i++) {
                int channel = i / (kernelHeight * kernelWidth);
                int y = target(layer.window(), 0, at / size[2] % size[1], i / kernelWidth % kernelHeight);
                int x = target(layer.window(), 1, at % size[2], i % kernelWidth);
                double[][] map = expected[j / inputs * outputs + channel];
                if (y >= 0 && y < map.length && x >= 0 && x < map[0].length) {
                    map[y][x] += weight.data()[j * outputs * kernelHeight * kernelWidth + i]
                            * drawn.input().data()[at];
                }
            }
        }
        for (int i = 0; i < arithmetic.frames(); i++) {
            Frame frame = arithmetic.frame(i);
            double bias = layer.bias() ? drawn.weights().get("0.bias").data()[frame.channel()] : 0;
            assertEquals(
                    expected[frame.channel()][frame.row()][frame.column()] + bias, frame.value(), frame.toString());
        }
    }

    private static int target(Window window, int axis, int pixel, int tap) {
        int begin = window.margins(Extent.of(1, 1)).begin().get(axis);
        return pixel * window.stride().get(axis)
                - begin
                + tap * window.dilation().get(axis);
    }

    @ParameterizedTest
    @MethodSource("layers")
    void framesAddUp(RandomLayer drawn) {
        LayerArithmetic layer = drawn.arithmetic();
        assertEquals(
                layer.outChannels()
                        * layer.rows().outputSize()
                        * layer.columns().outputSize(),
                layer.frames());
        for (int i = 0; i < layer.frames(); i++) {
            Frame frame = layer.frame(i);
            double total = frame.bias().orElse(0);
            for (ChannelSum sum : frame.sums()) {
                assertEquals(sum.taps().stream().mapToDouble(Tap::product).sum(), sum.value());
                total += sum.value();
                for (Tap tap : sum.taps()) {
                    assertEquals(layer.value(sum.channel(), tap.row(), tap.column()), tap.value());
                }
            }
            assertEquals(frame.value(), total);
            assertEquals(frame.value(), layer.output(frame.channel(), frame.row(), frame.column()));
        }
    }

    /** What is called unseen is met by no tap, and all else is. */
    @ParameterizedTest
    @MethodSource("layers")
    void seenCellsAreThoseOfTheTaps(RandomLayer drawn) {
        LayerArithmetic layer = drawn.arithmetic();
        List<Integer> rows = IntStream.range(0, layer.frames())
                .boxed()
                .flatMap(i -> layer.frame(i).sums().stream())
                .flatMap(sum -> sum.taps().stream().map(Tap::row))
                .distinct()
                .sorted()
                .toList();
        assertEquals(
                rows,
                IntStream.range(0, layer.rows().cells().size())
                        .filter(layer.rows()::isSeen)
                        .boxed()
                        .toList());
        assertEquals(layer.rows().cells().size() - rows.size(), layer.rows().unseen());
    }

    @Test
    void framesRunFromTheTopLeftChannelByChannel() {
        Network network = NetworkText.parse("Conv2d(2, 2, 2, groups=2)");
        LayerArithmetic layer = LayerArithmetic.stages(
                        network, Examples.weights(network, 1), Examples.random(List.of(2, 3, 3), new Random(1)))
                .get(0);
        assertEquals(
                List.of("000", "001", "010", "011", "100", "101", "110", "111"),
                IntStream.range(0, layer.frames())
                        .mapToObj(layer::frame)
                        .map(frame -> "" + frame.channel() + frame.row() + frame.column())
                        .toList());
        assertEquals(List.of(1), layer.inputsOf(1));
        assertEquals("w[1, 0]", layer.weightName(1, 1));
    }

    @Test
    void equationHasTheSumOfEachChannelAndTheBias() {
        Network network = NetworkText.parse("Conv2d(2, 1, 1)");
        Weights weights = new Weights(
                network,
                Map.of(
                        "0.weight", new Tensor(new float[] {2, -3}, List.of(1, 2, 1, 1)),
                        "0.bias", new Tensor(new float[] {0.5f}, List.of(1))));
        Tensor input = new Tensor(new float[] {5, 1}, List.of(2, 1, 1));
        Frame frame = LayerArithmetic.stages(network, weights, input).get(0).frame(0);
        assertEquals("y[0, 0, 0] = 10 - 3 + 0.5 = 7.5", frame.equation());
    }

    /** Depthwise separable: the second stage takes what the first gives. */
    @Test
    void stagesFollowOneAnother() {
        Network network = NetworkText.parse("Conv2d(2, 2, 3, padding=1, groups=2); Conv2d(2, 3, 1)");
        List<LayerArithmetic> stages = LayerArithmetic.stages(
                network, Examples.weights(network, 4), Examples.random(List.of(2, 4, 4), new Random(4)));
        assertEquals(
                List.of("0", "1"), stages.stream().map(LayerArithmetic::name).toList());
        LayerArithmetic second = stages.get(1);
        for (int c = 0; c < 2; c++) {
            assertEquals(stages.get(0).output(c, 1, 2), second.value(c, 1, 2));
        }
        assertEquals(List.of(3, 4, 4), second.output().shape());
    }

    @Test
    void paddingRepeatsThePixelThatTheEdgeModeSays() {
        Layer layer = new Convolution(1, 1, Examples.window(3, 2, 1, 1), EdgeMode.REFLECT, 1, false);
        LayerArithmetic reflected = Examples.of(layer, Examples.random(List.of(1, 4, 4), new Random(2)), 2);
        assertEquals(Cell.Kind.FOLDED, reflected.kind(0, 2));
        assertEquals(2, reflected.rows().cells().get(0).source().orElseThrow());
        assertEquals(-2, reflected.rows().number(0).orElseThrow());
        assertEquals(reflected.value(0, 4, 2), reflected.value(0, 0, 2));
        assertEquals(4, reflected.rows().cellOf(2));
    }

    @Test
    void indicesOfAConvolutionAreThoseOfItsDefinition() {
        CellAxis rows = Examples.convolution(7, 3, 1, 2, 2).rows();
        assertEquals("1·2 - 1 + {0, 2, 4} = 1, 3, 5", rows.indices(1));
        assertEquals(
                "2·1 - 0 + 0 = 2", Examples.convolution(3, 1, 0, 1, 1).rows().indices(2));
    }

    @Test
    void indicesOfALargeKernelAreCutShort() {
        assertEquals(
                "1·1 - 4 + {0, 1, …, 8} = -3, -2, …, 5",
                Examples.convolution(9, 9, 4, 1, 1).rows().indices(1));
    }

    /** Of the pixels that would reach output row 2 only one exists: (2 + 1 - 1)/2 = 1. */
    @Test
    void indicesOfATransposedConvolutionLeaveOutWhatIsNoPixel() {
        CellAxis rows = Examples.transposed(3, 3, 1, 2, 1, 0).rows();
        assertEquals("(2 + 1 - {2, 1, 0})/2 = –, 1, –", rows.indices(2));
        assertEquals("(3 + 1 - {2, 1, 0})/2 = 1, –, 2", rows.indices(3));
    }

    @Test
    void asymmetricPaddingIsWrittenOut() {
        Network network = NetworkText.parse("Conv2d(1, 1, 2, padding='same')");
        LayerArithmetic layer = LayerArithmetic.stages(
                        network, Examples.weights(network, 1), Examples.random(List.of(1, 4, 4), new Random(1)))
                .get(0);
        assertEquals("floor((4 + 0 + 1 - 2)/1) + 1 = 4", layer.rows().formula());
        assertEquals("floor((i + p_b + p_e - k)/s) + 1", layer.rows().symbols());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ReLU()          | 1x5x5   | layer '0' is no convolution; only the arithmetic of convolutions and transposed convolutions is shown
            Conv2d(1, 1, 3) | 1x65x5  | an input of 1x65x5 is too large to be shown; at most 16 channels of 64 x 64 pixels are possible
            Conv2d(17, 1, 3) | 17x5x5 | an input of 17x5x5 is too large to be shown; at most 16 channels of 64 x 64 pixels are possible
            Conv2d(1, 1, 3, padding=1) | 1x64x5 | an input of 66 pixels along an axis, padding and stretched zeros included, is too large to be shown; at most 64 are possible
            Conv2d(1, 17, 3) | 1x5x5  | a layer of 1 -> 17 channels is too large to be shown; at most 16 are possible
            Conv2d(1, 2, 3) | 1x40x40 | an output of 2x38x38 would take 2888 frames; at most 2000 are possible
            """)
    void whatIsTooLargeIsRefused(String text, String size, String message) {
        Network network = NetworkText.parse(text);
        List<Integer> shape = Stream.of(size.split("x")).map(Integer::valueOf).toList();
        Weights weights = Examples.weights(network, 0);
        Tensor input = Examples.random(shape, new Random(0));
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> LayerArithmetic.stages(network, weights, input));
        assertEquals(message, error.getMessage());
    }
}
