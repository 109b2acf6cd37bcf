package org.convlayers.io.weights;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.convlayers.io.DamagedFileException;
import org.convlayers.io.npy.NpyFile;
import org.convlayers.io.npy.Npz;
import org.convlayers.io.safetensors.Safetensors;
import org.convlayers.weights.KernelText;
import org.convlayers.weights.Tensor;

/** Reads the tensors of a file of any format that weights come in; the format is told by the end of the name. */
public final class TensorFiles {
    private static final long MAX_TEXT_BYTES = 16L << 20;

    /** What the only tensor of .npy and .txt is called. */
    private static final String ONLY = "weight";

    private TensorFiles() {}

    /**
     * Reads .npy, .npz, .safetensors, or .txt, which is one kernel as ImageJ's Convolve... loads and saves it: rows of
     * numbers.
     *
     * @param path the file as the user named it
     * @return the tensors by name
     * @throws DamagedFileException if the file cannot be read; the message names the file and the fault
     */
    public static Map<String, Tensor> read(String path) throws DamagedFileException {
        Path file;
        try {
            file = Path.of(path);
        } catch (InvalidPathException e) {
            throw new DamagedFileException(path, "this is not a path: " + e.getReason());
        }
        String name = path.toLowerCase(Locale.ROOT);
        if (name.endsWith(".npy")) {
            return Map.of(ONLY, NpyFile.readAll(file));
        }
        if (name.endsWith(".npz")) {
            return Npz.read(file);
        }
        if (name.endsWith(".safetensors")) {
            return Safetensors.read(file);
        }
        if (name.endsWith(".txt")) {
            return Map.of(ONLY, kernel(file));
        }
        throw new DamagedFileException(path, "weights are read from .npy, .npz, .safetensors and .txt");
    }

    private static Tensor kernel(Path file) throws DamagedFileException {
        try {
            if (Files.size(file) > MAX_TEXT_BYTES) {
                throw new DamagedFileException(
                        file.toString(), "a text of more than " + MAX_TEXT_BYTES + " bytes is no kernel");
            }
            Tensor kernels = KernelText.parse(Files.readString(file).strip());
            List<Integer> shape = kernels.shape();
            if (shape.get(0) != 1) {
                throw new DamagedFileException(file.toString(), "a text file holds one kernel, without '|'");
            }
            return new Tensor(kernels.data(), shape.subList(1, 3));
        } catch (CharacterCodingException e) {
            throw new DamagedFileException(file.toString(), "this is not a text");
        } catch (IOException e) {
            throw DamagedFileException.because(file, e);
        } catch (IllegalArgumentException e) {
            throw new DamagedFileException(file.toString(), e.getMessage());
        }
    }
}
