package org.convlayers.ij.image;

import ij.IJ;
import ij.ImagePlus;
import ij.io.Opener;
import ij.plugin.FileInfoVirtualStack;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.convlayers.io.DamagedFileException;
import org.convlayers.io.Failure;

/**
 * Opens what ImageJ opens, without a window, and says so where ImageJ would give part of an image or nothing.
 *
 * <p>ImageJ itself prints some of its complaints to standard output.
 */
public final class ImageFiles {
    /** Larger files than this share of the memory are read plane by plane. */
    private static final int MEMORY_FRACTION = 4;

    private ImageFiles() {}

    /**
     * Opens an image; a large TIFF as a virtual stack.
     *
     * @throws DamagedFileException if it does not exist, is not an image that ImageJ knows, or is not whole
     */
    public static ImagePlus open(Path file) throws DamagedFileException {
        return open(file, ImageFiles::openVirtual);
    }

    /**
     * As {@link #open(Path)}, but the planes of a large TIFF are not in memory as a whole where that can be avoided, so that
     * it cannot be shown.
     */
    static ImagePlus openToRead(Path file) throws DamagedFileException {
        return open(file, large -> {
            Optional<ImagePlus> bands = LargeTiff.open(large);
            return bands.isPresent() ? bands.get() : openVirtual(large);
        });
    }

    /** Opens a TIFF that is too large for memory. */
    private interface LargeFileOpener {
        ImagePlus open(Path file) throws IOException;
    }

    private static ImagePlus open(Path file, LargeFileOpener opener) throws DamagedFileException {
        try {
            if (!Files.isRegularFile(file)) {
                Files.size(file); // says why, if there is nothing
                String name = file.toString();
                throw new DamagedFileException(name.isEmpty() ? "''" : name, "this is no file");
            }
            return openWhole(file.toAbsolutePath(), opener);
        } catch (IOException e) {
            throw DamagedFileException.because(file, e);
        } catch (RuntimeException e) {
            throw new DamagedFileException(
                    file.toString(), "the file is damaged; ImageJ fails with: " + Failure.describe(e));
        }
    }

    private static ImagePlus openWhole(Path file, LargeFileOpener large) throws IOException {
        try (InputStream in = Files.newInputStream(file)) { // says why a file cannot be read; ImageJ does not
            if (in.read() < 0) {
                throw new DamagedFileException(file.toString(), "the file is empty");
            }
        }
        Opener opener = new Opener();
        opener.setSilentMode(true);
        int type = opener.getFileType(file.toString());
        if (type == Opener.TIFF) {
            TiffPixels.requireWhole(file);
            if (Files.size(file) > Runtime.getRuntime().maxMemory() / MEMORY_FRACTION) {
                return large.open(file);
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

    /**
     * Opens a TIFF whose planes are read when they are needed.
     *
     * @throws DamagedFileException if ImageJ cannot
     */
    public static ImagePlus openVirtual(Path file) throws IOException {
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
