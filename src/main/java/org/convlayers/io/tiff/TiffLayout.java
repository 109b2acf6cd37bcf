package org.convlayers.io.tiff;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import org.convlayers.io.SampleType;

/**
 * Where everything lies in the file, and the bytes of all but the pixels.
 *
 * <p>Header, first directory with its values, all planes without a gap, and, where 32-bit offsets reach, a directory for each
 * further plane: ImageJ needs the first only, and other programs see a stack by the others. The head has the same length
 * whatever the display ranges are, so that it can be written last.
 */
final class TiffLayout {
    private static final int HEADER_BYTES = 8;
    private static final short MAGIC = 42;
    private static final long PIXEL_ALIGNMENT = 16;
    private static final long OFFSET_LIMIT = 0xffff_ffffL;

    private static final int NEW_SUBFILE_TYPE = 254;
    private static final int IMAGE_WIDTH = 256;
    private static final int IMAGE_LENGTH = 257;
    private static final int BITS_PER_SAMPLE = 258;
    private static final int COMPRESSION = 259;
    private static final int PHOTOMETRIC_INTERPRETATION = 262;
    private static final int IMAGE_DESCRIPTION = 270;
    private static final int STRIP_OFFSETS = 273;
    private static final int SAMPLES_PER_PIXEL = 277;
    private static final int ROWS_PER_STRIP = 278;
    private static final int STRIP_BYTE_COUNTS = 279;
    private static final int X_RESOLUTION = 282;
    private static final int Y_RESOLUTION = 283;
    private static final int RESOLUTION_UNIT = 296;
    private static final int SAMPLE_FORMAT = 339;
    private static final int META_DATA_BYTE_COUNTS = 50838;
    private static final int META_DATA = 50839;

    private static final int NO_COMPRESSION = 1;
    private static final int BLACK_IS_ZERO = 1;
    /** The unit stands in the description; ImageJ takes inches of this tag for 72 dots an inch, and cm for um. */
    private static final int NO_UNIT = 1;

    private static final int UNSIGNED = 1;
    private static final int FLOATING_POINT = 3;

    private final TiffStackDescription stack;
    private final long pixelOffset;
    private final int furtherBytes;

    TiffLayout(TiffStackDescription stack) {
        this.stack = stack;
        List<DisplayRange> any = Collections.nCopies(stack.channels(), new DisplayRange(0, 1));
        this.pixelOffset = align(HEADER_BYTES + firstDirectory(0, any).bytes(), PIXEL_ALIGNMENT);
        this.furtherBytes = imageDirectory(0).bytes();
    }

    /** Where a plane starts, in bytes; the index after the last gives the end of the planes. */
    long planeOffset(int plane) {
        return pixelOffset + plane * stack.planeBytes();
    }

    /** The length of the whole file. */
    long fileBytes() {
        return hasFurtherDirectories() ? furtherOffset(stack.planes()) : planeOffset(stack.planes());
    }

    /** Whether planes but the first have directories: where 32-bit offsets reach that far. */
    boolean hasFurtherDirectories() {
        return stack.planes() > 1 && furtherOffset(stack.planes()) <= OFFSET_LIMIT;
    }

    /** Where the directory of a plane but the first lies; the index after the last gives the end of the directories. */
    long furtherOffset(int plane) {
        return align(planeOffset(stack.planes()), 2) + (plane - 1) * (long) furtherBytes;
    }

    /**
     * The bytes before the first plane.
     *
     * @param ranges the display range of each channel
     */
    ByteBuffer head(List<DisplayRange> ranges) {
        ByteBuffer head = ByteBuffer.allocate(Math.toIntExact(pixelOffset));
        head.put((byte) 'M').put((byte) 'M').putShort(MAGIC).putInt(HEADER_BYTES);
        long next = hasFurtherDirectories() ? furtherOffset(1) : 0;
        firstDirectory(pixelOffset, ranges).write(head, HEADER_BYTES, next);
        return head.rewind();
    }

    /**
     * The directories of some planes but the first.
     *
     * @param from the first of these planes
     * @param to the plane after the last of them
     */
    ByteBuffer furtherDirectories(int from, int to) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(to - from, furtherBytes));
        for (int plane = from; plane < to; plane++) {
            long next = plane + 1 < stack.planes() ? furtherOffset(plane + 1) : 0;
            imageDirectory(planeOffset(plane)).write(bytes, furtherOffset(plane), next);
        }
        return bytes.rewind();
    }

    private Directory firstDirectory(long pixels, List<DisplayRange> ranges) {
        ImageJMetadata metadata = ImageJMetadata.of(stack, ranges);
        return imageDirectory(pixels)
                .addText(IMAGE_DESCRIPTION, ImageDescription.encode(stack, ranges.get(0)))
                .addLongs(META_DATA_BYTE_COUNTS, metadata.byteCounts())
                .addBytes(META_DATA, metadata.data());
    }

    private Directory imageDirectory(long pixels) {
        return new Directory()
                .addLong(NEW_SUBFILE_TYPE, 0)
                .addLong(IMAGE_WIDTH, stack.width())
                .addLong(IMAGE_LENGTH, stack.height())
                .addShort(BITS_PER_SAMPLE, Byte.SIZE * stack.type().bytes())
                .addShort(COMPRESSION, NO_COMPRESSION)
                .addShort(PHOTOMETRIC_INTERPRETATION, BLACK_IS_ZERO)
                .addLong(STRIP_OFFSETS, pixels)
                .addShort(SAMPLES_PER_PIXEL, 1)
                .addLong(ROWS_PER_STRIP, stack.height())
                .addLong(STRIP_BYTE_COUNTS, stack.planeBytes())
                .addRational(
                        X_RESOLUTION, Rational.near(1 / stack.calibration().x().size()))
                .addRational(
                        Y_RESOLUTION, Rational.near(1 / stack.calibration().y().size()))
                .addShort(RESOLUTION_UNIT, NO_UNIT)
                .addShort(SAMPLE_FORMAT, stack.type() == SampleType.FLOAT32 ? FLOATING_POINT : UNSIGNED);
    }

    private static long align(long offset, long multiple) {
        return (offset + multiple - 1) / multiple * multiple;
    }
}
