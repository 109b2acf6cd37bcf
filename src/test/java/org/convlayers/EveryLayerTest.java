package org.convlayers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.lang.reflect.Modifier;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.convlayers.engine.FloatPlan;
import org.convlayers.engine.NetworkPlan;
import org.convlayers.engine.TileRunner;
import org.convlayers.engine.Tiling;
import org.convlayers.engine.layer.Precision;
import org.convlayers.engine.memory.ArraySink;
import org.convlayers.engine.memory.ArraySource;
import org.convlayers.engine.memory.Monitor;
import org.convlayers.gradient.GradientPlan;
import org.convlayers.gradient.Measure;
import org.convlayers.img.CursorPlan;
import org.convlayers.img.ParallelWorkers;
import org.convlayers.layer.Concatenation;
import org.convlayers.layer.Constant;
import org.convlayers.layer.Elementwise;
import org.convlayers.layer.Layer;
import org.convlayers.layer.Network;
import org.convlayers.layer.Rearrangement;
import org.convlayers.receptive.ReceptiveField;
import org.convlayers.shape.FeatureShape;
import org.convlayers.text.NetworkText;
import org.convlayers.text.TorchSource;
import org.convlayers.weights.Tensor;
import org.convlayers.weights.Weights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every kind of layer is known wherever layers are told apart. What a layer computes is tested elsewhere; here whoever adds
 * one learns which of these places still lacks it.
 */
class EveryLayerTest {
    private static final int SIDE = 6;
    private static final FeatureShape INPUT = FeatureShape.of(4, SIDE, SIDE);

    /** One of each kind. */
    static Stream<Layer> layers() {
        Stream<Layer> others = Stream.of(
                new Concatenation(),
                new Elementwise(Elementwise.Operation.ADD),
                new Constant(INPUT),
                new Rearrangement(INPUT, INPUT, List.of(4 * SIDE * SIDE), List.of(1), 0));
        Stream<String> texts = Stream.of(
                "Conv2d(4, 4, 3)",
                "ConvTranspose2d(4, 4, 3, stride=2)",
                "MaxPool2d(2)",
                "AvgPool2d(2)",
                "AdaptiveAvgPool2d(2)",
                "Upsample(scale_factor=2, mode='bilinear')",
                "PixelShuffle(2)",
                "PixelUnshuffle(2)",
                "ReLU()",
                "PReLU()",
                "Dropout()",
                "BatchNorm2d(4)",
                "InstanceNorm2d(4)",
                "GroupNorm(2, 4)",
                "Softmax(1)",
                "ArgMax()",
                "ReflectionPad2d(1)");
        return Stream.concat(texts.map(NetworkText::parseLayer), others);
    }

    @Test
    void thereIsOneOfEachKind() {
        Set<Class<?>> shown = layers().map(Layer::getClass).collect(Collectors.toSet());
        assertEquals(kinds(Layer.class).collect(Collectors.toSet()), shown);
    }

    private static Stream<Class<?>> kinds(Class<?> type) {
        return Modifier.isAbstract(type.getModifiers())
                ? Stream.of(type.getPermittedSubclasses()).flatMap(EveryLayerTest::kinds)
                : Stream.of(type);
    }

    private static Network network(Layer layer) {
        List<String> inputs = Collections.nCopies(layer.isJoin() ? 2 : 1, Network.INPUT);
        return new Network(List.of(new Network.Node("0", layer, inputs)));
    }

    /** Each parameter is 1/4, 2/4, ... */
    private static Weights weights(Network network) {
        Map<String, Tensor> tensors = network.parameters().stream()
                .collect(Collectors.toMap(
                        Layer.Parameter::name,
                        parameter -> new Tensor(quarters((int) parameter.elements()), parameter.shape())));
        return new Weights(network, tensors);
    }

    private static float[] quarters(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (i % 7 + 1) / 4f;
        }
        return values;
    }

    private static ArraySource source() {
        float[][][] planes = new float[INPUT.channels()][1][];
        for (int c = 0; c < planes.length; c++) {
            planes[c][0] = quarters(SIDE * SIDE);
        }
        return new ArraySource(INPUT, new float[][][][] {planes});
    }

    @ParameterizedTest
    @MethodSource("layers")
    void isWrittenAsItIsRead(Layer layer) {
        Network network = network(layer);
        assertEquals(network, NetworkText.parse(NetworkText.print(network)));
    }

    @ParameterizedTest
    @MethodSource("layers")
    void isWrittenForPyTorch(Layer layer) {
        assertFalse(TorchSource.write(network(layer), "weights.safetensors", "nothing", "1")
                .isEmpty());
    }

    @ParameterizedTest
    @MethodSource("layers")
    void isComputedAsByCursors(Layer layer) {
        Network network = network(layer);
        Weights weights = weights(network);
        float[][] fast = run(FloatPlan.create(network, weights, INPUT, Precision.FLOAT32));
        float[][] plain = run(CursorPlan.create(network, weights, INPUT));
        assertEquals(plain.length, fast.length);
        for (int c = 0; c < plain.length; c++) {
            assertArrayEquals(plain[c], fast[c], 1e-4f);
        }
    }

    private static float[][] run(NetworkPlan plan) {
        ArraySink sink = new ArraySink(plan.outputShape(), 1);
        Tiling tiling = Tiling.of(plan.outputShape(), 2);
        TileRunner.run(plan, source(), sink, tiling, ParallelWorkers.ofContext(), Monitor.NONE);
        return Stream.of(sink.planes()[0]).map(channel -> channel[0]).toArray(float[][]::new);
    }

    @ParameterizedTest
    @MethodSource("layers")
    void seesItsInputUnlessItIsConstant(Layer layer) {
        ReceptiveField field = ReceptiveField.of(network(layer), INPUT, "0", 0, 0);
        assertEquals(layer instanceof Constant, field.pixels() == 0);
    }

    @ParameterizedTest
    @EnumSource
    void isFollowedBack(Measure measure) {
        layers().forEach(layer -> {
            Network network = network(layer);
            GradientPlan plan = GradientPlan.of(measure, network, weights(network), INPUT, "0", 0, 0);
            assertDoesNotThrow(() -> plan.run(source(), 0, Monitor.NONE), layer.toString());
        });
    }
}
