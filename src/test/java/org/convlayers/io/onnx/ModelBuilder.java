package org.convlayers.io.onnx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Writes .onnx files that tests make up; field numbers as in onnx.proto. */
public final class ModelBuilder {
    private static final int FLOAT = 1;
    private static final int INT64 = 7;

    private final Proto graph = new Proto();
    private final long opset;

    public ModelBuilder(long opset) {
        this.opset = opset;
    }

    /** An input of real numbers; sizes below 0 may be any. */
    public ModelBuilder input(String name, long... sizes) {
        graph.message(11, valueInfo(name, sizes));
        return this;
    }

    public ModelBuilder output(String name) {
        graph.message(12, new Proto().text(1, name));
        return this;
    }

    public static Proto reals(List<Long> dims, float... values) {
        return new Proto()
                .packedVarints(1, dims.stream().mapToLong(Long::longValue).toArray())
                .varint(2, FLOAT)
                .packedFloats(4, values);
    }

    public static Proto wholes(long... values) {
        return new Proto().packedVarints(1, values.length).varint(2, INT64).packedVarints(7, values);
    }

    public ModelBuilder initializer(String name, Proto tensor) {
        graph.message(5, tensor.text(8, name));
        return this;
    }

    /** A node of one output, which has its name; attributes are added by {@code attributes}. */
    public ModelBuilder node(String operator, String output, List<String> inputs, Consumer<Attributes> attributes) {
        Proto node = new Proto();
        inputs.forEach(input -> node.text(1, input));
        node.text(2, output).text(3, "node/" + output).text(4, operator);
        attributes.accept(new Attributes(node));
        graph.message(1, node);
        return this;
    }

    public ModelBuilder node(String operator, String output, String... inputs) {
        return node(operator, output, List.of(inputs), attributes -> {});
    }

    /** The attributes of a node that is written. */
    public record Attributes(Proto node) {
        public Attributes number(String name, long value) {
            node.message(5, new Proto().text(1, name).varint(3, value));
            return this;
        }

        public Attributes numbers(String name, long... values) {
            node.message(5, new Proto().text(1, name).packedVarints(8, values));
            return this;
        }

        Attributes real(String name, float value) {
            node.message(5, new Proto().text(1, name).fixed32(2, value));
            return this;
        }

        Attributes text(String name, String value) {
            node.message(5, new Proto().text(1, name).text(4, value));
            return this;
        }

        Attributes tensor(String name, Proto tensor) {
            node.message(5, new Proto().text(1, name).message(5, tensor));
            return this;
        }

        Attributes graph(String name, ModelBuilder branch) {
            node.message(5, new Proto().text(1, name).message(6, branch.graph));
            return this;
        }

        Attributes domain(String domain) {
            node.text(7, domain);
            return this;
        }
    }

    private static Proto valueInfo(String name, long... sizes) {
        Proto shape = new Proto();
        for (long size : sizes) {
            shape.message(1, size < 0 ? new Proto().text(2, "any") : new Proto().varint(1, size));
        }
        Proto tensor = new Proto().varint(1, FLOAT).message(2, shape);
        return new Proto().text(1, name).message(2, new Proto().message(1, tensor));
    }

    /** The file. */
    public byte[] bytes() {
        return new Proto()
                .varint(1, 8)
                .message(8, new Proto().text(1, "").varint(2, opset))
                .message(7, graph)
                .bytes();
    }

    /** The model as a file. */
    OnnxModel in(Path folder) throws IOException {
        return OnnxModel.read(Files.write(folder.resolve("made.onnx"), bytes()));
    }
}
