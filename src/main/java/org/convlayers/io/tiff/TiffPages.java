package org.convlayers.io.tiff;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.convlayers.io.DamagedFileException;

/**
 * What the image file directories of a TIFF file promise.
 *
 * @param count how many directories there are
 * @param reduced how many of them say that they hold a smaller copy of another image: thumbnails, pyramids
 */
public record TiffPages(int count, int reduced) {
    /**
     * Walks the directories of a classic TIFF file, of either byte order, and checks each against the size of the file
     * before any memory is taken for it: a decoder that believes a damaged count would read for hours.
     *
     * @throws DamagedFileException if a directory or a value that is needed to decode it lies outside of the file, if
     *     directories form a loop, or if they claim more than the file holds
     */
    public static TiffPages check(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            return new DirectoryWalk(TiffBytes.of(file.toString(), channel)).walk();
        }
    }
}
