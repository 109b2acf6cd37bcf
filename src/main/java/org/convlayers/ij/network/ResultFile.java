package org.convlayers.ij.network;

import ij.ImagePlus;
import ij.io.FileInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.convlayers.ij.image.OpenImages;
import org.convlayers.io.OutputFile;
import org.convlayers.weights.WeightSource;

/**
 * The file that a result is streamed to. It replaces neither what the result is computed from nor what an open image reads.
 *
 * @param path where it shall appear
 * @param image the image that a network is applied to
 * @param weights where the network's weights come from
 */
record ResultFile(Path path, ImagePlus image, WeightSource weights) {
    /**
     * Opens it.
     *
     * @throws IllegalArgumentException if another file must not be replaced
     * @throws IOException if no file can be made there
     */
    OutputFile create() throws IOException {
        OpenImages.requireNoneReads(path);
        return OutputFile.create(path, inputs());
    }

    /**
     * Says beforehand what becomes of a file of that name: a line, or nothing if there is none.
     *
     * @throws IllegalArgumentException if it must not be replaced
     * @throws IOException if no file can be made there
     */
    String outlook() throws IOException {
        OpenImages.requireNoneReads(path);
        OutputFile.requirePlace(path, inputs());
        return Files.exists(path) ? "'" + path + "' exists and will be replaced\n" : "";
    }

    private List<Path> inputs() {
        List<Path> files = new ArrayList<>();
        FileInfo info = image.getOriginalFileInfo();
        if (info != null && info.directory != null && info.fileName != null) {
            files.add(Path.of(info.directory, info.fileName));
        }
        if (weights instanceof WeightSource.File file) {
            files.add(Path.of(file.path()));
        }
        return files;
    }
}
