package org.convlayers.io.onnx;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.convlayers.io.DamagedFileException;

/**
 * Turns the messages of a file into records; what this project has no use for is skipped. Field numbers are those of
 * github.com/onnx/onnx, onnx/onnx.proto.
 */
final class ModelReader {
    private final TensorReader tensors;

    private ModelReader(TensorReader tensors) {
        this.tensors = tensors;
    }

    /**
     * Reads a whole model.
     *
     * @param file its name, for messages
     * @param bytes its content
     * @param external finds the numbers that lie in other files
     */
    static OnnxModel read(String file, ByteBuffer bytes, ExternalData external) throws DamagedFileException {
        List<Long> versions = new ArrayList<>();
        Graph graph =
                new ModelReader(new TensorReader(file, external)).model(file, WireReader.of(file, bytes), versions);
        // Files of before versions were written down mean the first.
        long version = versions.isEmpty() ? 1 : versions.get(0);
        return new OnnxModel(file, bytes.remaining() + external.bytesRead(), version, graph);
    }

    private Graph model(String file, WireReader message, List<Long> versions) throws DamagedFileException {
        Optional<Graph> graph = Optional.empty();
        while (message.next()) {
            switch (message.field()) {
                case 7 -> graph = Optional.of(graph(message.message()));
                case 8 -> opset(message.message(), versions);
                default -> {}
            }
        }
        if (graph.isEmpty()) {
            throw new DamagedFileException(file, "there is no network in it; is this an .onnx file?");
        }
        return graph.get();
    }

    /** Adds the version of ONNX's own operators, if the message is about them. */
    private static void opset(WireReader message, List<Long> versions) throws DamagedFileException {
        String domain = "";
        long version = 1;
        while (message.next()) {
            switch (message.field()) {
                case 1 -> domain = message.text();
                case 2 -> version = message.varint();
                default -> {}
            }
        }
        if (isOnnx(domain)) {
            versions.add(version);
        }
    }

    private static boolean isOnnx(String domain) {
        return domain.isEmpty() || domain.equals("ai.onnx");
    }

    private Graph graph(WireReader message) throws DamagedFileException {
        List<Node> nodes = new ArrayList<>();
        Map<String, TensorData> initializers = new HashMap<>();
        List<ValueInfo> inputs = new ArrayList<>();
        List<String> outputs = new ArrayList<>();
        while (message.next()) {
            switch (message.field()) {
                case 1 -> nodes.add(node(message.message()));
                case 5 -> {
                    TensorReader.Named tensor = tensors.read(message.message());
                    if (initializers.put(tensor.name(), tensor.data()) != null) {
                        throw message.fault("two tensors are named '" + Node.shorten(tensor.name()) + "'");
                    }
                }
                case 11 -> inputs.add(valueInfo(message.message()));
                case 12 -> outputs.add(valueInfo(message.message()).name());
                case 15 -> throw message.fault("sparse tensors are not supported");
                default -> {}
            }
        }
        return new Graph(nodes, initializers, inputs, outputs);
    }

    private Node node(WireReader message) throws DamagedFileException {
        List<String> inputs = new ArrayList<>();
        List<String> outputs = new ArrayList<>();
        String name = "";
        String operator = "";
        String domain = "";
        Map<String, Attribute> attributes = new HashMap<>();
        while (message.next()) {
            switch (message.field()) {
                case 1 -> inputs.add(message.text());
                case 2 -> outputs.add(message.text());
                case 3 -> name = message.text();
                case 4 -> operator = message.text();
                case 5 -> attribute(message.message(), attributes);
                case 7 -> domain = message.text();
                default -> {}
            }
        }
        return new Node(name, operator, isOnnx(domain) ? "" : domain, inputs, outputs, attributes);
    }

    private void attribute(WireReader message, Map<String, Attribute> attributes) throws DamagedFileException {
        String name = "";
        long number = 0;
        float real = 0;
        String text = "";
        Optional<TensorData> tensor = Optional.empty();
        Optional<Graph> graph = Optional.empty();
        List<Long> numbers = new ArrayList<>();
        List<Float> reals = new ArrayList<>();
        while (message.next()) {
            switch (message.field()) {
                case 1 -> name = message.text();
                case 2 -> real = message.float32();
                case 3 -> number = message.varint();
                case 4 -> text = bytesAsText(message.bytes());
                case 5 -> tensor = Optional.of(tensors.read(message.message()).data());
                case 6 -> graph = Optional.of(graph(message.message()));
                case 7 -> message.floats(value -> reals.add((float) value));
                case 8 -> message.varints(numbers::add);
                default -> {}
            }
        }
        attributes.put(name, new Attribute(number, real, text, tensor, graph, numbers, reals));
    }

    /** The format calls such texts bytes: they need not be UTF-8, and what is no ASCII is no word of ONNX. */
    private static String bytesAsText(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes).toString();
    }

    private static ValueInfo valueInfo(WireReader message) throws DamagedFileException {
        String name = "";
        Optional<List<OptionalLong>> shape = Optional.empty();
        while (message.next()) {
            switch (message.field()) {
                case 1 -> name = message.text();
                case 2 -> shape = type(message.message());
                default -> {}
            }
        }
        return new ValueInfo(name, shape);
    }

    private static Optional<List<OptionalLong>> type(WireReader message) throws DamagedFileException {
        Optional<List<OptionalLong>> shape = Optional.empty();
        while (message.next()) {
            if (message.field() == 1) {
                WireReader tensor = message.message();
                while (tensor.next()) {
                    if (tensor.field() == 2) {
                        shape = Optional.of(shape(tensor.message()));
                    }
                }
            }
        }
        return shape;
    }

    private static List<OptionalLong> shape(WireReader message) throws DamagedFileException {
        List<OptionalLong> sizes = new ArrayList<>();
        while (message.next()) {
            if (message.field() == 1) {
                sizes.add(dimension(message.message()));
                TensorReader.requireRank(message, sizes.size());
            }
        }
        return sizes;
    }

    /** Sizes that are named, absent or negative (as some exporters write them) may be any. */
    private static OptionalLong dimension(WireReader message) throws DamagedFileException {
        OptionalLong size = OptionalLong.empty();
        while (message.next()) {
            if (message.field() == 1) {
                long value = message.varint();
                size = value < 0 ? OptionalLong.empty() : OptionalLong.of(value);
            }
        }
        return size;
    }
}
