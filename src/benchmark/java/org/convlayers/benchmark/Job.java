package org.convlayers.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.convlayers.app.BenchmarkCase;
import org.convlayers.app.FilledNetwork;
import org.convlayers.app.NetworkBenchmark;
import org.convlayers.app.NetworkInput;
import org.convlayers.engine.memory.ArraySource;
import org.convlayers.io.onnx.OnnxModels;
import org.convlayers.io.weights.TensorFiles;
import org.convlayers.layer.Network;
import org.convlayers.shape.FeatureShape;
import org.convlayers.weights.WeightSource;
import org.convlayers.weights.Weights;

/**
 * What all engines compute.
 *
 * @param name in the table
 * @param filled a network with weights
 * @param source its input
 * @param file the .onnx file that it comes from; empty if it is made of layers
 * @param threads on so many threads
 */
record Job(String name, FilledNetwork filled, ArraySource source, Optional<Path> file, int threads) {
    static Job of(BenchmarkCase timed, int threads) {
        return new Job(
                timed.name(),
                FilledNetwork.random(timed.network()),
                source(timed.input()),
                Optional.empty(),
                threads);
    }

    /** A network with its own weights. */
    static Job of(NetworkFile timed, int threads) throws IOException {
        FilledNetwork filled = NetworkInput.open(timed.path().toString())
                .filled(Optional.of(timed.input()), new WeightSource.Kaiming(), TensorFiles::read, 0)
                .first();
        return new Job(timed.name(), filled, source(timed.input()), Optional.of(timed.path()), threads);
    }

    private static ArraySource source(FeatureShape input) {
        return new ArraySource(input, NetworkBenchmark.randomPlanes(input));
    }

    Network network() {
        return filled.network();
    }

    Weights weights() {
        return filled.weights();
    }

    FeatureShape input() {
        return source.shape();
    }

    FeatureShape output() {
        return network().shapes(input()).get(network().nodes().size() - 1);
    }

    /** The network for ONNX Runtime. */
    byte[] model() throws IOException {
        return file.isPresent()
                ? Files.readAllBytes(file.get())
                : OnnxModels.write(network(), weights(), input());
    }

    /** The input in one array. */
    float[] inputValues() {
        return flat(source.planes(), input());
    }

    /** Planes of one item in one array. */
    static float[] flat(float[][][][] planes, FeatureShape shape) {
        float[] values = new float[Math.toIntExact(shape.elements())];
        int at = 0;
        for (float[][] channel : planes[0]) {
            for (float[] plane : channel) {
                System.arraycopy(plane, 0, values, at, plane.length);
                at += plane.length;
            }
        }
        return values;
    }
}
