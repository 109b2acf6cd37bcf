package org.convlayers.gradient;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.convlayers.engine.memory.Monitor;
import org.convlayers.layer.ArgMax;
import org.convlayers.layer.GroupNormalization;
import org.convlayers.layer.Layer;
import org.convlayers.layer.Network;
import org.convlayers.layer.Softmax;
import org.convlayers.receptive.RandomChannelNetworks;
import org.convlayers.receptive.RandomNetworks;
import org.convlayers.weights.Tensor;
import org.convlayers.weights.Weights;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where all weights are positive, what counts for a pixel is exactly its receptive field. */
class GradientSupportTest {
    static LongStream seeds() {
        return LongStream.range(0, 200).filter(seed -> {
            Network network = RandomChannelNetworks.withSeed(seed).network();
            return network.nodes().stream().map(Network.Node::layer).allMatch(GradientSupportTest::isWeighed);
        });
    }

    /** Statistics are left out of this measure, and labels have no slope. */
    private static boolean isWeighed(Layer layer) {
        return !(layer instanceof GroupNormalization || layer instanceof Softmax || layer instanceof ArgMax);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void supportOfPositiveWeightsIsTheField(long seed) {
        RandomNetworks.Case drawn = RandomChannelNetworks.withSeed(seed);
        Random random = new Random(seed);
        Map<String, Tensor> tensors = drawn.network().parameters().stream()
                .collect(Collectors.toMap(Layer.Parameter::name, parameter -> positive(parameter, random)));
        int[] at = Arrays.stream(
                        drawn.network().outputShape(drawn.input()).spatial().toArray())
                .map(random::nextInt)
                .toArray();
        GradientPlan plan = GradientPlan.of(
                Measure.WEIGHTS,
                drawn.network(),
                new Weights(drawn.network(), tensors),
                drawn.input(),
                drawn.network().output().name(),
                at);
        List<Integer> sizes = Stream.concat(
                        Stream.of(drawn.input().channels()),
                        Arrays.stream(drawn.input().spatial().toArray()).boxed())
                .toList();
        Tensor input = new Tensor(new float[(int) drawn.input().elements()], sizes);
        double[][] gradient = Sources.whole(plan.run(Sources.of(input), 0, Monitor.NONE), drawn.input());
        byte[] support = new byte[gradient[0].length];
        for (double[] channel : gradient) {
            for (int i = 0; i < channel.length; i++) {
                support[i] |= (byte) (channel[i] > 0 ? 1 : 0);
            }
        }
        assertArrayEquals(plan.field().mask(), support, drawn + " at " + Arrays.toString(at));
    }

    private static Tensor positive(Layer.Parameter parameter, Random random) {
        float[] values = new float[(int) parameter.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = 0.5f + random.nextFloat();
        }
        return new Tensor(values, parameter.shape());
    }
}
