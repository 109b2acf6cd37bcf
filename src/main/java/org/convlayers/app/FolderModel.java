package org.convlayers.app;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.convlayers.io.DamagedFileException;
import org.convlayers.io.FolderFiles;
import org.convlayers.io.ModelCard;
import org.convlayers.io.onnx.OnnxModel;
import org.convlayers.io.weights.TensorFiles;
import org.convlayers.shape.FeatureShape;
import org.convlayers.text.Spelling;
import org.convlayers.weights.WeightFiles;
import org.convlayers.weights.WeightSource;

/**
 * A network that somebody shares: a folder with a {@value ModelCard#FILE}, and {@value #ONNX}, or {@value #LAYERS} and {@value
 * #WEIGHTS}, if the card names no others. It brings its weights and says what is done with the values of an image first.
 *
 * @param card what is said of it
 * @param network the layers
 * @param weights where their parameters come from; of an .onnx file kaiming, which stands for its own
 * @param input what is done with the values of an image
 * @param files the files that it was read from
 * @param name the folder as the user named it
 */
record FolderModel(
        ModelCard card, NetworkModel network, WeightSource weights, InputScaling input, List<Path> files, String name)
        implements NetworkModel {
    /** What the names of examples that are part of this software begin with. */
    static final String EXAMPLE = "example:";

    /** The names of the examples. */
    static final List<String> EXAMPLES = List.of("restore-m", "2x-s");

    static final String ONNX = "model.onnx";
    static final String LAYERS = "network.txt";
    static final String WEIGHTS = "weights.safetensors";

    FolderModel {
        files = List.copyOf(files);
    }

    /**
     * Reads a folder.
     *
     * @param name the folder as the user named it
     * @throws IllegalArgumentException if the layer text is none
     * @throws IOException if a file is missing or damaged, or lies outside of the folder
     */
    static FolderModel read(Path folder, String name) throws IOException {
        Path cardFile = folder.resolve(ModelCard.FILE);
        if (Files.isSymbolicLink(cardFile)) {
            throw new DamagedFileException(
                    cardFile.toString(), "this is a link; only files of the folder itself are read");
        }
        if (Files.notExists(cardFile)) {
            throw new DamagedFileException(
                    name,
                    "a folder is a network if it has a '" + ModelCard.FILE + "', which this one has not; name the file"
                            + " of the network");
        }
        ModelCard card = ModelCard.read(cardFile);
        InputScaling input = input(card, cardFile.toString());
        boolean isOnnx = Files.exists(folder.resolve(ONNX), LinkOption.NOFOLLOW_LINKS);
        Path networkFile = file(folder, card, "network", isOnnx ? ONNX : LAYERS);
        List<Path> files = new ArrayList<>(List.of(cardFile, networkFile));
        NetworkModel network = NetworkInput.read(networkFile, networkFile.toString());
        requireFits(input, network, cardFile.toString());
        if (network instanceof OnnxNetworkModel) {
            if (card.text("weights").isPresent()) {
                throw new DamagedFileException(
                        cardFile.toString(), "'weights' are for layers as text; an .onnx file brings its own");
            }
            return new FolderModel(card, network, new WeightSource.Kaiming(), input, files, name);
        }
        if (network instanceof LayerModel model && model.layers().parameters().isEmpty()) {
            return new FolderModel(card, network, new WeightSource.Kaiming(), input, files, name);
        }
        Path weightFile = file(folder, card, "weights", WEIGHTS);
        files.add(weightFile);
        return new FolderModel(card, network, new WeightSource.File(weightFile.toString(), ""), input, files, name);
    }

    /** A file of the folder that the card names, or that has the usual name. */
    private static Path file(Path folder, ModelCard card, String key, String usual) throws DamagedFileException {
        String cardFile = folder.resolve(ModelCard.FILE).toString();
        String name = card.text(key).orElse(usual);
        if (name.isBlank()) {
            throw new DamagedFileException(
                    cardFile, key + "=" + name + " names no file; without it, it is '" + usual + "'");
        }
        Path file = FolderFiles.resolve(folder, name)
                .orElseThrow(() -> new DamagedFileException(
                        cardFile,
                        key + "=" + name + " is no file of the folder; only its own files are read: plain names"
                                + " separated by '/', no '..', no links"));
        if (!FolderFiles.isThere(file)) {
            String orOnnx = name.equals(LAYERS) && card.text(key).isEmpty() ? " and no '" + ONNX + "'" : "";
            throw new DamagedFileException(
                    cardFile, "there is no " + key + " '" + name + "'" + orOnnx + " in its folder");
        }
        return file;
    }

    private static InputScaling input(ModelCard card, String cardFile) throws DamagedFileException {
        try {
            return InputScaling.choice(card.text("input").orElse(InputScaling.AUTO))
                    .orElse(InputScaling.AS_IS);
        } catch (IllegalArgumentException e) {
            throw new DamagedFileException(cardFile, e.getMessage());
        }
    }

    private static void requireFits(InputScaling input, NetworkModel network, String cardFile)
            throws DamagedFileException {
        try {
            input.requireFits(network);
        } catch (IllegalArgumentException e) {
            throw new DamagedFileException(cardFile, e.getMessage());
        }
    }

    /**
     * Reads a network that is part of this software.
     *
     * @param name with {@value #EXAMPLE} in front
     * @throws DamagedFileException if there is none of this name
     */
    static FolderModel example(String name) throws IOException {
        String example = name.substring(EXAMPLE.length()).strip();
        if (!EXAMPLES.contains(example)) {
            throw new DamagedFileException(
                    name,
                    "there is no such example"
                            + Spelling.similar(example, EXAMPLES)
                                    .map(near -> "; the nearest is '" + EXAMPLE + near + "'")
                                    .orElse("")
                            + "; allowed are " + String.join(", ", NetworkInput.examples()));
        }
        ModelCard card = ModelCard.read(name, resource(example, ModelCard.FILE));
        String file = example + ".onnx";
        OnnxModel model = OnnxModel.read(file, resource(example, ONNX));
        return new FolderModel(
                card,
                new OnnxNetworkModel(model, file),
                new WeightSource.Kaiming(),
                input(card, name),
                List.of(),
                name);
    }

    private static byte[] resource(String example, String file) throws IOException {
        try (InputStream in = FolderModel.class.getResourceAsStream("models/" + example + "/" + file)) {
            return in.readAllBytes();
        }
    }

    @Override
    public OptionalInt rank() {
        return network.rank();
    }

    @Override
    public OptionalInt inputChannels() {
        return network.inputChannels();
    }

    @Override
    public NetworkOutputs outputs(FeatureShape shape) throws IOException {
        return network.outputs(shape);
    }

    @Override
    public boolean dependsOnSize() {
        return network.dependsOnSize();
    }

    @Override
    public FilledOutputs filled(Optional<FeatureShape> shape, WeightSource source, WeightFiles weightFiles, long seed)
            throws IOException {
        OwnWeights.require(source, name);
        return network.filled(shape, weights, TensorFiles::read, seed);
    }

    @Override
    public Filled fill(WeightSource source, WeightFiles weightFiles, long seed) throws IOException {
        OwnWeights.require(source, name);
        return network.fill(weights, TensorFiles::read, seed);
    }
}
