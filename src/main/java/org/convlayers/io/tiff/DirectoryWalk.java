package org.convlayers.io.tiff;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import org.convlayers.io.DamagedFileException;

/**
 * Follows the chain of directories of a TIFF file.
 *
 * <p>Of the values that lie outside of their directory it checks those that ImageJ reads; what other programs keep in tags
 * of their own may be as it is.
 */
final class DirectoryWalk {
    /** ImageJ takes a directory with more entries for none. */
    private static final int MAX_ENTRIES = 1000;

    private static final int ENTRY_BYTES = 12;
    private static final int INLINE_BYTES = 4;

    /** The bytes of a value by its type, from 1 (BYTE) to 12 (DOUBLE). */
    private static final int[] TYPE_BYTES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8};

    private static final int NEW_SUBFILE_TYPE = 254;
    private static final int BITS_PER_SAMPLE = 258;
    private static final int IMAGE_DESCRIPTION = 270;
    private static final int STRIP_OFFSETS = 273;
    private static final int STRIP_BYTE_COUNTS = 279;
    private static final int X_RESOLUTION = 282;
    private static final int Y_RESOLUTION = 283;
    private static final int SOFTWARE = 305;
    private static final int DATE_TIME = 306;
    private static final int ARTIST = 315;
    private static final int HOST_COMPUTER = 316;
    private static final int COLOR_MAP = 320;
    private static final int META_DATA_BYTE_COUNTS = 50838;
    private static final int META_DATA = 50839;

    private static final Set<Integer> FOLLOWED = Set.of(
            BITS_PER_SAMPLE,
            IMAGE_DESCRIPTION,
            STRIP_OFFSETS,
            STRIP_BYTE_COUNTS,
            X_RESOLUTION,
            Y_RESOLUTION,
            SOFTWARE,
            DATE_TIME,
            ARTIST,
            HOST_COMPUTER,
            COLOR_MAP,
            META_DATA_BYTE_COUNTS,
            META_DATA);

    private final TiffBytes bytes;
    private final MetadataCheck metadata;
    private final Set<Long> visited = new HashSet<>();
    private long directoryBytes;
    private long listBytes;
    private int reduced;

    DirectoryWalk(TiffBytes bytes) {
        this.bytes = bytes;
        this.metadata = new MetadataCheck(bytes);
    }

    /** An entry of a directory; count and value are unsigned. */
    record Entry(int tag, int type, long count, long value) {
        long valueBytes() {
            return type < TYPE_BYTES.length ? count * TYPE_BYTES[type] : 0;
        }

        @Override
        public String toString() {
            return "the value of tag " + tag;
        }
    }

    /** Walks to the end of the chain. */
    TiffPages walk() throws IOException {
        ByteBuffer header = bytes.read("the header", 0, TiffBytes.HEADER_BYTES);
        long offset = Integer.toUnsignedLong(header.getInt(Integer.BYTES));
        while (offset != 0) {
            if (!visited.add(offset)) {
                throw bytes.damaged("the TIFF file is damaged: directory " + visited.size()
                        + " is followed by one before it, at byte " + offset);
            }
            offset = next(offset);
        }
        if (visited.isEmpty()) {
            throw bytes.damaged("the TIFF file holds no image");
        }
        return new TiffPages(visited.size(), reduced);
    }

    /** Checks a directory and returns the place of the next one; 0 if there is none. */
    private long next(long offset) throws IOException {
        String name = "directory " + visited.size();
        int entries = Short.toUnsignedInt(bytes.read(name, offset, Short.BYTES).getShort());
        if (entries < 1 || entries > MAX_ENTRIES) {
            throw bytes.damaged("the TIFF file is damaged: " + name + ", at byte " + offset + ", has " + entries
                    + " entries; possible are 1 to " + MAX_ENTRIES);
        }
        long length = (long) ENTRY_BYTES * entries + Integer.BYTES;
        ByteBuffer directory = bytes.read(name, offset + Short.BYTES, length);
        directoryBytes += length;
        for (int i = 0; i < entries; i++) {
            check(entry(directory));
            requirePlausible();
        }
        return Integer.toUnsignedLong(directory.getInt());
    }

    private static Entry entry(ByteBuffer directory) {
        int tag = Short.toUnsignedInt(directory.getShort());
        int type = Short.toUnsignedInt(directory.getShort());
        long count = Integer.toUnsignedLong(directory.getInt());
        int at = directory.position();
        boolean isShort = type == 3 && count == 1;
        long value = isShort ? Short.toUnsignedInt(directory.getShort()) : Integer.toUnsignedLong(directory.getInt());
        directory.position(at + INLINE_BYTES);
        return new Entry(tag, type, count, value);
    }

    private void check(Entry entry) throws IOException {
        if (entry.tag == NEW_SUBFILE_TYPE && (entry.value & 1) == 1) {
            reduced++;
        }
        if (FOLLOWED.contains(entry.tag)) {
            requireInside(entry);
        }
        switch (entry.tag) {
            case STRIP_OFFSETS, STRIP_BYTE_COUNTS -> listBytes += entry.valueBytes();
            case META_DATA_BYTE_COUNTS -> listBytes += metadata.counts(entry);
            case META_DATA -> listBytes += metadata.values(entry);
            default -> {}
        }
    }

    private void requireInside(Entry entry) throws DamagedFileException {
        if (entry.count == 0 || entry.type == 0 || entry.type >= TYPE_BYTES.length) {
            throw bytes.damaged("the TIFF file is damaged: " + entry + " has " + entry.count + " elements of type "
                    + entry.type + "; possible are types 1 to " + (TYPE_BYTES.length - 1));
        }
        if (entry.valueBytes() > INLINE_BYTES) {
            bytes.requireInside(entry.toString(), entry.value, entry.valueBytes());
        }
    }

    /**
     * Directories do not overlap, so that together they are smaller than the file; lists may be shared, but each strip has
     * bytes of its own. This bounds what a decoder reads and keeps.
     */
    private void requirePlausible() throws DamagedFileException {
        if (directoryBytes > bytes.size() || listBytes / 2 > bytes.size()) {
            throw bytes.damaged("the TIFF file is damaged: its first " + visited.size() + " directories claim "
                    + Math.max(directoryBytes, listBytes) + " bytes of a file of " + bytes.size());
        }
    }
}
