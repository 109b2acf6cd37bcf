package org.convlayers.benchmark;

import org.convlayers.app.BenchmarkCase;
import org.convlayers.app.FilledNetwork;
import org.convlayers.app.NetworkBenchmark;
import org.convlayers.engine.ArraySource;
import org.convlayers.layer.Network;
import org.convlayers.shape.FeatureShape;
import org.convlayers.weights.Weights;

/**
 * What all engines compute.
 *
 * @param timed the case
 * @param filled its network with weights
 * @param source its input
 * @param threads on so many threads
 */
record Job(BenchmarkCase timed, FilledNetwork filled, ArraySource source, int threads) {
    static Job of(BenchmarkCase timed, int threads) {
        return new Job(
                timed,
                FilledNetwork.random(timed.network()),
                new ArraySource(timed.input(), NetworkBenchmark.randomPlanes(timed.input())),
                threads);
    }

    Network network() {
        return filled.network();
    }

    Weights weights() {
        return filled.weights();
    }

    FeatureShape input() {
        return timed.input();
    }

    FeatureShape output() {
        return network().shapes(input()).get(network().nodes().size() - 1);
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
