package org.convlayers;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes TIFF files by hand, big endian, right or wrong: 8-bit pages with their pixels behind all directories. */
public final class TinyTiff {
    private static final int SHORT = 3;
    private static final int LONG = 4;

    private final List<int[][]> pages = new ArrayList<>();
    private int firstPixel;

    /** Adds a page; further entries are tag, type, count, value, and replace those of their tag. */
    public TinyTiff page(int width, int height, int[]... further) {
        List<int[]> entries = new ArrayList<>(List.of(
                new int[] {254, LONG, 1, 0},
                new int[] {256, LONG, 1, width},
                new int[] {257, LONG, 1, height},
                new int[] {258, SHORT, 1, 8},
                new int[] {273, LONG, 1, firstPixel},
                new int[] {279, LONG, 1, width * height}));
        for (int[] entry : further) {
            entries.removeIf(old -> old[0] == entry[0]);
            entries.add(entry);
        }
        pages.add(entries.toArray(int[][]::new));
        firstPixel += width * height;
        return this;
    }

    /** The place of a directory in the file. */
    public int directory(int page) {
        return 8
                + pages.subList(0, page).stream()
                        .mapToInt(entries -> 6 + 12 * entries.length)
                        .sum();
    }

    /** The place behind all directories, where the pixels start: page after page, each pixel 1 more than the last. */
    public int firstPixel() {
        return directory(pages.size());
    }

    /** The file. */
    public byte[] bytes() {
        ByteBuffer file = ByteBuffer.allocate(firstPixel() + firstPixel);
        file.putShort((short) 0x4d4d).putShort((short) 42).putInt(8);
        for (int page = 0; page < pages.size(); page++) {
            file.putShort((short) pages.get(page).length);
            for (int[] entry : pages.get(page)) {
                file.putShort((short) entry[0]).putShort((short) entry[1]).putInt(entry[2]);
                int value = entry[0] == 273 && entry[2] == 1 ? firstPixel() + entry[3] : entry[3];
                file.putInt(entry[1] == SHORT && entry[2] == 1 ? value << 16 : value);
            }
            file.putInt(page + 1 < pages.size() ? directory(page + 1) : 0);
        }
        for (int i = 0; file.hasRemaining(); i++) {
            file.put((byte) i);
        }
        return file.array();
    }

    /** Writes the file. */
    public Path write(Path file) throws IOException {
        return Files.write(file, bytes());
    }
}
