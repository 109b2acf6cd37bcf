package org.convlayers.io.npy;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.convlayers.io.DamagedFileException;
import org.convlayers.io.ElementType;
import org.convlayers.weights.Tensor;

/**
 * An open .npy file, from which any part is read when it is needed.
 *
 * <p>Several threads may read at once. An array in Fortran order is read whole when it is opened and held in C order.
 */
public final class NpyFile implements Closeable {
    private static final int CHUNK_BYTES = 1 << 20;

    /** The longest array that every Java machine gives. */
    private static final int MAX_ELEMENTS = Integer.MAX_VALUE - 8;

    private final Path path;
    private final FileChannel channel;
    private final NpyHeader header;
    private final float[] held;

    private NpyFile(Path path, FileChannel channel) throws IOException {
        this.path = path;
        this.channel = channel;
        InputStream in = new BufferedInputStream(Channels.newInputStream(channel));
        header = NpyHeader.read(in, channel.size(), path.toString());
        held = header.fortranOrder() ? readAll(in, header, path.toString()).data() : new float[0];
    }

    /**
     * Opens a file and checks its header against the file's length.
     *
     * @throws DamagedFileException if it is missing, damaged, or not numeric
     */
    @SuppressWarnings("MustBeClosed") // the channel is closed with this object
    public static NpyFile open(Path path) throws DamagedFileException {
        try {
            FileChannel channel = FileChannel.open(path);
            try {
                return new NpyFile(path, channel);
            } catch (IOException | RuntimeException | Error e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw DamagedFileException.because(path, e);
        }
    }

    /** The sizes of the array, outermost first. */
    public List<Integer> shape() {
        return header.shape();
    }

    /** How the file stores a number. */
    public ElementType type() {
        return header.type();
    }

    /** The number of values. */
    public long elements() {
        return header.elements();
    }

    /**
     * Reads values that follow each other in C order, where the last axis runs fastest.
     *
     * @param first the index of the first value
     * @param target where they go
     * @param offset where in {@code target} the first goes
     * @param count how many
     * @throws DamagedFileException if the file became shorter or cannot be read
     */
    public void read(long first, float[] target, int offset, int count) throws DamagedFileException {
        if (header.fortranOrder()) {
            System.arraycopy(held, (int) first, target, offset, count);
            return;
        }
        int bytes = header.type().bytes();
        int capacity = (int) Math.min(CHUNK_BYTES, (long) count * bytes);
        ByteBuffer buffer = ByteBuffer.allocate(capacity).order(header.order());
        for (int done = 0; done < count; ) {
            int step = Math.min(count - done, capacity / bytes);
            fill(buffer.clear().limit(step * bytes), header.length() + (first + done) * bytes);
            header.type().decode(buffer.flip(), target, offset + done, step);
            done += step;
        }
    }

    private void fill(ByteBuffer buffer, long position) throws DamagedFileException {
        try {
            while (buffer.hasRemaining()) {
                int read = channel.read(buffer, position + buffer.position());
                if (read < 0) {
                    throw new EOFException();
                }
            }
        } catch (IOException e) {
            throw DamagedFileException.because(path, e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /**
     * Reads a whole file.
     *
     * @throws DamagedFileException if it is missing, damaged, not numeric, or too large for one array
     */
    public static Tensor readAll(Path path) throws DamagedFileException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
            return readAll(in, Files.size(path), path.toString());
        } catch (IOException e) {
            throw DamagedFileException.because(path, e);
        }
    }

    static Tensor readAll(InputStream in, long bytes, String file) throws IOException {
        return readAll(in, NpyHeader.read(in, bytes, file), file);
    }

    private static Tensor readAll(InputStream in, NpyHeader header, String file) throws IOException {
        if (header.elements() > MAX_ELEMENTS) {
            throw new DamagedFileException(
                    file,
                    "an array of " + header.elements() + " values is too large; at most " + MAX_ELEMENTS + " are read");
        }
        float[] values = header.type().read(in, header.order(), (int) header.elements());
        return new Tensor(header.fortranOrder() ? toCOrder(values, header.shape()) : values, header.shape());
    }

    private static float[] toCOrder(float[] values, List<Integer> shape) {
        int rank = shape.size();
        int[] stride = new int[rank];
        for (int axis = 0, product = 1; axis < rank; axis++) {
            stride[axis] = product;
            product *= shape.get(axis);
        }
        float[] ordered = new float[values.length];
        int[] at = new int[rank];
        for (int i = 0, from = 0; i < ordered.length; i++) {
            ordered[i] = values[from];
            for (int axis = rank - 1; axis >= 0; axis--) {
                from += stride[axis];
                if (++at[axis] < shape.get(axis)) {
                    break;
                }
                from -= stride[axis] * at[axis];
                at[axis] = 0;
            }
        }
        return ordered;
    }
}
