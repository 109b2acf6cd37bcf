package org.convlayers.io.npy;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.convlayers.io.ElementType;
import org.convlayers.weights.Tensor;

/**
 * Writes an .npy file (version 1.0, little endian, C order), piece by piece in any order.
 *
 * <p>Several threads may write different pieces at once.
 */
public final class NpyWriter implements Closeable {
    private static final int CHUNK_BYTES = 1 << 20;

    private static final Map<ElementType, String> DESCR =
            new EnumMap<>(Map.of(ElementType.FLOAT32, "<f4", ElementType.UINT16, "<u2", ElementType.UINT8, "|u1"));

    private final FileChannel channel;
    private final ElementType type;
    private final int headerLength;

    private NpyWriter(FileChannel channel, ElementType type, int headerLength) {
        this.channel = channel;
        this.type = type;
        this.headerLength = headerLength;
    }

    /**
     * Starts a file of its final length; what is never written stays 0.
     *
     * @param path the file, replaced if it is there
     * @param type {@code FLOAT32}, {@code UINT16} or {@code UINT8}
     * @param shape the sizes, outermost first
     * @throws IllegalArgumentException if the type is another one
     */
    public static NpyWriter create(Path path, ElementType type, List<Integer> shape) throws IOException {
        if (!DESCR.containsKey(type)) {
            throw new IllegalArgumentException(type + " cannot be written; allowed are " + DESCR.keySet());
        }
        byte[] header = NpyHeader.write(DESCR.get(type), shape);
        long elements = shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
        Files.write(path, header);
        FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE);
        NpyWriter writer = new NpyWriter(channel, type, header.length);
        if (elements > 0) {
            writer.write(elements - 1, new float[1], 0, 1);
        }
        return writer;
    }

    /**
     * Writes values that follow each other in C order, where the last axis runs fastest.
     *
     * @param first the index of the first value
     * @param values where they are; for the whole types already rounded and in range
     * @param offset where in {@code values} the first is
     * @param count how many
     */
    public void write(long first, float[] values, int offset, int count) throws IOException {
        int capacity = (int) Math.min(CHUNK_BYTES, (long) count * type.bytes());
        ByteBuffer buffer = ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
        for (int done = 0; done < count; ) {
            int step = Math.min(count - done, capacity / type.bytes());
            encode(values, offset + done, step, buffer.clear());
            long position = headerLength + (first + done) * type.bytes();
            for (buffer.flip(); buffer.hasRemaining(); ) {
                position += channel.write(buffer, position);
            }
            done += step;
        }
    }

    private void encode(float[] values, int offset, int count, ByteBuffer target) {
        for (int i = offset; i < offset + count; i++) {
            switch (type) {
                case FLOAT32 -> target.putFloat(values[i]);
                case UINT16 -> target.putShort((short) (int) values[i]);
                default -> target.put((byte) (int) values[i]);
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** Writes a tensor as float32. */
    public static void write(Path path, Tensor tensor) throws IOException {
        try (NpyWriter writer = create(path, ElementType.FLOAT32, tensor.shape())) {
            writer.write(0, tensor.data(), 0, tensor.data().length);
        }
    }

    /**
     * Writes bytes as uint8, for example a mask of zeros and ones.
     *
     * @throws IllegalArgumentException if the shape has not as many elements as there are values
     */
    public static void write(Path path, byte[] values, List<Integer> shape) throws IOException {
        long elements = shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
        if (elements != values.length) {
            throw new IllegalArgumentException(
                    "shape " + shape + " has " + elements + " elements, but got " + values.length);
        }
        try (OutputStream out = Files.newOutputStream(path)) {
            out.write(NpyHeader.write(DESCR.get(ElementType.UINT8), shape));
            out.write(values);
        }
    }
}
