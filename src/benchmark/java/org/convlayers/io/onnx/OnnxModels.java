package org.convlayers.io.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.convlayers.layer.Convolution;
import org.convlayers.layer.Layer;
import org.convlayers.layer.MaxPooling;
import org.convlayers.layer.Network;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.Margins;
import org.convlayers.shape.Window;
import org.convlayers.weights.Tensor;
import org.convlayers.weights.Weights;

/** Writes sequences of convolutions and poolings as ONNX models; field numbers are those of {@code onnx.proto3}. */
public final class OnnxModels {
    /** The name of a model's input. */
    public static final String INPUT = "input";

    /** The name of a model's output. */
    public static final String OUTPUT = "output";

    private static final int IR_VERSION = 8;
    private static final int OPSET = 13;
    private static final int FLOAT = 1;
    private static final int ATTRIBUTE_INT = 2;
    private static final int ATTRIBUTE_INTS = 7;

    private OnnxModels() {}

    /**
     * A network as a model that takes and gives one item.
     *
     * @param network a sequence of convolutions with bias and max poolings
     * @param weights its parameters
     * @param input the shape of its input
     */
    public static byte[] write(Network network, Weights weights, FeatureShape input) {
        List<FeatureShape> shapes = network.shapes(input);
        Proto graph = new Proto();
        String from = INPUT;
        for (int i = 0; i < shapes.size(); i++) {
            Network.Node node = network.nodes().get(i);
            String to = i == shapes.size() - 1 ? OUTPUT : "after " + node.name();
            FeatureShape taken = i == 0 ? input : shapes.get(i - 1);
            graph.message(1, node(node, from, to, taken));
            from = to;
        }
        graph.text(2, "network");
        weights.asMap().forEach((name, tensor) -> graph.message(5, initializer(name, tensor)));
        graph.message(11, value(INPUT, input));
        graph.message(12, value(OUTPUT, shapes.get(shapes.size() - 1)));
        Proto opset = new Proto().text(1, "").varint(2, OPSET);
        return new Proto()
                .varint(1, IR_VERSION)
                .message(7, graph)
                .message(8, opset)
                .bytes();
    }

    private static Proto node(Network.Node node, String from, String to, FeatureShape input) {
        Proto proto = new Proto().text(1, from);
        Layer layer = node.layer();
        if (layer instanceof Convolution convolution) {
            proto.text(1, node.name() + ".weight").text(1, node.name() + ".bias");
            proto.text(2, to).text(4, "Conv");
            proto.message(
                    5, new Proto().text(1, "group").varint(3, convolution.groups()).varint(20, ATTRIBUTE_INT));
            return window(proto, convolution.window(), input);
        }
        if (layer instanceof MaxPooling pooling) {
            return window(proto.text(2, to).text(4, "MaxPool"), pooling.window(), input);
        }
        throw new IllegalArgumentException("no ONNX operator is written for " + layer);
    }

    private static Proto window(Proto node, Window window, FeatureShape input) {
        Margins margins = window.margins(input.spatial());
        int[] begin = margins.begin().toArray();
        int[] end = margins.end().toArray();
        return node.message(5, ints("kernel_shape", window.kernelSize().toArray()))
                .message(5, ints("strides", window.stride().toArray()))
                .message(5, ints("dilations", window.dilation().toArray()))
                .message(
                        5,
                        ints(
                                "pads",
                                IntStream.concat(Arrays.stream(begin), Arrays.stream(end))
                                        .toArray()));
    }

    private static Proto ints(String name, int... values) {
        Proto attribute = new Proto().text(1, name);
        for (int value : values) {
            attribute.varint(8, value);
        }
        return attribute.varint(20, ATTRIBUTE_INTS);
    }

    private static Proto initializer(String name, Tensor tensor) {
        Proto proto = new Proto();
        tensor.shape().forEach(size -> proto.varint(1, size));
        return proto.varint(2, FLOAT).packedFloats(4, tensor.data()).text(8, name);
    }

    private static Proto value(String name, FeatureShape shape) {
        Proto sizes = new Proto();
        for (long size : batched(shape)) {
            sizes.message(1, new Proto().varint(1, size));
        }
        Proto tensor = new Proto().varint(1, FLOAT).message(2, sizes);
        return new Proto().text(1, name).message(2, new Proto().message(1, tensor));
    }

    /** The sizes of an array that holds one item. */
    public static long[] batched(FeatureShape shape) {
        LongStream spatial = Arrays.stream(shape.spatial().toArray()).asLongStream();
        return LongStream.concat(LongStream.of(1, shape.channels()), spatial).toArray();
    }
}
