package org.convlayers.io;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * How files store a number, and what it is as a float. Wider numbers are rounded to the nearest float; a boolean is 0 or
 * 1.
 */
public enum ElementType {
    FLOAT64(Double.BYTES) {
        @Override
        float get(ByteBuffer bytes, int at) {
            return (float) bytes.getDouble(at);
        }

        @Override
        double getDouble(ByteBuffer bytes, int at) {
            return bytes.getDouble(at);
        }
    },
    FLOAT32(Float.BYTES) {
        @Override
        float get(ByteBuffer bytes, int at) {
            return bytes.getFloat(at);
        }
    },
    /** IEEE 754 half precision: 1 sign, 5 exponent and 10 fraction bits. */
    FLOAT16(Short.BYTES) {
        @Override
        float get(ByteBuffer bytes, int at) {
            return half(bytes.getShort(at));
        }
    },
    /** The upper half of a float. */
    BFLOAT16(Short.BYTES) {
        @Override
        float get(ByteBuffer bytes, int at) {
            return Float.intBitsToFloat(bytes.getShort(at) << Short.SIZE);
        }
    },
    INT64(Long.BYTES) {
        @Override
        float get(ByteBuffer bytes, int at) {
            return bytes.getLong(at);
        }

        @Override
        double getDouble(ByteBuffer bytes, int at) {
            return bytes.getLong(at);
        }
    },
    INT32(Integer.BYTES) {
        @Override
        float get(ByteBuffer bytes, int at) {
            return bytes.getInt(at);
        }

        @Override
        double getDouble(ByteBuffer bytes, int at) {
            return bytes.getInt(at);
        }
    },
    INT16(Short.BYTES) {
        @Override
        float get(ByteBuffer bytes, int at) {
            return bytes.getShort(at);
        }
    },
    INT8(Byte.BYTES) {
        @Override
        float get(ByteBuffer bytes, int at) {
            return bytes.get(at);
        }
    },
    UINT64(Long.BYTES) {
        @Override
        float get(ByteBuffer bytes, int at) {
            long value = bytes.getLong(at);
            // Halved to fit a signed long; the lowest bit stays, as it can decide the rounding.
            return value >= 0 ? value : 2f * ((value >>> 1) | (value & 1));
        }

        @Override
        double getDouble(ByteBuffer bytes, int at) {
            long value = bytes.getLong(at);
            return value >= 0 ? value : 2d * ((value >>> 1) | (value & 1));
        }
    },
    UINT32(Integer.BYTES) {
        @Override
        float get(ByteBuffer bytes, int at) {
            return Integer.toUnsignedLong(bytes.getInt(at));
        }

        @Override
        double getDouble(ByteBuffer bytes, int at) {
            return Integer.toUnsignedLong(bytes.getInt(at));
        }
    },
    UINT16(Short.BYTES) {
        @Override
        float get(ByteBuffer bytes, int at) {
            return Short.toUnsignedInt(bytes.getShort(at));
        }
    },
    UINT8(Byte.BYTES) {
        @Override
        float get(ByteBuffer bytes, int at) {
            return Byte.toUnsignedInt(bytes.get(at));
        }
    },
    BOOL(Byte.BYTES) {
        @Override
        float get(ByteBuffer bytes, int at) {
            return bytes.get(at) == 0 ? 0 : 1;
        }
    };

    private static final int CHUNK_BYTES = 1 << 16;

    private final int bytes;

    ElementType(int bytes) {
        this.bytes = bytes;
    }

    /** The size of one number in a file. */
    public int bytes() {
        return bytes;
    }

    abstract float get(ByteBuffer bytes, int at);

    /** The number before it is rounded to float; whole numbers are exact up to 2^53. */
    double getDouble(ByteBuffer bytes, int at) {
        return get(bytes, at);
    }

    /**
     * Converts numbers to floats.
     *
     * @param source the numbers, in the buffer's byte order; its position moves behind them
     * @param target where they go
     * @param offset where in {@code target} the first goes
     * @param count how many
     */
    public void decode(ByteBuffer source, float[] target, int offset, int count) {
        int start = source.position();
        if (this == FLOAT32) {
            source.asFloatBuffer().get(target, offset, count);
        } else {
            for (int i = 0; i < count; i++) {
                target[offset + i] = get(source, start + i * bytes);
            }
        }
        source.position(start + count * bytes);
    }

    /**
     * Converts numbers to doubles.
     *
     * @param source the numbers, in the buffer's byte order; its position moves behind them
     * @param count how many
     */
    public double[] doubles(ByteBuffer source, int count) {
        int start = source.position();
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = getDouble(source, start + i * bytes);
        }
        source.position(start + count * bytes);
        return values;
    }

    /**
     * Reads the next numbers of a stream. The caller has checked that the stream is long enough to be worth the memory.
     *
     * @throws EOFException if the stream ends before them
     */
    public float[] read(InputStream in, ByteOrder order, int count) throws IOException {
        float[] values = new float[count];
        byte[] chunk = new byte[CHUNK_BYTES];
        ByteBuffer buffer = ByteBuffer.wrap(chunk).order(order);
        for (int done = 0; done < count; ) {
            int step = Math.min(count - done, CHUNK_BYTES / bytes);
            if (in.readNBytes(chunk, 0, step * bytes) < step * bytes) {
                throw new EOFException();
            }
            decode(buffer.clear(), values, done, step);
            done += step;
        }
        return values;
    }

    private static float half(short bits) {
        int exponent = (bits >>> 10) & 0x1f;
        int fraction = bits & 0x3ff;
        float magnitude;
        if (exponent == 0) {
            magnitude = fraction * 0x1p-24f;
        } else {
            int biased = exponent == 0x1f ? 0xff : exponent + (127 - 15);
            magnitude = Float.intBitsToFloat((biased << 23) | (fraction << 13));
        }
        return bits < 0 ? -magnitude : magnitude;
    }
}
