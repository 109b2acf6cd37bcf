package org.convlayers.ij.image;

import ij.io.FileInfo;
import ij.io.TiffDecoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.convlayers.io.DamagedFileException;
import org.convlayers.io.tiff.TiffPages;

/**
 * Whether ImageJ would show all the pixels that a TIFF file promises: it fills what is missing with black, leaves planes out,
 * and opens only the first of pages that differ, without a word.
 */
final class TiffPixels {
    /** No method of TIFF packs better: Deflate 1032 to 1, LZW 3838 bytes in 12 bits, PackBits 128 in 2 bytes. */
    private static final long MAX_COMPRESSION = 2600;

    private static final long UNSIGNED_MASK = 0xffff_ffffL;

    private final Path file;
    private final long fileBytes;

    private TiffPixels(Path file, long fileBytes) {
        this.file = file;
        this.fileBytes = fileBytes;
    }

    /**
     * Checks a file before it is opened.
     *
     * @param file with its folder
     * @throws DamagedFileException if it is damaged, or if ImageJ cannot open all of it
     */
    static void requireWhole(Path file) throws IOException {
        // First, because ImageJ's decoder believes every count that it finds.
        TiffPages pages = TiffPages.check(file);
        FileInfo[] infos =
                new TiffDecoder(file.getParent() + "/", file.getFileName().toString()).getTiffInfo();
        TiffPixels pixels = new TiffPixels(file, Files.size(file));
        if (infos == null || infos.length == 0) {
            throw pixels.fault("the TIFF file holds no image that ImageJ can open");
        }
        for (FileInfo info : pixels.opened(List.of(infos), pages)) {
            pixels.requirePixels(info);
        }
        pixels.requireRegions(infos[0]);
    }

    private void requireRegions(FileInfo info) throws DamagedFileException {
        Stream<byte[]> overlay = info.overlay == null ? Stream.empty() : Arrays.stream(info.overlay);
        if (!Stream.concat(Stream.ofNullable(info.roi), overlay).allMatch(RoiBytes::arePlausible)) {
            throw fault("the TIFF file is damaged: a region of interest in it claims more than it holds");
        }
    }

    /** The pages that ImageJ opens: all, if they are alike, else the first, which is right if the others are copies of it. */
    private List<FileInfo> opened(List<FileInfo> infos, TiffPages pages) throws DamagedFileException {
        FileInfo first = infos.get(0);
        if (first.nImages > 1) {
            return List.of(first); // what follows a stack of ImageJ says the same once more
        }
        int lost = pages.count() - infos.size();
        if (lost > pages.reduced()) {
            throw fault("ImageJ can open only " + infos.size() + " of the " + pages.count() + " pages");
        }
        for (FileInfo info : infos) {
            boolean isAlike =
                    info.width == first.width && info.height == first.height && info.fileType == first.fileType;
            if (!isAlike && pages.count() - pages.reduced() > 1) {
                throw fault("page " + (infos.indexOf(info) + 1) + " has " + describe(info) + ", page 1 has "
                        + describe(first) + "; the pages of a stack have one size and type");
            }
            if (!isAlike) {
                return List.of(first);
            }
        }
        return infos;
    }

    private void requirePixels(FileInfo info) throws DamagedFileException {
        if (info.width < 1 || info.height < 1 || (long) info.width * info.height > Integer.MAX_VALUE) {
            throw fault("an image of " + size(info) + " pixels is not possible; allowed are 1 to " + Integer.MAX_VALUE
                    + " pixels");
        }
        if (info.nImages > 1) {
            requireImages(info);
        } else {
            requireStrips(info);
        }
    }

    /** The images of ImageJ's stacks follow one another; only the first has a directory that counts. */
    private void requireImages(FileInfo info) throws DamagedFileException {
        long there = Math.max(0, (fileBytes - info.getOffset()) / imageBytes(info));
        if (there < info.nImages) {
            throw fault("the file ends too early: it promises " + info.nImages + " images of " + describe(info)
                    + " and has the bytes of " + there);
        }
    }

    private void requireStrips(FileInfo info) throws DamagedFileException {
        boolean isCompressed = info.compression > FileInfo.COMPRESSION_NONE;
        int strips = info.stripOffsets == null ? 0 : info.stripOffsets.length;
        if (strips == 1 && !isCompressed) {
            requireEnd(info.getOffset() + imageBytes(info));
        }
        if (strips == 1 && !isCompressed && info.stripLengths == null) {
            return; // programs of old leave the length out
        }
        int lengths = info.stripLengths == null ? 0 : info.stripLengths.length;
        if (strips == 0 || strips != lengths) {
            throw fault("the TIFF file is damaged: it gives the places of " + strips
                    + " strips of pixels and the lengths of " + lengths);
        }
        for (int i = 0; i < strips; i++) {
            requireEnd(Integer.toUnsignedLong(info.stripOffsets[i]) + Integer.toUnsignedLong(info.stripLengths[i]));
        }
        long stored = Arrays.stream(info.stripLengths)
                .mapToLong(Integer::toUnsignedLong)
                .sum();
        long needed = isCompressed ? imageBytes(info) / MAX_COMPRESSION : imageBytes(info);
        // The length of one strip of more than 4 GB does not fit: its lower 32 bits are stored.
        if (stored < needed && stored != (needed & UNSIGNED_MASK)) {
            throw fault("the TIFF file is damaged: " + describe(info) + " need at least " + needed
                    + " bytes, its strips have " + stored);
        }
    }

    private void requireEnd(long end) throws DamagedFileException {
        if (end > fileBytes) {
            throw fault("the file ends too early: its pixels need " + end + " bytes, it has " + fileBytes);
        }
    }

    /** The bytes of an image that is not compressed; rows start at whole bytes. */
    private static long imageBytes(FileInfo info) {
        return (info.width * bits(info) + Byte.SIZE - 1) / Byte.SIZE * info.height;
    }

    private static long bits(FileInfo info) {
        return switch (info.fileType) {
            case FileInfo.BITMAP -> 1;
            case FileInfo.GRAY10_UNSIGNED -> 10;
            case FileInfo.GRAY12_UNSIGNED -> 12;
            default -> (long) Byte.SIZE * info.getBytesPerPixel();
        };
    }

    private static String describe(FileInfo info) {
        return size(info) + " pixels of " + bits(info) + " bits";
    }

    private static String size(FileInfo info) {
        return info.width + " x " + info.height;
    }

    private DamagedFileException fault(String fault) {
        return new DamagedFileException(file.toString(), fault);
    }
}
