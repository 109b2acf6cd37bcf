package org.convlayers.ij;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileInfo;
import ij.io.Opener;
import ij.io.TiffDecoder;
import ij.plugin.FileInfoVirtualStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.convlayers.io.DamagedFileException;

/**
 * Opens what ImageJ opens, without a window, and says so where ImageJ would give part of an image or nothing.
 *
 * <p>ImageJ itself prints some of its complaints to standard output.
 */
final class ImageFiles {
    /** Larger files than this share of the memory are read plane by plane. */
    private static final int MEMORY_FRACTION = 4;

    private ImageFiles() {}

    /**
     * Opens an image; a large TIFF as a virtual stack.
     *
     * @throws DamagedFileException if it does not exist, is not an image that ImageJ knows, or is not whole
     */
    static ImagePlus open(Path file) throws DamagedFileException {
        try {
            if (!Files.isRegularFile(file)) {
                Files.size(file); // says why, if there is nothing
                throw new DamagedFileException(file.toString(), "this is no file");
            }
            return openWhole(file.toAbsolutePath());
        } catch (IOException e) {
            throw DamagedFileException.because(file, e);
        } catch (RuntimeException e) {
            throw new DamagedFileException(file.toString(), "the file is damaged; ImageJ fails with " + e);
        }
    }

    private static ImagePlus openWhole(Path file) throws IOException {
        Opener opener = new Opener();
        opener.setSilentMode(true);
        int type = opener.getFileType(file.toString());
        if (type == Opener.TIFF) {
            requireWhole(file, tiffInfo(file));
            if (Files.size(file) > Runtime.getRuntime().maxMemory() / MEMORY_FRACTION) {
                return openVirtual(file);
            }
        } else if (type == Opener.JPEG) {
            requireWholeJpeg(file);
        }
        ImagePlus image = opener.openImage(file.toString());
        if (image == null) {
            throw new DamagedFileException(file.toString(), fault());
        }
        return image;
    }

    private static String fault() {
        String message = IJ.getErrorMessage();
        return message == null || message.startsWith("Unsupported format")
                ? "ImageJ cannot open this file as an image"
                : message;
    }

    private static FileInfo[] tiffInfo(Path file) throws IOException {
        FileInfo[] directories =
                new TiffDecoder(file.getParent() + "/", file.getFileName().toString()).getTiffInfo();
        if (directories == null || directories.length == 0) {
            throw new DamagedFileException(file.toString(), "the TIFF file holds no image that ImageJ can open");
        }
        return directories;
    }

    /** ImageJ fills what is missing of a TIFF file with black, or leaves planes out. */
    private static void requireWhole(Path file, FileInfo[] directories) throws IOException {
        long size = Files.size(file);
        for (FileInfo directory : directories) {
            long end = end(directory);
            if (end > size) {
                throw new DamagedFileException(
                        file.toString(), "the file ends too early: its pixels need " + end + " bytes, it has " + size);
            }
        }
    }

    /** The place behind the last byte of the pixels of a directory. */
    private static long end(FileInfo info) {
        if (info.nImages > 1 || info.stripOffsets == null) {
            long plane = (long) info.width * info.height * info.getBytesPerPixel();
            return info.compression > FileInfo.COMPRESSION_NONE
                    ? info.getOffset()
                    : info.getOffset() + info.nImages * plane + (info.nImages - 1) * info.getGap();
        }
        return IntStream.range(0, info.stripOffsets.length)
                .mapToLong(i -> Integer.toUnsignedLong(info.stripOffsets[i]) + info.stripLengths[i])
                .max()
                .orElse(0);
    }

    /**
     * Opens a TIFF whose planes are read when they are needed.
     *
     * @throws DamagedFileException if ImageJ cannot
     */
    static ImagePlus openVirtual(Path file) throws IOException {
        ImagePlus image = FileInfoVirtualStack.openVirtual(file.toString());
        if (image == null) {
            throw new DamagedFileException(file.toString(), fault());
        }
        // ImageJ restores the properties of stacks that it reads into memory, but not of these.
        image.setProperties(image.getOriginalFileInfo().properties);
        return image;
    }

    /** Readers of JPEG fill what is missing with gray and only warn. */
    private static void requireWholeJpeg(Path file) throws IOException {
        try (ImageInputStream stream = ImageIO.createImageInputStream(file.toFile())) {
            ImageReader reader = ImageIO.getImageReadersByFormatName("jpeg").next();
            AtomicReference<String> warning = new AtomicReference<>();
            reader.addIIOReadWarningListener((source, message) -> warning.set(message));
            reader.setInput(stream);
            reader.read(0);
            reader.dispose();
            if (warning.get() != null) {
                throw new DamagedFileException(file.toString(), "the JPEG file is damaged: " + warning.get());
            }
        }
    }
}
