package org.convlayers.benchmark;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;
import org.convlayers.io.onnx.OnnxModels;
import org.convlayers.shape.FeatureShape;

/** ONNX Runtime with all its optimisations; input and output are bound once. */
final class OnnxRuntimeContender implements Contender {
    private final OrtSession session;
    private final String inputName;
    private final OnnxTensor input;
    private final String outputName;
    private final OnnxTensor output;
    private final FloatBuffer outputValues;

    OnnxRuntimeContender(Job job) {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        FloatBuffer inputValues = direct(job.input()).put(job.inputValues()).rewind();
        outputValues = direct(job.output());
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(job.threads());
            options.setInterOpNumThreads(1);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            session = environment.createSession(job.model(), options);
            input = OnnxTensor.createTensor(environment, inputValues, OnnxModels.batched(job.input()));
            inputName = session.getInputNames().iterator().next();
            outputName = session.getOutputNames().iterator().next();
            output = OnnxTensor.createTensor(environment, outputValues, outputShape());
        } catch (OrtException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Networks may give values of another rank than that of maps. */
    private long[] outputShape() throws OrtException {
        try (OrtSession.Result result = session.run(Map.of(inputName, input))) {
            return ((OnnxTensor) result.get(0)).getInfo().getShape();
        }
    }

    private static FloatBuffer direct(FeatureShape shape) {
        int bytes = Math.toIntExact(Math.multiplyExact(shape.elements(), Float.BYTES));
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder()).asFloatBuffer();
    }

    @Override
    public void run() {
        try {
            session.run(Map.of(inputName, input), Map.of(outputName, output))
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
