package org.convlayers.text;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.convlayers.app.NetworkRun;
import org.convlayers.app.TileChoice;
import org.convlayers.engine.NetworkPlan;
import org.convlayers.engine.RandomSizeNetwork;
import org.convlayers.engine.layer.Precision;
import org.convlayers.engine.memory.ArraySink;
import org.convlayers.engine.memory.ArraySource;
import org.convlayers.engine.memory.Monitor;
import org.convlayers.io.OutputFile;
import org.convlayers.io.SampleType;
import org.convlayers.io.npy.NpyWriter;
import org.convlayers.io.safetensors.SafetensorsWriter;
import org.convlayers.layer.Activation;
import org.convlayers.layer.ActivationFunction;
import org.convlayers.layer.Convolution;
import org.convlayers.layer.Layer;
import org.convlayers.layer.Network;
import org.convlayers.receptive.RandomNetworks;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.ShapeException;
import org.convlayers.weights.Tensor;
import org.convlayers.weights.Weights;

/**
 * Writes random networks as source for PyTorch, each with its weights, an input and what we make of it, for {@code
 * run_torch_cases.py} to compare. Run by hand, {@code TorchCases FOLDER}: it needs PyTorch, which tests do not.
 */
final class TorchCases {
    private static final int OF_EACH_KIND = 60;
    private static final float LARGEST_EDGE = 1e6f;

    private static final List<String> TEXTS = List.of(
            "Constant((2, 3)); Add(inputs=('input', '0'))",
            "AsStrided((2, 3, 4), (4, 3, 2), (2, 2, 3, 2), (1, 12, 4, 2), 0)",
            "AsStrided((2, 3), (6,), (6,), (-1,), 5); Softmax(dim=1)",
            "GroupNorm(2, 4); InstanceNorm2d(4, affine=True); LogSoftmax(dim=-1)",
            "Add(inputs=('input', 'input')); ArgMax(); Multiply(inputs=('0', '1'))",
            "BatchNorm3d(2); PReLU(2); Dropout3d(); InstanceNorm3d(2, track_running_stats=True)",
            "Maximum(inputs=('input', 'input')); Divide(inputs=('0', 'input')); Minimum(inputs=('0', '1', 'input'))",
            "Greater(inputs=('input', 'input')); Equal(inputs=('0', 'input')); Where(inputs=('1', 'input')); Trunc()",
            "(r): Round(); GreaterOrEqual(inputs=('input', 'r')); Where(inputs=('1', 'input', 'r'))",
            "Remainder(inputs=('input', 'input')); Add(inputs=('0', 'input')); Fmod(inputs=('input', '1'))",
            "(s): Sin(); Remainder(inputs=('input', 's')); Fmod(inputs=('input', 's')); Concat(inputs=('1', '2'))",
            "ReflectionPad1d((2, 1)); ReplicationPad1d(3); ConstantPad1d((-1, 2), 1.5)");

    private static final List<FeatureShape> SHAPES = List.of(
            FeatureShape.of(2, 3),
            FeatureShape.of(2, 3, 4),
            FeatureShape.of(4, 5, 6),
            FeatureShape.of(2, 3, 4, 5),
            FeatureShape.of(2, 9));

    private TorchCases() {}

    /** Writes them below a folder. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        for (long seed = 0; seed < OF_EACH_KIND; seed++) {
            RandomSizeNetwork.Case sizes = RandomSizeNetwork.withSeed(seed);
            write(folder.resolve("sizes-" + seed), sizes.network(), sizes.shape(), new Random(seed));
            RandomNetworks.Case branches = RandomNetworks.withSeed(seed);
            write(folder.resolve("branches-" + seed), branches.network(), branches.input(), new Random(seed));
            Random random = new Random(seed);
            Network edges = Stream.generate(() -> convolution(random))
                    .flatMap(Optional::stream)
                    .filter(network -> takes(network, shapeFor(network)))
                    .findFirst()
                    .orElseThrow();
            write(folder.resolve("edges-" + seed), edges, shapeFor(edges), random);
        }
        for (ActivationFunction function : ActivationFunction.values()) {
            Network one = Network.sequence(List.of(activation(function)));
            write(folder.resolve("function-" + function), one, FeatureShape.of(2, 5, 7), new Random(1));
        }
        for (int i = 0; i < TEXTS.size(); i++) {
            Network network = NetworkText.parse(TEXTS.get(i));
            FeatureShape shape = SHAPES.stream()
                    .filter(tried -> takes(network, tried))
                    .findFirst()
                    .orElseThrow();
            write(folder.resolve("text-" + i), network, shape, new Random(i));
        }
    }

    /** With PyTorch's default arguments, or numbers for those that have none. */
    private static Activation activation(ActivationFunction function) {
        return new Activation(
                function,
                function.parameters().stream()
                        .map(parameter -> parameter.defaultValue().orElse(0.25))
                        .toList());
    }

