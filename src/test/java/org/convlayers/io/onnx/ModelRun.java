package org.convlayers.io.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.convlayers.app.NetworkRun;
import org.convlayers.app.TileChoice;
import org.convlayers.engine.NetworkPlan;
import org.convlayers.engine.layer.Precision;
import org.convlayers.engine.memory.ArraySink;
import org.convlayers.engine.memory.ArraySource;
import org.convlayers.engine.memory.Monitor;
import org.convlayers.io.DamagedFileException;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.weights.Tensor;

/** Applies models to arrays. */
final class ModelRun {
    private ModelRun() {}

    /** The result of a model for an array. */
    static Tensor run(OnnxModel model, Tensor array) throws DamagedFileException {
        return run(model.forArray(array.shape()), array, Precision.FLOAT32, TileChoice.AUTO);
    }

    static Tensor run(ImportedNetwork imported, Tensor array, Precision precision, TileChoice tile) {
        NetworkPlan plan = NetworkRun.plan(imported.network(), imported.weights(), imported.input(), precision);
        ArraySource source = new ArraySource(imported.input(), planes(imported, array));
        ArraySink sink = new ArraySink(plan.outputShape(), imported.items());
        NetworkRun.run(plan, source, sink, tile, Monitor.NONE);
        return new Tensor(flat(sink.planes()), imported.output());
    }

    private static float[][][][] planes(ImportedNetwork imported, Tensor array) {
        FeatureShape shape = imported.input();
        Extent size = shape.spatial().to3D(1);
        int plane = Math.multiplyExact(size.get(1), size.get(2));
        float[][][][] planes = new float[imported.items()][shape.channels()][size.get(0)][];
        int next = 0;
        for (float[][][] item : planes) {
            for (float[][] channel : item) {
                for (int z = 0; z < channel.length; z++) {
                    channel[z] = Arrays.copyOfRange(array.data(), next, next + plane);
                    next += plane;
                }
            }
        }
        assertEquals(imported.items() == 0 ? 0 : array.data().length, next);
        return planes;
    }

    private static float[] flat(float[][][][] planes) {
        List<float[]> parts = Arrays.stream(planes)
                .flatMap(Arrays::stream)
                .flatMap(Arrays::stream)
                .toList();
        float[] flat = new float[parts.stream().mapToInt(part -> part.length).sum()];
        int next = 0;
        for (float[] part : parts) {
            System.arraycopy(part, 0, flat, next, part.length);
            next += part.length;
        }
        return flat;
    }
}
