package org.convlayers.io.safetensors;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.convlayers.io.DamagedFileException;
import org.convlayers.weights.Tensor;

/**
 * Reads .safetensors files: a length N (8 bytes, little endian), N bytes of JSON, and the numbers of all tensors without
 * holes.
 *
 * <p>Source: github.com/huggingface/safetensors, format and checks of safetensors/src/tensor.rs.
 */
public final class Safetensors {
    private static final long MAX_HEADER = 100_000_000;

    private Safetensors() {}

    /**
     * Reads all tensors; wider numbers are rounded to float.
     *
     * @return the tensors by name, in the order of their data
     * @throws DamagedFileException if the file is missing or damaged, or holds a type that is not known
     */
    public static Map<String, Tensor> read(Path path) throws DamagedFileException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
            return read(in, Files.size(path), path.toString());
        } catch (IOException e) {
            throw DamagedFileException.because(path, e);
        }
    }

    private static Map<String, Tensor> read(InputStream in, long bytes, String file) throws IOException {
        long room = bytes - Long.BYTES;
        if (room < 0) {
            throw new DamagedFileException(file, "the file ends in the length of its header");
        }
        long length = ByteBuffer.wrap(take(in, Long.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong();
        if (length < 0 || length > MAX_HEADER) {
            throw new DamagedFileException(
                    file,
                    "a header of " + Long.toUnsignedString(length) + " bytes is too long; at most " + MAX_HEADER
                            + " are allowed");
        }
        if (length > room) {
            throw new DamagedFileException(file, "a header of " + length + " bytes does not fit in a file of " + bytes);
        }
        List<TensorInfo> infos = HeaderReader.read(take(in, (int) length), file);
        requireWithoutHoles(infos, room - length, file);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (TensorInfo info : infos) {
            float[] values = info.type().read(in, ByteOrder.LITTLE_ENDIAN, info.elements(file));
            tensors.put(info.name(), new Tensor(values, info.shape()));
        }
        return Collections.unmodifiableMap(tensors);
    }

    private static byte[] take(InputStream in, int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException();
        }
        return bytes;
    }

    /** The tensors, in the order of their begin, fill the data from end to end. */
    private static void requireWithoutHoles(List<TensorInfo> infos, long dataBytes, String file)
            throws DamagedFileException {
        long end = 0;
        for (TensorInfo info : infos) {
            if (info.begin() != end) {
                String what = info.begin() > end ? "leaves a hole" : "overlaps";
                throw new DamagedFileException(
                        file,
                        "tensor '" + info.name() + "' starts at byte " + info.begin() + " of the data and " + what
                                + ", as the one before ends at " + end);
            }
            end = info.end();
        }
        if (end != dataBytes) {
            throw new DamagedFileException(
                    file, "the tensors need " + end + " bytes of data, but the file has " + dataBytes);
        }
    }
}
