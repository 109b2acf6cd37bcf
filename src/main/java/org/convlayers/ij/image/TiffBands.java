package org.convlayers.ij.image;

import ij.ImagePlus;
import ij.VirtualStack;
import ij.io.FileInfo;
import ij.io.FileOpener;
import ij.io.ImageReader;
import ij.process.ImageProcessor;
import java.io.BufferedInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.convlayers.io.DamagedFileException;

/**
 * The planes of a TIFF file, read by bands of rows, so that a plane need not fit in memory. ImageJ's own reader decodes each
 * band as if it were an image.
 */
final class TiffBands extends VirtualStack {
    private static final int BAND_BYTES = 4 << 20;

    private static final long UNSIGNED_MASK = 0xffff_ffffL;

    /** Types whose pixels lie in the file row by row, as ImageJ's reader gives them. */
    private static final Set<Integer> TYPES = Set.of(
            FileInfo.GRAY8,
            FileInfo.COLOR8,
            FileInfo.GRAY16_SIGNED,
            FileInfo.GRAY16_UNSIGNED,
            FileInfo.GRAY32_INT,
            FileInfo.GRAY32_UNSIGNED,
            FileInfo.GRAY32_FLOAT,
            FileInfo.RGB,
            FileInfo.BGR);

    private static final Set<Integer> COMPRESSIONS = Set.of(
            FileInfo.COMPRESSION_UNKNOWN,
            FileInfo.COMPRESSION_NONE,
            FileInfo.LZW,
            FileInfo.LZW_WITH_DIFFERENCING,
            FileInfo.ZIP,
            FileInfo.ZIP_WITH_DIFFERENCING,
            FileInfo.PACK_BITS);

    private final List<FileInfo> planes;
    private final FileInfo first;
    private final int bandHeight;

    /**
     * The planes that files' directories describe.
     *
     * @param infos one of a stack of ImageJ's, or one for each plane
     */
    TiffBands(List<FileInfo> infos) {
        this(infos, BAND_BYTES);
    }

    /**
     * As above.
     *
     * @param bandBytes about so many bytes are read at a time
     */
    TiffBands(List<FileInfo> infos, int bandBytes) {
        first = infos.get(0);
        planes = infos.size() == 1 ? ofStack(first) : infos;
        bandHeight = bandHeight(bandBytes);
    }

    /** Whether files of this kind can be read in bands. */
    static boolean canRead(List<FileInfo> infos) {
        return infos.stream()
                .allMatch(info -> TYPES.contains(info.fileType)
                        && COMPRESSIONS.contains(info.compression)
                        && !info.whiteIsZero
                        && (!isCut(info) || info.rowsPerStrip > 0));
    }

    private static List<FileInfo> ofStack(FileInfo info) {
        long bytes = (long) info.width * info.height * info.getBytesPerPixel() + info.getGap();
        return IntStream.range(0, Math.max(1, info.nImages))
                .mapToObj(plane -> {
                    FileInfo one = (FileInfo) info.clone();
                    one.nImages = 1;
                    one.longOffset = info.getOffset() + plane * bytes;
                    return one;
                })
                .toList();
    }

    /** Whether the rows of a plane do not simply follow each other in the file. */
    private static boolean isCut(FileInfo info) {
        return info.compression > FileInfo.COMPRESSION_NONE
                || (info.stripOffsets != null && info.stripOffsets.length > 1);
    }

    private int bandHeight(int bandBytes) {
        int rows = Math.max(1, bandBytes / first.getBytesPerPixel() / first.width);
        if (planes.stream().anyMatch(TiffBands::isCut)) {
            int strip = first.rowsPerStrip;
            rows = Math.max(1, rows / strip) * strip;
        }
        return Math.min(rows, first.height);
    }

    /** The number of rows of a band; the last one may have fewer. */
    int rows() {
        return bandHeight;
    }

    /**
     * The pixels of a band of a plane, as ImageJ stores them.
     *
     * @param plane from 0
     * @param band from 0
     */
    Object read(int plane, int band) {
        FileInfo info = planes.get(plane);
        int begin = band * bandHeight;
        int height = Math.min(bandHeight, info.height - begin);
        try {
            if (isCut(info)) {
                return readStrips(info, begin, height);
            }
            long offset = info.getOffset() + (long) begin * info.width * info.getBytesPerPixel();
            return decode(info, height, offset, new int[0], new int[0]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Object readStrips(FileInfo info, int begin, int height) throws IOException {
        Object pixels = null;
        int done = 0;
        while (done < height) {
            int strip = (begin + done) / info.rowsPerStrip;
            int rows = Math.min(info.rowsPerStrip, height - done);
            long offset = info.stripOffsets[strip] & UNSIGNED_MASK;
            int[] lengths = {info.stripLengths[strip]};
            Object part = info.compression > FileInfo.COMPRESSION_NONE
                    ? decode(info, rows, offset, new int[] {info.stripOffsets[strip]}, lengths)
                    : decode(info, rows, offset, new int[0], new int[0]);
            if (rows == height) {
                return part;
            }
            if (pixels == null) {
                pixels = Array.newInstance(part.getClass().getComponentType(), height * info.width);
            }
            System.arraycopy(part, 0, pixels, done * info.width, rows * info.width);
            done += rows;
        }
        return pixels;
    }

    /** Rows that lie at a place in the file, compressed if there is a strip. */
    private static Object decode(FileInfo info, int rows, long offset, int[] strip, int[] length) throws IOException {
        FileInfo part = (FileInfo) info.clone();
        part.height = rows;
        part.nImages = 1;
        part.offset = 0;
        part.longOffset = 0;
        part.stripOffsets = strip.length == 0 ? null : strip;
        part.stripLengths = strip.length == 0 ? null : length;
        try (FileInputStream file = new FileInputStream(info.getFilePath())) {
            file.getChannel().position(offset);
            InputStream stream = new BufferedInputStream(file, 1 << 16);
            Object pixels = new ImageReader(part).readPixels(stream, 0);
            if (pixels == null) {
                throw new DamagedFileException(info.getFilePath(), "rows at byte " + offset + " cannot be read");
            }
            return pixels;
        }
    }

    /** The first row of the file as an image, with whatever ImageJ knows of the file. */
    ImagePlus firstRow() {
        FileInfo row = (FileInfo) planes.get(0).clone();
        row.height = 1;
        row.nImages = 1;
        if (isCut(row)) {
            row.stripOffsets = Arrays.copyOf(row.stripOffsets, 1);
            row.stripLengths = Arrays.copyOf(row.stripLengths, 1);
        }
        return new FileOpener(row).openImage();
    }

    @Override
    public ImageProcessor getProcessor(int n) {
        return new FileOpener(planes.get(n - 1)).openProcessor();
    }

    @Override
    public int getSize() {
        return planes.size();
    }

    @Override
    public int size() {
        return planes.size();
    }

    @Override
    public int getWidth() {
        return first.width;
    }

    @Override
    public int getHeight() {
        return first.height;
    }

    @Override
    public String getSliceLabel(int n) {
        return first.sliceLabels == null || first.sliceLabels.length != planes.size() ? null : first.sliceLabels[n - 1];
    }
}
