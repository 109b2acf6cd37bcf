package org.convlayers.benchmark;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv1d;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.convolutional.Conv3d;
import ai.djl.nn.pooling.Pool;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.convlayers.io.onnx.OnnxModels;
import org.convlayers.layer.Convolution;
import org.convlayers.layer.Layer;
import org.convlayers.layer.MaxPooling;
import org.convlayers.layer.Network;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.Margins;
import org.convlayers.shape.Window;
import org.convlayers.weights.Tensor;

/** PyTorch's own library, through DJL. It allocates its results, as it always does. */
final class LibtorchContender implements Contender {
    private final NDManager manager;
    private final NDArray input;
    private final List<Operator> operators = new ArrayList<>();
    private final int threads;

    /** One layer. */
    @FunctionalInterface
    private interface Operator {
        NDArray apply(NDArray values);
    }

    LibtorchContender(Job job) {
        manager = Engine.getEngine("PyTorch").newBaseManager();
        threads = job.threads();
        input = manager.create(job.inputValues(), new Shape(OnnxModels.batched(job.input())));
        Map<String, NDArray> parameters = new HashMap<>();
        job.weights().asMap().forEach((name, tensor) -> parameters.put(name, array(tensor)));
        FeatureShape shape = job.input();
        for (Network.Node node : job.network().nodes()) {
            operators.add(operator(node, parameters, shape));
            shape = node.layer().outputShape(List.of(shape));
        }
    }

    /** Whether it can do a job: layers one after the other, each of which is an operator. */
    static boolean takes(Job job) {
        return job.file().isEmpty();
    }

    private NDArray array(Tensor tensor) {
        return manager.create(
                tensor.data(),
                new Shape(tensor.shape().stream().mapToLong(Integer::longValue).toArray()));
    }

    private static Operator operator(Network.Node node, Map<String, NDArray> parameters, FeatureShape input) {
        Layer layer = node.layer();
        if (layer instanceof Convolution convolution) {
            NDArray weight = parameters.get(node.name() + ".weight");
            NDArray bias = parameters.get(node.name() + ".bias");
            return values -> convolve(convolution, values, weight, bias, padding(convolution.window(), input))
                    .singletonOrThrow();
        }
        if (layer instanceof MaxPooling pooling) {
            Window window = pooling.window();
            Shape padding = padding(window, input);
            return values -> Pool.maxPool2d(
                    values, shape(window.kernelSize()), shape(window.stride()), padding, pooling.ceilMode());
        }
        throw new IllegalArgumentException("no operator of libtorch is called for " + layer);
    }

    private static NDList convolve(Convolution layer, NDArray values, NDArray weight, NDArray bias, Shape padding) {
        Shape stride = shape(layer.window().stride());
        Shape dilation = shape(layer.window().dilation());
        int groups = layer.groups();
        return switch (layer.window().rank()) {
            case 1 -> Conv1d.conv1d(values, weight, bias, stride, padding, dilation, groups);
            case 2 -> Conv2d.conv2d(values, weight, bias, stride, padding, dilation, groups);
            default -> Conv3d.conv3d(values, weight, bias, stride, padding, dilation, groups);
        };
    }

    private static Shape padding(Window window, FeatureShape input) {
        Margins margins = window.margins(input.spatial());
        if (!margins.begin().equals(margins.end())) {
            throw new IllegalArgumentException("libtorch pads both ends alike, not " + margins);
        }
        return shape(margins.begin());
    }

    private static Shape shape(Extent extent) {
        return new Shape(Arrays.stream(extent.toArray()).asLongStream().toArray());
    }

    @Override
    public void run() {
        compute(array -> {});
    }

    @Override
    public float[] output() {
        List<float[]> values = new ArrayList<>();
        compute(array -> values.add(array.toFloatArray()));
        return values.get(0);
    }

    private void compute(Consumer<NDArray> result) {
        JniUtils.setNumThreads(threads);
        try (NDManager results = manager.newSubManager()) {
            input.attach(results);
            NDArray values = input;
            for (Operator operator : operators) {
                values = operator.apply(values);
            }
            result.accept(values);
            input.attach(manager);
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}
