package org.convlayers.io.tiff;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.convlayers.io.OutputFile;

/**
 * Writes a hyperstack to an uncompressed TIFF file, box by box, as ImageJ reads it.
 *
 * <p>Any number of threads may write boxes at the same time, in any order. When each pixel was written once, {@link #finish}
 * adds what is known only then and lets the file appear. Closed before, nothing is left. The file may be larger than 4 GB:
 * then it has one directory, and ImageJ finds the planes by their number in the description, as in its own files.
 *
 * <pre>{@code
 * try (TiffStackWriter writer = TiffStackWriter.create(OutputFile.create(target, List.of(input)), description)) {
 *     for (int plane = 0; plane < description.planes(); plane++) {
 *         writer.write(plane, 0, 0, width, height, values[plane], 0, width);
 *     }
 *     writer.finish(ranges);
 * }
 * }</pre>
 */
public final class TiffStackWriter implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 18;
    private static final int DIRECTORIES_AT_ONCE = 1024;

    private final OutputFile file;
    private final TiffStackDescription stack;
    private final TiffLayout layout;
    private final AtomicLong pixelsWritten = new AtomicLong();
    private final Queue<ByteBuffer> freeBuffers = new ConcurrentLinkedQueue<>();

    private TiffStackWriter(OutputFile file, TiffStackDescription stack) {
        this.file = file;
        this.stack = stack;
        this.layout = new TiffLayout(stack);
    }

    /**
     * Starts a file.
     *
     * @param file where to; closed by the writer
     * @param stack what the file says about itself
     * @throws IOException if the disk has not room enough for all planes
     */
    public static TiffStackWriter create(OutputFile file, TiffStackDescription stack) throws IOException {
        TiffStackWriter writer = new TiffStackWriter(file, stack);
        file.requireSpace(writer.layout.fileBytes());
        return writer;
    }

    /** What the file says about itself. */
    public TiffStackDescription description() {
        return stack;
    }

    /**
     * Writes a box of one plane. Threads may call it at the same time.
     *
     * @param plane the index of the plane, see {@link TiffStackDescription#plane}
     * @param x the first column
     * @param y the first row
     * @param width columns of the box
     * @param height rows of the box
     * @param values holds the pixels of the box; stored as the stack's type
     * @param offset where the first pixel of the box is in {@code values}
     * @param rowStride from a row to the next in {@code values}
     * @throws IndexOutOfBoundsException if the box is not within the plane or its pixels not within {@code values}
     */
    public void write(int plane, int x, int y, int width, int height, float[] values, int offset, int rowStride)
            throws IOException {
        Objects.checkIndex(plane, stack.planes());
        Objects.checkFromIndexSize(x, width, stack.width());
        Objects.checkFromIndexSize(y, height, stack.height());
        boolean isContiguous = width == stack.width() && rowStride == width;
        int runs = isContiguous ? 1 : height;
        int runLength = isContiguous ? width * height : width;
        long rowBytes = (long) stack.width() * stack.type().bytes();
        long position = layout.planeOffset(plane)
                + y * rowBytes
                + (long) x * stack.type().bytes();
        for (int run = 0; run < runs; run++) {
            write(values, offset + run * rowStride, runLength, position + run * rowBytes);
        }
        pixelsWritten.addAndGet((long) width * height);
    }

    private void write(float[] values, int offset, int count, long position) throws IOException {
        Objects.checkFromIndexSize(offset, count, values.length);
        ByteBuffer polled = freeBuffers.poll();
        ByteBuffer buffer = polled == null ? ByteBuffer.allocateDirect(BUFFER_BYTES) : polled;
        int most = BUFFER_BYTES / stack.type().bytes();
        for (int done = 0; done < count; ) {
            int part = Math.min(most, count - done);
            stack.type().put(values, offset + done, part, buffer.clear());
            file.write(buffer.flip(), position + (long) done * stack.type().bytes());
            done += part;
        }
        freeBuffers.add(buffer);
    }

    /**
     * Writes what is known at the end only, and lets the file appear.
     *
     * @param ranges the display range of each channel
     * @throws IllegalArgumentException if there is not one range a channel
     * @throws IllegalStateException if not as many pixels were written as the stack has
     */
    public void finish(List<DisplayRange> ranges) throws IOException {
        if (ranges.size() != stack.channels()) {
            throw new IllegalArgumentException(
                    "there are " + stack.channels() + " channels, but got " + ranges.size() + " display ranges");
        }
        long pixels = Math.multiplyExact((long) stack.width() * stack.height(), stack.planes());
        if (pixelsWritten.get() != pixels) {
            throw new IllegalStateException(
                    "the stack has " + pixels + " pixels, but " + pixelsWritten + " were written");
        }
        file.write(layout.head(ranges), 0);
        if (layout.hasFurtherDirectories()) {
            writeFurtherDirectories();
        }
        file.commit();
    }

    private void writeFurtherDirectories() throws IOException {
        for (int plane = 1; plane < stack.planes(); plane += DIRECTORIES_AT_ONCE) {
            int to = Math.min(stack.planes(), plane + DIRECTORIES_AT_ONCE);
            file.write(layout.furtherDirectories(plane, to), layout.furtherOffset(plane));
        }
    }

    /** Removes the file unless it is finished. */
    @Override
    public void close() throws IOException {
        file.close();
    }
}
