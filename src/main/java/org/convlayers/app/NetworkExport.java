package org.convlayers.app;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.convlayers.io.ModelCard;
import org.convlayers.io.OutputFile;
import org.convlayers.io.OutputFiles;
import org.convlayers.io.safetensors.SafetensorsWriter;
import org.convlayers.text.NetworkText;
import org.convlayers.text.TorchSource;

/**
 * Writes a network with its weights for others, by the end of the target's name: {@code .safetensors} the weights, {@code .txt}
 * the layers as text, {@code .py} source for PyTorch with the weights beside it, and without an ending a folder with all of
 * them, which {@link NetworkInput} reads again.
 */
public final class NetworkExport {
    private static final String WEIGHTS_ENDING = ".safetensors";
    private static final String TEXT_ENDING = ".txt";
    private static final String SOURCE_ENDING = ".py";

    private final FilledNetwork filled;
    private final InputScaling input;
    private final ModelCard source;

    /**
     * Prepares to write a network.
     *
     * @param outputs the network with its weights
     * @param show which output or layer of it is the last one, as the {@code show} key says it
     * @param input what is done with the values of an image before
     * @param source what is said of the network; name, licence and citation go with it into a folder
     * @throws IllegalArgumentException if there is no such output or layer, or the network has not as many channels as the
     *     scaling has numbers
     */
    public NetworkExport(FilledOutputs outputs, String show, InputScaling input, ModelCard source) {
        this.filled = outputs.shown(show);
        filled.network().inputChannels().ifPresent(input::requireChannels);
        this.input = input;
        this.source = outputs.isResult(show) ? source : source.of(show);
    }

    /**
     * Where files are written.
     *
     * @param isFolder whether it is a folder that takes all of them: one that is there, or a name without an ending or with a
     *     separator behind it
     */
    private record Target(Path path, boolean isFolder) {
        static Target of(String name) {
            Path path = path(name);
            boolean endsInSeparator = name.endsWith("/") || name.endsWith(File.separator);
            return new Target(path, endsInSeparator || name(path).indexOf('.') < 0 || Files.isDirectory(path));
        }

        private static Path path(String name) {
            String fault =
                    "'" + name + "' is no name of a file or folder; write a .py, .safetensors or .txt, or a folder";
            if (name.isEmpty()) {
                throw new IllegalArgumentException(fault);
            }
            try {
                return Path.of(name);
            } catch (InvalidPathException e) {
                throw new IllegalArgumentException(fault, e);
            }
        }

        boolean isNewFolder() {
            return isFolder && Files.notExists(path);
        }

        /** Checks that a folder can be made, or is there. */
        void requirePlace() throws IOException {
            if (!isFolder || Files.isDirectory(path)) {
                return; // whoever writes the files checks their folder
            }
            if (Files.exists(path)) {
                throw new FileSystemException("'" + path
                        + "' is a file; a name without an ending is that of a folder, and files end in " + SOURCE_ENDING
                        + ", " + WEIGHTS_ENDING + " or " + TEXT_ENDING);
            }
            Path parent = path.toAbsolutePath().normalize().getParent();
            if (!Files.isDirectory(parent)) {
                throw new FileNotFoundException(
                        "there is no folder '" + parent + "' to make the folder '" + path + "' in");
            }
            if (!Files.isWritable(parent)) {
                throw new FileSystemException("no permission to write to the folder '" + parent + "'");
            }
        }
    }

    /** Writes one file. */
    @FunctionalInterface
    private interface Writer {
        void write(OutputFile file) throws IOException;
    }