    private static boolean takes(Network network, FeatureShape shape) {
        try {
            network.shapes(shape);
            return true;
        } catch (ShapeException e) {
            return false;
        }
    }

    /** A convolution with any edges and padding, under a strange name; empty if none was drawn. */
    private static Optional<Network> convolution(Random random) {
        return RandomNetworkText.withSeed(random.nextLong()).nodes().stream()
                .filter(node -> node.layer() instanceof Convolution layer
                        && Math.abs(layer.edges().value()) < LARGEST_EDGE
                        && StandardCharsets.UTF_8.newEncoder().canEncode(node.name()))
                .findFirst()
                .map(node -> new Network(List.of(new Network.Node(node.name(), node.layer(), List.of(Network.INPUT)))));
    }

    private static FeatureShape shapeFor(Network network) {
        int rank = network.rank().orElseThrow();
        return new FeatureShape(
                network.inputChannels().orElseThrow(),
                Extent.of(IntStream.range(0, rank).map(axis -> 9 + 2 * axis).toArray()));
    }

    private static void write(Path folder, Network network, FeatureShape shape, Random random) throws IOException {
        Files.createDirectories(folder);
        Weights weights = weights(network, random);
        float[] input = values((int) shape.elements(), random, 1);
        NetworkPlan plan = NetworkRun.plan(network, weights, shape, Precision.FLOAT64);
        ArraySink sink = new ArraySink(plan.outputShape(), 1);
        NetworkRun.run(
                plan, new ArraySource(shape, planes(input, shape)), sink, TileChoice.parse("none"), Monitor.NONE);
        Files.writeString(
                folder.resolve("network.py"), TorchSource.write(network, "weights.safetensors", "as is", "1.0"));
        try (OutputFile file = OutputFile.create(folder.resolve("weights.safetensors"), List.of())) {
            SafetensorsWriter.write(file, weights.asMap());
            file.commit();
        }
        npy(folder.resolve("input.npy"), input, shape);
        npy(folder.resolve("expected.npy"), flat(sink.planes()[0]), plan.outputShape());
    }

    private static Weights weights(Network network, Random random) {
        Map<String, Tensor> tensors = new HashMap<>();
        for (Layer.Parameter parameter : network.parameters()) {
            float[] values = values((int) parameter.elements(), random, 0.5f);
            if (parameter.name().endsWith("running_var")) {
                IntStream.range(0, values.length).forEach(i -> values[i] = 0.5f + values[i] * values[i]);
            }
            tensors.put(parameter.name(), new Tensor(values, parameter.shape()));
        }
        return new Weights(network, tensors);
    }

    private static float[] values(int count, Random random, float scale) {
        float[] values = new float[count];
        IntStream.range(0, count).forEach(i -> values[i] = scale * (float) random.nextGaussian());
        return values;
    }

    private static float[][][][] planes(float[] values, FeatureShape shape) {
        int[] size = shape.spatial().to3D(1).toArray();
        int pixels = size[1] * size[2];
        float[][][][] planes = new float[1][shape.channels()][size[0]][];
        for (int plane = 0; plane < shape.channels() * size[0]; plane++) {
            planes[0][plane / size[0]][plane % size[0]] =
                    Arrays.copyOfRange(values, plane * pixels, (plane + 1) * pixels);
        }
        return planes;
    }

    private static float[] flat(float[][][] planes) {
        int pixels = planes[0][0].length;
        float[] values = new float[planes.length * planes[0].length * pixels];
        for (int c = 0; c < planes.length; c++) {
            for (int z = 0; z < planes[c].length; z++) {
                System.arraycopy(planes[c][z], 0, values, (c * planes[c].length + z) * pixels, pixels);
            }
        }
        return values;
    }

    private static void npy(Path path, float[] values, FeatureShape shape) throws IOException {
        List<Integer> sizes = new ArrayList<>(List.of(1, shape.channels()));
        IntStream.of(shape.spatial().toArray()).forEach(sizes::add);
        try (NpyWriter writer = NpyWriter.create(OutputFile.create(path, List.of()), SampleType.FLOAT32, sizes)) {
            writer.write(0, values, 0, values.length);
            writer.finish();
        }
    }
}
