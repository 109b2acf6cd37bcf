package org.convlayers.io.tiff;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.convlayers.io.DamagedFileException;

/**
 * Checks the lengths in ImageJ's metadata, which its decoder takes memory by.
 *
 * <p>One tag lists the lengths of the parts, of which the first is a head; the other holds the parts. The head starts with a
 * magic number and says, for each kind of part, how many there are.
 */
final class MetadataCheck {
    private static final int MAGIC = 0x494a_494a;
    private static final int HEAD_MIN_BYTES = 12;
    private static final int HEAD_MAX_BYTES = 804;
    private static final int KIND_BYTES = 8;

    private final TiffBytes bytes;
    private long headBytes;
    private long parts;
    private long partBytes;

    MetadataCheck(TiffBytes bytes) {
        this.bytes = bytes;
    }

    /**
     * Reads the lengths.
     *
     * @return how many bytes a decoder takes for the list
     */
    long counts(DirectoryWalk.Entry entry) throws IOException {
        headBytes = 0;
        parts = entry.count();
        partBytes = 0;
        if (parts > 1) {
            ByteBuffer lengths = bytes.read(entry.toString(), entry.value(), parts * Integer.BYTES);
            headBytes = Integer.toUnsignedLong(lengths.getInt(0));
            while (lengths.hasRemaining()) {
                partBytes += Integer.toUnsignedLong(lengths.getInt());
            }
        }
        return parts * Integer.BYTES;
    }

    /**
     * Checks the parts, whose lengths may come from a directory before.
     *
     * @return how many bytes a decoder takes for them
     */
    long values(DirectoryWalk.Entry entry) throws IOException {
        if (headBytes < HEAD_MIN_BYTES || headBytes > HEAD_MAX_BYTES) {
            return 0;
        }
        bytes.requireInside("ImageJ's metadata", entry.value(), partBytes);
        ByteBuffer head = bytes.read("the head of ImageJ's metadata", entry.value(), headBytes);
        if (head.getInt() == MAGIC) {
            requireParts(head);
        }
        return partBytes;
    }

    private void requireParts(ByteBuffer head) throws DamagedFileException {
        long claimed = 0;
        while (head.remaining() >= KIND_BYTES) {
            head.getInt();
            claimed += Integer.toUnsignedLong(head.getInt());
        }
        if (claimed > parts - 1) {
            throw bytes.damaged("the TIFF file is damaged: ImageJ's metadata claim " + claimed + " parts, but "
                    + (parts - 1) + " have a length");
        }
    }
}
