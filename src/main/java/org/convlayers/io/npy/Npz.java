package org.convlayers.io.npy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.convlayers.io.DamagedFileException;
import org.convlayers.io.Failure;
import org.convlayers.weights.Tensor;

/**
 * Reads .npz files: a zip of .npy files, as numpy.savez and numpy.savez_compressed write them.
 *
 * <p>Nothing is ever unpacked to disk. Names that occur twice, names that are paths out of the archive, checksums that do
 * not match, and archives that claim to unpack to much more than they are, are refused before memory is taken.
 */
public final class Npz {
    private static final String SUFFIX = ".npy";

    /** What deflate can do at best; a larger claim is a lie. */
    private static final long MAX_DEFLATE_RATIO = 1032;

    /** Below this no archive is suspected. */
    private static final long HARMLESS_BYTES = 256L << 20;

    /** Above {@link #HARMLESS_BYTES}, how many times its own size an archive may unpack to. */
    private static final long MAX_ARCHIVE_RATIO = 100;

    private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:.*");

    private Npz() {}

    /**
     * Reads all arrays.
     *
     * @return the arrays by name, without {@code .npy}, in the order of the archive
     * @throws DamagedFileException if the archive or an array in it is damaged, hostile or not numeric
     */
    public static Map<String, Tensor> read(Path path) throws DamagedFileException {
        try (ZipFile zip = new ZipFile(path.toFile())) {
            List<? extends ZipEntry> entries = Collections.list(zip.entries());
            requireHonestSizes(path, entries);
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            for (ZipEntry entry : entries) {
                String name = tensorName(path, entry);
                if (tensors.containsKey(name)) {
                    throw new DamagedFileException(path.toString(), "the name '" + entry.getName() + "' occurs twice");
                }
                tensors.put(name, read(path, zip, entry));
            }
            return Collections.unmodifiableMap(tensors);
        } catch (ZipException e) {
            throw new DamagedFileException(
                    path.toString(),
                    "this is no .npz archive, or it is cut off or damaged (" + Failure.message(e) + ")");
        } catch (IOException e) {
            throw DamagedFileException.because(path, e);
        } catch (IllegalArgumentException e) { // of Java 17's ZipFile, which checks names but not comments
            throw new DamagedFileException(path.toString(), "a comment in the archive is not UTF-8");
        }
    }

    private static void requireHonestSizes(Path path, List<? extends ZipEntry> entries) throws IOException {
        long fileSize = Files.size(path);
        long total = 0;
        for (ZipEntry entry : entries) {
            long packed = entry.getCompressedSize();
            long unpacked = entry.getSize();
            if (packed < 0 || packed > fileSize || unpacked < 0 || unpacked > MAX_DEFLATE_RATIO * (packed + 1)) {
                throw new DamagedFileException(
                        path.toString(),
                        "'" + entry.getName() + "' claims to unpack " + packed + " bytes to " + unpacked
                                + ", which is not possible in a file of " + fileSize);
            }
            total = Math.addExact(total, unpacked);
        }
        if (total > HARMLESS_BYTES && total > MAX_ARCHIVE_RATIO * fileSize) {
            throw new DamagedFileException(
                    path.toString(),
                    "the archive of " + fileSize + " bytes would unpack to " + total + "; at most " + MAX_ARCHIVE_RATIO
                            + " times its size is allowed");
        }
    }

    private static String tensorName(Path path, ZipEntry entry) throws DamagedFileException {
        String name = entry.getName();
        if (!name.endsWith(SUFFIX)) {
            throw new DamagedFileException(path.toString(), "'" + name + "' is not an .npy file");
        }
        boolean climbs = Arrays.asList(name.split("/", -1)).contains("..");
        if (climbs
                || name.startsWith("/")
                || name.indexOf('\\') >= 0
                || DRIVE.matcher(name).matches()) {
            throw new DamagedFileException(path.toString(), "the name '" + name + "' is a path out of the archive");
        }
        return name.substring(0, name.length() - SUFFIX.length());
    }

    private static Tensor read(Path path, ZipFile zip, ZipEntry entry) throws IOException {
        String file = path + ", " + entry.getName();
        CRC32 checksum = new CRC32();
        try (InputStream in = new CheckedInputStream(zip.getInputStream(entry), checksum)) {
            Tensor tensor = NpyFile.readAll(in, entry.getSize(), file);
            if (in.read() >= 0) {
                throw new DamagedFileException(file, "there is more than the " + entry.getSize() + " bytes announced");
            }
            if (checksum.getValue() != entry.getCrc()) {
                throw new DamagedFileException(file, "the checksum does not match");
            }
            return tensor;
        }
    }
}
