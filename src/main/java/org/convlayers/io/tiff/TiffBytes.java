package org.convlayers.io.tiff;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import org.convlayers.io.DamagedFileException;

/** The bytes of a TIFF file, in its byte order; what lies outside of the file is an error that says so. */
final class TiffBytes {
    static final int HEADER_BYTES = 8;
    private static final short MAGIC = 42;

    private final String file;
    private final FileChannel channel;
    private final long size;
    private final ByteOrder order;

    private TiffBytes(String file, FileChannel channel, long size, ByteOrder order) {
        this.file = file;
        this.channel = channel;
        this.size = size;
        this.order = order;
    }

    /**
     * Reads the byte order.
     *
     * @param file how errors name the file
     */
    static TiffBytes of(String file, FileChannel channel) throws IOException {
        TiffBytes unknown = new TiffBytes(file, channel, channel.size(), ByteOrder.BIG_ENDIAN);
        ByteBuffer header = unknown.read("the header", 0, HEADER_BYTES);
        ByteOrder order = switch (header.getShort()) {
            case 'M' << 8 | 'M' -> ByteOrder.BIG_ENDIAN;
            case 'I' << 8 | 'I' -> ByteOrder.LITTLE_ENDIAN;
            default -> throw unknown.damaged("this is no TIFF file: it does not start with II or MM");
        };
        if (header.order(order).getShort() != MAGIC) {
            throw unknown.damaged("this is no TIFF file of 32-bit offsets: its third byte is not 42");
        }
        return new TiffBytes(file, channel, unknown.size, order);
    }

    /** The length of the file. */
    long size() {
        return size;
    }

    /**
     * Reads bytes.
     *
     * @param what how an error names them
     * @throws DamagedFileException if they are not in the file
     */
    ByteBuffer read(String what, long offset, long length) throws IOException {
        requireInside(what, offset, length);
        if (length > Integer.MAX_VALUE) {
            throw damaged(what + " needs " + length + " bytes, too many to be true");
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) length);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, offset + bytes.position()) < 0) {
                throw damaged("the file ends too early: it became shorter while it was read");
            }
        }
        return bytes.flip().order(order);
    }

    /**
     * Checks a place.
     *
     * @throws DamagedFileException if it is not in the file
     */
    void requireInside(String what, long offset, long length) throws DamagedFileException {
        if (length > size - offset) {
            throw damaged("the TIFF file is damaged or ends too early: " + what + " lies at bytes " + offset + " to "
                    + (offset + length) + " of " + size);
        }
    }

    DamagedFileException damaged(String fault) {
        return new DamagedFileException(file, fault);
    }
}
