package org.convlayers.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import java.util.Map;
import org.convlayers.app.NetworkRun;
import org.convlayers.engine.layer.Precision;
import org.convlayers.engine.memory.ArraySink;
import org.convlayers.engine.memory.ArraySource;
import org.convlayers.engine.memory.Monitor;
import org.convlayers.layer.Network;
import org.convlayers.shape.FeatureShape;
import org.convlayers.text.NetworkText;
import org.convlayers.weights.Weights;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ArgMaxTest {
    private static final float NAN = Float.NaN;
    private static final float INFINITY = Float.POSITIVE_INFINITY;

    /** Results of torch.argmax. */
    @ParameterizedTest
    @EnumSource
    void theFirstOfTheLargestCountsAndNaNIsLargest(Precision precision) {
        float[][] pixels = {
            {1, NAN, 3, NAN},
            {2, 5, 5, 1},
            {-INFINITY, -INFINITY, -INFINITY, -INFINITY},
            {NAN, INFINITY, 1, 2},
            {-0f, 0, -0f, 0}
        };
        float[][][] channels = new float[4][1][pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            for (int c = 0; c < channels.length; c++) {
                channels[c][0][i] = pixels[i][c];
            }
        }
        FeatureShape shape = FeatureShape.of(4, 1, pixels.length);
        ArraySource source = new ArraySource(shape, new float[][][][] {channels});
        Network network = NetworkText.parse("ArgMax()");
        NetworkPlan plan = NetworkRun.plan(network, new Weights(network, Map.of()), shape, precision);
        for (Tiling tiling : List.of(Tiling.none(plan.outputShape()), Tiling.of(plan.outputShape(), 2))) {
            ArraySink sink = new ArraySink(plan.outputShape(), 1);
            TileRunner.run(plan, source, sink, tiling, Workers.CALLER, Monitor.NONE);
            assertArrayEquals(new float[] {1, 1, 0, 0, 0}, sink.planes()[0][0][0]);
        }
    }
}
