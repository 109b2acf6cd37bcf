package org.convlayers.io;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How a result's float32 values are stored.
 *
 * <p>Whole-number types take floor(x + 1/2), clipped to their range, as ImageJ's own conversions do; NaN becomes 0.
 */
public enum SampleType {
    /** 32-bit IEEE floating point: the values as they are. */
    FLOAT32(4) {
        @Override
        public float nearest(float value) {
            return value;
        }

        @Override
        public void put(float[] values, int offset, int count, ByteBuffer target) {
            target.asFloatBuffer().put(values, offset, count);
            target.position(target.position() + count * bytes());
        }
    },
    /** 0 to 65535. */
    UINT16(2) {
        @Override
        public float nearest(float value) {
            return clip(value, 0xffff);
        }

        @Override
        public void put(float[] values, int offset, int count, ByteBuffer target) {
            for (int i = offset; i < offset + count; i++) {
                target.putShort((short) clip(values[i], 0xffff));
            }
        }
    },
    /** 0 to 255. */
    UINT8(1) {
        @Override
        public float nearest(float value) {
            return clip(value, 0xff);
        }

        @Override
        public void put(float[] values, int offset, int count, ByteBuffer target) {
            for (int i = offset; i < offset + count; i++) {
                target.put((byte) clip(values[i], 0xff));
            }
        }
    };

    private final int bytes;

    SampleType(int bytes) {
        this.bytes = bytes;
    }

    /** What storing does to values, in words for whoever asked for it; empty if nothing. */
    public Optional<String> loss() {
        return this == FLOAT32
                ? Optional.empty()
                : Optional.of("values rounded and clipped to " + this + ", 0 to " + ((1 << (Byte.SIZE * bytes)) - 1));
    }

    /** The bytes of one value. */
    public int bytes() {
        return bytes;
    }

    /** The value of this type that stands for a float32 value. */
    public abstract float nearest(float value);

    /**
     * Appends values to a buffer, in the buffer's byte order.
     *
     * @param values the numbers
     * @param offset the first number to store
     * @param count how many
     * @param target takes count x {@link #bytes()} bytes; its position moves on
     */
    public abstract void put(float[] values, int offset, int count, ByteBuffer target);

    /**
     * Reads a name such as {@code uint16}.
     *
     * @throws IllegalArgumentException naming the text and what is allowed
     */
    public static SampleType parse(String text) {
        String word = text.strip().toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(type -> type.toString().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + text + "' is not a type; allowed are "
                        + Arrays.stream(values()).map(SampleType::toString).collect(Collectors.joining(", "))));
    }

    /** The name in texts, for example {@code uint16}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static int clip(float value, int max) {
        return Math.max(0, Math.min(Math.round(value), max));
    }
}
