package org.convlayers.weights;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.convlayers.layer.Layer;
import org.convlayers.layer.Network;
import org.convlayers.shape.ShapeException;

/** The parameters of a network under their state_dict names; every one present, each of the right shape. Immutable. */
public final class Weights {
    private final TreeMap<String, Tensor> tensors;

    /**
     * Takes a network's parameters from named tensors.
     *
     * @param network what the parameters are for
     * @param tensors at least the network's parameters; others are left out
     * @throws ShapeException if one is missing or has another shape; the message names it and both shapes
     */
    public Weights(Network network, Map<String, Tensor> tensors) {
        this.tensors = new TreeMap<>();
        for (Layer.Parameter parameter : network.parameters()) {
            Tensor tensor = tensors.get(parameter.name());
            if (tensor == null) {
                throw new ShapeException("there is no tensor '" + parameter.name() + "' of shape " + parameter.shape()
                        + "; there are " + NamedTensors.list(tensors));
            }
            if (!tensor.shape().equals(parameter.shape())) {
                throw new ShapeException("tensor '" + parameter.name() + "' has shape " + tensor.shape()
                        + ", but the layer needs " + parameter.shape());
            }
            this.tensors.put(parameter.name(), tensor);
        }
    }

    /**
     * A parameter by its state_dict name.
     *
     * @throws IllegalArgumentException if the network has no such parameter
     */
    public Tensor get(String name) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("there is no parameter '" + name + "'; there are " + tensors.keySet());
        }
        return tensor;
    }

    /** All parameters by name. */
    public Map<String, Tensor> asMap() {
        return Map.copyOf(tensors);
    }

    /** The SHA-256 of names, shapes and little-endian float32 values, in hexadecimal; the same on every machine. */
    public String sha256() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            tensors.forEach((name, tensor) -> {
                digest.update((name + tensor.shape()).getBytes(StandardCharsets.UTF_8));
                digest.update(littleEndian(tensor.data()));
            });
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static ByteBuffer littleEndian(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.rewind();
    }
}
