package org.convlayers.io.onnx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.convlayers.io.DamagedFileException;

/** A network as an .onnx file holds it: operators on arrays of any rank. */
public final class OnnxModel {
    private final String file;
    private final long opset;
    private final Graph graph;

    OnnxModel(String file, long opset, Graph graph) {
        this.file = file;
        this.opset = opset;
        this.graph = graph;
    }

    /**
     * Reads a file.
     *
     * @throws DamagedFileException if it is missing or damaged; the message names the file and the fault
     */
    public static OnnxModel read(Path path) throws DamagedFileException {
        try {
            if (Files.size(path) > Integer.MAX_VALUE - 8) {
                throw new DamagedFileException(
                        path.toString(), "a model of more than 2 GB in one file is not possible");
            }
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(path));
            return ModelReader.read(path.toString(), bytes, new ExternalData(path));
        } catch (IOException e) {
            throw DamagedFileException.because(path, e);
        }
    }

    /** The version of ONNX's operators that the model is written in. */
    public long opset() {
        return opset;
    }

    String file() {
        return file;
    }

    Graph graph() {
        return graph;
    }
}
