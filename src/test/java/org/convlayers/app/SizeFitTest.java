package org.convlayers.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.convlayers.engine.NetworkPlan;
import org.convlayers.engine.layer.Precision;
import org.convlayers.engine.memory.ArraySink;
import org.convlayers.engine.memory.ArraySource;
import org.convlayers.engine.memory.Monitor;
import org.convlayers.layer.Network;
import org.convlayers.receptive.FieldGrid;
import org.convlayers.receptive.PullBack;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.ShapeException;
import org.convlayers.text.NetworkText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Images of sizes that a network does not take. */
class SizeFitTest {
    /** Takes multiples of 4 on each axis. */
    static final String U_NET = """
            (e1): Conv2d(1, 3, 3, padding=1)
            (r1): ReLU()
            (p1): MaxPool2d(2)
            (e2): Conv2d(3, 4, 3, padding=1)
            (p2): MaxPool2d(2)
            (m): Conv2d(4, 4, 3, padding=1)
            (u2): Upsample(scale_factor=2)
            (c2): Concat(inputs=('u2', 'e2'))
            (d2): Conv2d(8, 3, 3, padding=1)
            (u1): Upsample(scale_factor=2)
            (c1): Concat(inputs=('u1', 'r1'))
            (d1): Conv2d(6, 2, 3, padding=1)
            """;

    private static SizeFit fit(Network network, FeatureShape input) throws IOException {
        return SizeFit.find(input, network::shapes).fit();
    }

    private static float[][] run(FilledNetwork filled, FeatureShape shape, float[] values) {
        ArraySource source = new ArraySource(shape, new float[][][][] {{{values}}});
        NetworkPlan plan = NetworkRun.plan(filled.network(), filled.weights(), shape, Precision.FLOAT32);
        ArraySink sink = new ArraySink(plan.outputShape(), 1);
        NetworkRun.run(plan, source, sink, TileChoice.parse("7"), Monitor.NONE);
        float[][] planes = new float[plan.outputShape().channels()][];
        for (int c = 0; c < planes.length; c++) {
            planes[c] = sink.planes()[0][c][0];
        }
        return planes;
    }

