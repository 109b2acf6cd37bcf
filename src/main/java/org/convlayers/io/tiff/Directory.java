package org.convlayers.io.tiff;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;

/** An image file directory of TIFF 6.0, big endian, followed by those of its values that need more than four bytes. */
final class Directory {
    private static final int BYTE = 1;
    private static final int ASCII = 2;
    private static final int SHORT = 3;
    private static final int LONG = 4;
    private static final int RATIONAL = 5;

    private static final int ENTRY_BYTES = 12;
    private static final int INLINE_BYTES = 4;

    /** By tag: TIFF wants them in ascending order. */
    private final SortedMap<Integer, Entry> byTag = new TreeMap<>();

    private record Entry(int tag, int type, int count, ByteBuffer value) {
        boolean isInline() {
            return value.capacity() <= INLINE_BYTES;
        }

        /** Values start at even offsets. */
        int outsideBytes() {
            return isInline() ? 0 : value.capacity() + value.capacity() % 2;
        }
    }

    /** Adds a 16-bit number. */
    Directory addShort(int tag, int value) {
        return add(tag, SHORT, 1, ByteBuffer.allocate(Short.BYTES).putShort((short) value));
    }

    /** Adds an unsigned 32-bit number. */
    Directory addLong(int tag, long value) {
        return add(tag, LONG, 1, ByteBuffer.allocate(Integer.BYTES).putInt((int) value));
    }

    /** Adds 32-bit numbers, given as bytes. */
    Directory addLongs(int tag, byte[] values) {
        return add(tag, LONG, values.length / Integer.BYTES, ByteBuffer.wrap(values));
    }

    Directory addRational(int tag, Rational value) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * Integer.BYTES);
        return add(tag, RATIONAL, 1, bytes.putInt((int) value.numerator()).putInt((int) value.denominator()));
    }

    /** Adds a text that ends with 0. */
    Directory addText(int tag, byte[] text) {
        return add(tag, ASCII, text.length, ByteBuffer.wrap(text));
    }

    Directory addBytes(int tag, byte[] bytes) {
        return add(tag, BYTE, bytes.length, ByteBuffer.wrap(bytes));
    }

    private Directory add(int tag, int type, int count, ByteBuffer value) {
        byTag.put(tag, new Entry(tag, type, count, value.clear()));
        return this;
    }

    private int directoryBytes() {
        return Short.BYTES + ENTRY_BYTES * byTag.size() + Integer.BYTES;
    }

    /** The length of the directory and its values. */
    int bytes() {
        return byTag.values().stream().mapToInt(Entry::outsideBytes).reduce(directoryBytes(), Math::addExact);
    }

    /**
     * Appends the directory and its values to a buffer.
     *
     * @param offset the place in the file of the buffer's position
     * @param next the place of the next directory; 0 if there is none
     */
    void write(ByteBuffer target, long offset, long next) {
        if (target.order() != ByteOrder.BIG_ENDIAN) {
            throw new IllegalArgumentException("directories are big endian");
        }
        Collection<Entry> entries = byTag.values();
        target.putShort((short) entries.size());
        long outside = offset + directoryBytes();
        for (Entry entry : entries) {
            target.putShort((short) entry.tag).putShort((short) entry.type).putInt(entry.count);
            if (entry.isInline()) {
                target.put(entry.value.duplicate());
                target.position(target.position() + INLINE_BYTES - entry.value.capacity());
            } else {
                target.putInt((int) outside);
            }
            outside += entry.outsideBytes();
        }
        target.putInt((int) next);
        for (Entry entry : entries) {
            if (!entry.isInline()) {
                target.put(entry.value.duplicate());
                target.position(target.position() + entry.value.capacity() % 2);
            }
        }
    }
}