    /**
     * Writes the files; all of them appear, or none.
     *
     * @param name of the file or folder
     * @param inputs files that must not be replaced
     * @return the files
     * @throws IllegalArgumentException if the target has another ending, or a file of it is an input
     * @throws IOException if a file cannot be written, or there is no folder for it
     */
    public List<Path> write(String name, Collection<Path> inputs) throws IOException {
        Target target = Target.of(name);
        Map<Path, Writer> writers = writers(target);
        target.requirePlace();
        boolean isNewFolder = target.isNewFolder();
        if (isNewFolder) {
            Files.createDirectory(target.path);
        }
        try (OutputFiles files = new OutputFiles(inputs)) {
            for (Map.Entry<Path, Writer> entry : writers.entrySet()) {
                entry.getValue().write(files.create(entry.getKey()));
            }
            files.commit();
        } catch (IOException | RuntimeException | Error e) {
            if (isNewFolder) {
                Files.deleteIfExists(target.path); // it is empty: what was written is gone
            }
            throw e;
        }
        return new ArrayList<>(writers.keySet());
    }

    /**
     * Checks beforehand that the files can be written.
     *
     * @param name of the file or folder
     * @param inputs files that must not be replaced
     * @return those of the files that exist and would be replaced
     * @throws IllegalArgumentException if the target has another ending, or a file of it is an input
     * @throws IOException if a file cannot be written, or there is no folder for it
     */
    public List<Path> replaced(String name, Collection<Path> inputs) throws IOException {
        Target target = Target.of(name);
        Collection<Path> files = writers(target).keySet();
        target.requirePlace();
        if (!target.isNewFolder()) {
            for (Path file : files) {
                OutputFile.requirePlace(file, inputs);
            }
        }
        return files.stream().filter(Files::exists).toList();
    }

    private static String name(Path target) {
        return target.getFileName() == null ? "" : target.getFileName().toString();
    }

    private Map<Path, Writer> writers(Target named) {
        Map<Path, Writer> writers = new LinkedHashMap<>();
        Path target = named.path;
        String name = name(target).toLowerCase(Locale.ROOT);
        if (named.isFolder) {
            requireNoModel(target);
            Path weights = target.resolve(FolderModel.WEIGHTS);
            writers.put(weights, this::writeWeights);
            writers.put(target.resolve(FolderModel.LAYERS), this::writeText);
            writers.put(target.resolve("network.py"), file -> writeSource(weights, file));
            writers.put(target.resolve(ModelCard.FILE), this::writeCard);
        } else if (name.endsWith(WEIGHTS_ENDING)) {
            writers.put(target, this::writeWeights);
        } else if (name.endsWith(TEXT_ENDING)) {
            writers.put(target, this::writeText);
        } else if (name.endsWith(SOURCE_ENDING)) {
            String stem = name(target).substring(0, name.length() - SOURCE_ENDING.length());
            Path weights = target.resolveSibling(stem + WEIGHTS_ENDING);
            writers.put(weights, this::writeWeights);
            writers.put(target, file -> writeSource(weights, file));
        } else {
            throw new IllegalArgumentException(
                    "'" + target + "' has an unknown ending; allowed are " + SOURCE_ENDING
                            + " (PyTorch, with the weights beside it), " + WEIGHTS_ENDING + " (weights), " + TEXT_ENDING
                            + " (layers as text), and a name without an ending or with / behind it (a folder with all of them)");
        }
        return writers;
    }

    private static void requireNoModel(Path folder) {
        if (Files.exists(folder.resolve(FolderModel.ONNX))) {
            throw new IllegalArgumentException("the folder '" + folder + "' holds another network, " + FolderModel.ONNX
                    + "; choose another folder");
        }
    }

    private void writeWeights(OutputFile file) throws IOException {
        SafetensorsWriter.write(file, filled.weights().asMap());
    }

    private void writeText(OutputFile file) throws IOException {
        write(NetworkText.print(filled.network()) + "\n", file);
    }

    private void writeSource(Path weights, OutputFile file) throws IOException {
        write(TorchSource.write(filled.network(), name(weights), input.toString(), Version.current()), file);
    }

    private void writeCard(OutputFile file) throws IOException {
        Map<String, String> texts = new LinkedHashMap<>(source.texts());
        texts.put("input", input.toString());
        texts.put("network", FolderModel.LAYERS);
        texts.put("weights", FolderModel.WEIGHTS);
        write(new ModelCard(texts).print(), file);
    }

    private static void write(String text, OutputFile file) throws IOException {
        try (OutputStream out = file.stream()) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }
}
