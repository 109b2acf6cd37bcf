package org.convlayers.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;
import org.convlayers.app.FilledNetwork;
import org.convlayers.app.NetworkRun;
import org.convlayers.engine.layer.Precision;
import org.convlayers.engine.memory.ArraySink;
import org.convlayers.engine.memory.ArraySource;
import org.convlayers.engine.memory.Monitor;
import org.convlayers.layer.Network;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.text.NetworkText;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pooling by windows of many rows or columns. */
class WideWindowsTest {
    private static final float CONSTANT = 200.3f;

    private static float[][][][] run(String text, ArraySource source, Precision precision, int tile) {
        Network network = NetworkText.parse(text);
        FilledNetwork filled = FilledNetwork.random(network);
        NetworkPlan plan = NetworkRun.plan(network, filled.weights(), source.shape(), precision);
        ArraySink sink = new ArraySink(plan.outputShape(), 1);
        Tiling tiling = tile == 0 ? Tiling.none(plan.outputShape()) : Tiling.of(plan.outputShape(), tile);
        new TileRunner(plan, Workers.CALLER, Monitor.NONE).run(source, List.of(sink), tiling);
        return sink.planes();
    }

    private static ArraySource image(String size, DoubleSupplier value) {
        FeatureShape shape = new FeatureShape(1, Extent.parse(size, size.split("x", -1).length));
        Extent extent = shape.spatial().to3D(1);
        float[][][][] planes = new float[1][1][extent.get(0)][extent.get(1) * extent.get(2)];
        for (float[] plane : planes[0][0]) {
            for (int i = 0; i < plane.length; i++) {
                plane[i] = (float) value.getAsDouble();
            }
        }
        return new ArraySource(shape, planes);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    AvgPool1d(100, stride=1)                                    | 1000
                    AvgPool1d(4000, stride=7)                                   | 10000
                    AvgPool1d(30000)                                            | 60000
                    AvgPool2d((2000, 1), stride=1)                              | 2100x3
                    AvgPool2d((300, 200), stride=(1, 50))                       | 310x1000
                    AvgPool2d(100, padding=50, stride=9, count_include_pad=False) | 200x200
                    AvgPool3d(60)                                               | 60x60x60
                    """)
    void averagesOfManyEqualValuesAreThatValue(String text, String size) {
        ArraySource source = image(size, () -> CONSTANT);
        for (float[] plane : run(text, source, Precision.FLOAT32, 0)[0][0]) {
            for (float average : plane) {
                assertEquals(CONSTANT, average, 1e-6 * CONSTANT);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    MaxPool1d(65, stride=1)                                     | 1000
                    MaxPool1d(127, stride=3, padding=60)                        | 1000
                    MaxPool1d(100, stride=2, dilation=3, padding=50)            | 1000
                    MaxPool2d((3, 128), stride=1, padding=(1, 64))              | 20x300
                    MaxPool2d((90, 70), stride=(2, 5), padding=(40, 3))         | 150x150
                    MaxPool3d((9, 9, 80), stride=3)                             | 20x20x100
                    AvgPool1d(65, stride=1)                                     | 1000
                    AvgPool1d(127, stride=3, padding=60)                        | 1000
                    AvgPool2d((90, 70), stride=(2, 5), padding=(40, 3))         | 150x150
                    AvgPool3d((9, 9, 80), stride=3, count_include_pad=False)    | 20x20x100
                    """)
    void asDefinedHoweverTheyAreCut(String text, String size) {
        Random random = new Random(1);
        ArraySource source = image(size, () -> random.nextFloat() - 0.5);
        float[][][][] exact = run(text, source, Precision.FLOAT64, 0);
        float[][][][] whole = run(text, source, Precision.FLOAT32, 0);
        double allowed = text.startsWith("Max") ? 0 : 1e-7;
        for (int z = 0; z < exact[0][0].length; z++) {
            assertArrayEquals(exact[0][0][z], whole[0][0][z], (float) allowed);
        }
        assertArrayEquals(whole, run(text, source, Precision.FLOAT32, 7));
    }

    /** What is not a number, or infinite, shows in the windows that see it, and in no others. */
    @ParameterizedTest
    @CsvSource({"MaxPool1d, NaN", "AvgPool1d, NaN", "MaxPool1d, Infinity", "AvgPool1d, Infinity"})
    void whatIsNotFiniteStaysWhereItIsSeen(String layer, float value) {
        ArraySource source = image("1000", () -> 1);
        source.planes()[0][0][0][500] = value;
        float[] result = run(layer + "(100, stride=1)", source, Precision.FLOAT32, 0)[0][0][0];
        float[] expected = new float[result.length];
        Arrays.fill(expected, 1);
        Arrays.fill(expected, 401, 501, value);
        assertArrayEquals(expected, result);
    }
}
