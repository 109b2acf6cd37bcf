package org.convlayers.benchmark;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;
import org.convlayers.io.onnx.OnnxModels;
import org.convlayers.shape.FeatureShape;

/** ONNX Runtime with all its optimisations; input and output are bound once. */
final class OnnxRuntimeContender implements Contender {
    private final OrtSession session;
    private final OnnxTensor input;
    private final OnnxTensor output;
    private final FloatBuffer outputValues;

    OnnxRuntimeContender(Job job) {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        byte[] model = OnnxModels.write(job.network(), job.weights(), job.input());
        FloatBuffer inputValues = direct(job.input()).put(job.inputValues()).rewind();
        outputValues = direct(job.output());
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(job.threads());
            options.setInterOpNumThreads(1);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            session = environment.createSession(model, options);
            input = OnnxTensor.createTensor(environment, inputValues, OnnxModels.batched(job.input()));
            output = OnnxTensor.createTensor(environment, outputValues, OnnxModels.batched(job.output()));
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    private static FloatBuffer direct(FeatureShape shape) {
        int bytes = Math.toIntExact(Math.multiplyExact(shape.elements(), Float.BYTES));
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder()).asFloatBuffer();
    }

    @Override
    public void run() {
        try {
            session.run(Map.of(OnnxModels.INPUT, input), Map.of(OnnxModels.OUTPUT, output))
                    .close();
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public float[] output() {
        run();
        float[] values = new float[outputValues.capacity()];
        outputValues.get(0, values);
        return values;
    }

    @Override
    public void close() {
        input.close();
        output.close();
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }
}
