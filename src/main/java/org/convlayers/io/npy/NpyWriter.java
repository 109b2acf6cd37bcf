package org.convlayers.io.npy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.convlayers.io.OutputFile;
import org.convlayers.io.SampleType;

/**
 * Writes an .npy file (version 1.0, little endian, C order), piece by piece in any order.
 *
 * <p>Several threads may write different pieces at once. The file appears when it is finished; closed before, nothing is
 * left.
 */
public final class NpyWriter implements AutoCloseable {
    private static final int CHUNK_BYTES = 1 << 20;

    private static final Map<SampleType, String> DESCR =
            new EnumMap<>(Map.of(SampleType.FLOAT32, "<f4", SampleType.UINT16, "<u2", SampleType.UINT8, "|u1"));

    private final OutputFile file;
    private final SampleType type;
    private final long length;
    private final int headerLength;

    private NpyWriter(OutputFile file, SampleType type, long length, int headerLength) {
        this.file = file;
        this.type = type;
        this.length = length;
        this.headerLength = headerLength;
    }

    /**
     * Starts a file; what is never written stays 0.
     *
     * @param file where to; closed by the writer
     * @param type how a value is stored
     * @param shape the sizes, outermost first
     * @throws IOException if the disk has not room enough for all values
     */
    public static NpyWriter create(OutputFile file, SampleType type, List<Integer> shape) throws IOException {
        byte[] header = NpyHeader.write(DESCR.get(type), shape);
        long length = Math.addExact(header.length, Math.multiplyExact(elements(shape), type.bytes()));
        file.requireSpace(length);
        NpyWriter writer = new NpyWriter(file, type, length, header.length);
        file.write(ByteBuffer.wrap(header), 0);
        return writer;
    }

    private static long elements(List<Integer> shape) {
        return shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
    }

    /**
     * Writes values that follow each other in C order, where the last axis runs fastest.
     *
     * @param first the index of the first value
     * @param values where they are; stored as the file's type
     * @param offset where in {@code values} the first is
     * @param count how many
     */
    public void write(long first, float[] values, int offset, int count) throws IOException {
        int capacity = (int) Math.min(CHUNK_BYTES, (long) count * type.bytes());
        ByteBuffer buffer = ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
        for (int done = 0; done < count; ) {
            int step = Math.min(count - done, capacity / type.bytes());
            type.put(values, offset + done, step, buffer.clear());
            file.write(buffer.flip(), headerLength + (first + done) * type.bytes());
            done += step;
        }
    }

    /** Lets the file appear. */
    public void finish() throws IOException {
        if (file.size() < length) {
            file.write(ByteBuffer.allocate(1), length - 1);
        }
        file.commit();
    }

    /** Removes the file unless it is finished. */
    @Override
    public void close() throws IOException {
        file.close();
    }

    /**
     * Writes bytes as uint8, for example a mask of zeros and ones; the caller commits the file.
     *
     * @param file where to
     * @param values the bytes
     * @param shape the sizes, outermost first
     * @throws IllegalArgumentException if the shape has not as many elements as there are values
     */
    public static void write(OutputFile file, byte[] values, List<Integer> shape) throws IOException {
        if (elements(shape) != values.length) {
            throw new IllegalArgumentException(
                    "shape " + shape + " has " + elements(shape) + " elements, but got " + values.length);
        }
        byte[] header = NpyHeader.write(DESCR.get(SampleType.UINT8), shape);
        file.write(ByteBuffer.wrap(header), 0);
        file.write(ByteBuffer.wrap(values), header.length);
    }
}
