package org.convlayers.io.onnx;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes messages of the protocol-buffer wire format, for files that tests make up. */
final class Proto {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    byte[] bytes() {
        return out.toByteArray();
    }

    Proto raw(int... bytes) {
        for (int value : bytes) {
            out.write(value);
        }
        return this;
    }

    Proto varint(int field, long value) {
        write((long) field << 3);
        write(value);
        return this;
    }

    Proto text(int field, String text) {
        return bytes(field, text.getBytes(StandardCharsets.UTF_8));
    }

    Proto message(int field, Proto message) {
        return bytes(field, message.bytes());
    }

    Proto bytes(int field, byte[] bytes) {
        write((long) field << 3 | 2);
        write(bytes.length);
        out.writeBytes(bytes);
        return this;
    }

    Proto fixed32(int field, float value) {
        write((long) field << 3 | 5);
        byte[] bytes = new byte[Float.BYTES];
        little(bytes).putFloat(value);
        out.writeBytes(bytes);
        return this;
    }

    Proto packedVarints(int field, long... values) {
        Proto packed = new Proto();
        for (long value : values) {
            packed.write(value);
        }
        return bytes(field, packed.bytes());
    }

    Proto packedFloats(int field, float... values) {
        byte[] packed = new byte[values.length * Float.BYTES];
        little(packed).asFloatBuffer().put(values);
        return bytes(field, packed);
    }

    Proto packedDoubles(int field, double... values) {
        byte[] packed = new byte[values.length * Double.BYTES];
        little(packed).asDoubleBuffer().put(values);
        return bytes(field, packed);
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void write(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