    /** The values that numpy.pad(mode='reflect') and slicing give. */
    @ParameterizedTest
    @CsvSource({"13,10", "9,16", "12,11", "21,23"})
    void resultIsThatOfTheReflectedImageCut(int height, int width) throws IOException {
        Network network = NetworkText.parse(U_NET);
        FeatureShape input = FeatureShape.of(1, height, width);
        FeatureShape larger = FeatureShape.of(1, (height + 3) / 4 * 4, (width + 3) / 4 * 4);
        SizeFit fit = fit(network, input);
        assertEquals(larger, fit.taken());

        float[] image = new float[height * width];
        Random random = new Random(height);
        for (int i = 0; i < image.length; i++) {
            image[i] = random.nextFloat();
        }
        int padded = larger.spatial().get(1);
        float[] reflected = new float[larger.spatial().get(0) * padded];
        for (int i = 0; i < reflected.length; i++) {
            int y = i / padded;
            int x = i % padded;
            reflected[i] = image[(y < height ? y : 2 * height - 2 - y) * width + (x < width ? x : 2 * width - 2 - x)];
        }
        FilledNetwork filled = FilledNetwork.random(network);
        float[][] expected = run(filled, larger, reflected);
        float[][] actual = run(fit.around(filled), input, image);
        for (int c = 0; c < expected.length; c++) {
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    assertEquals(expected[c][y * padded + x], actual[c][y * width + x]);
                }
            }
            assertEquals(height * width, actual[c].length);
        }
    }

    @Test
    void sizesThatAreTakenStayAsTheyAre() throws IOException {
        Network network = NetworkText.parse(U_NET);
        FeatureShape input = FeatureShape.of(1, 12, 20);
        SizeFit fit = fit(network, input);
        assertTrue(fit.isNone());
        assertEquals(network, fit.around(network));
        assertTrue(fit.note(List.of(network)).isEmpty());
    }

    @Test
    void imagesSmallerThanThePaddingRepeatTheirLastPixels() throws IOException {
        Network network = NetworkText.parse(U_NET);
        SizeFit fit = fit(network, FeatureShape.of(1, 1, 9));
        assertEquals("4x12", fit.taken().spatial().toString());
        assertTrue(NetworkText.print(fit.padded(network)).startsWith("(pad): ReplicationPad2d((0, 3, 0, 3))"));
        assertEquals(
                "the network does not take 1 x 9 pixels (height x width): padded to 4 x 12 (last pixels repeated), and the"
                        + " result cropped back",
                fit.note(List.of(network)).orElseThrow());
    }

    /** What has one size whatever the image is not cropped, nor said to be. */
    @ParameterizedTest
    @ValueSource(strings = {"AdaptiveAvgPool2d(4)", "AdaptiveAvgPool2d(1)", "Upsample(size=(5, 3))"})
    void sizesThatDoNotDependOnTheImageAreNotCropped(String last) throws IOException {
        Network network = NetworkText.parse(U_NET + ";" + last);
        FeatureShape input = FeatureShape.of(1, 9, 12);
        SizeFit fit = fit(network, input);
        assertEquals(network.outputShape(fit.taken()), fit.around(network).outputShape(input));
        assertEquals(
                "the network does not take 9 x 12 pixels (height x width): padded to 12 x 12 (reflected at the end)",
                fit.note(List.of(network)).orElseThrow());
    }

    /** The error is about the kernel, and no padding may hide that. */
    @ParameterizedTest
    @ValueSource(strings = {"Conv2d(1, 1, 5)", "Conv2d(2, 1, 3)", "AvgPool2d(9)", "MaxPool2d(2); Conv2d(1, 1, 5)"})
    void otherFaultsStayFaults(String text) {
        Network network = NetworkText.parse(text);
        ShapeException fault = assertThrows(ShapeException.class, () -> network.shapes(FeatureShape.of(1, 3, 3)));
        ShapeException told = assertThrows(ShapeException.class, () -> fit(network, FeatureShape.of(1, 3, 3)));
        assertEquals(fault.getMessage(), told.getMessage());
    }

    /** Half a pixel more of a result of half the size is none: it is kept. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10 | 5 | 2 | (a): Conv2d(1, 2, 2, stride=2); (b): PixelUnshuffle(2); (c): Upsample(scale_factor=2)",
                "10 | 20 | 0.5 | (a): AvgPool2d(4, 4); (b): Upsample(scale_factor=4); (c): Add(inputs=('input', 'b'));"
                        + " Upsample(scale_factor=2)",
                "11 | 9 | 1 | (a): Conv2d(1, 1, 3); (p): MaxPool2d(3); (u): Upsample(scale_factor=3); Add(inputs=('a', 'u'))",
            })
    void theResultHasTheSizeOfTheImageOnItsGrid(int size, int expected, double stride, String text) throws IOException {
        Network network = NetworkText.parse(text);
        FeatureShape input = FeatureShape.of(1, size, size);
        Network around = fit(network, input).around(network);
        assertEquals(expected, around.outputShape(input).spatial().get(0));
        FieldGrid grid = PullBack.of(around, input)
                .formulas()
                .get(around.nodes().size() - 1)
                .grids()
                .orElseThrow()
                .get(1);
        assertEquals(stride, grid.stride());
    }

    @Test
    void everySizeGoesThroughAUNet() throws IOException {
        Network network = NetworkText.parse(U_NET);
        for (int size = 1; size < 40; size++) {
            FeatureShape input = FeatureShape.of(1, size, 40 - size);
            Network around = fit(network, input).around(network);
            assertEquals(input.spatial(), around.outputShape(input).spatial());
        }
    }

    @Test
    void tilesDoNotShow() throws IOException {
        Network network = NetworkText.parse(U_NET);
        FeatureShape input = FeatureShape.of(1, 30, 17);
        FilledNetwork filled = fit(network, input).around(FilledNetwork.random(network));
        float[] image = new float[30 * 17];
        new Random(1).ints(image.length, 0, 255).forEach(value -> image[value % image.length] += value);
        NetworkPlan plan = NetworkRun.plan(filled.network(), filled.weights(), input, Precision.FLOAT32);
        ArraySink whole = new ArraySink(plan.outputShape(), 1);
        ArraySource source = new ArraySource(input, new float[][][][] {{{image}}});
        NetworkRun.run(plan, source, whole, TileChoice.parse("none"), Monitor.NONE);
        assertArrayEquals(whole.planes()[0][1][0], run(filled, input, image)[1]);
    }
}
