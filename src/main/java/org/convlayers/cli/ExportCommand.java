package org.convlayers.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.convlayers.app.FilledOutputs;
import org.convlayers.app.InputScaling;
import org.convlayers.app.InputSize;
import org.convlayers.app.NetworkExport;
import org.convlayers.app.NetworkModel;
import org.convlayers.shape.FeatureShape;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code export}: a network with its weights for PyTorch, or for others who use this software. */
@Command(
        name = "export",
        description =
                "Write a network with its weights: .py (source for PyTorch, with the weights beside it),"
                        + " .safetensors (weights), .txt (layers as text), or a folder with all of them, which --network takes.")
final class ExportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private NetworkOption network;

    @Mixin
    private WeightsOption weights;

    @Option(
            names = "--size",
            paramLabel = "[Cx][Dx]HxW",
            description =
                    "Channels and size of the input in pixels. An .onnx network needs it: its layers are those for it;"
                            + " others are padded to a size that they take.")
    private Optional<String> size;

    @Option(
            names = "--show",
            paramLabel = "SHOW",
            defaultValue = "output",
            description = "Which output of the network is written: output (the first), or the name of an output or a"
                    + " layer (default: ${DEFAULT-VALUE}).")
    private String show;

    @Option(
            names = "--input",
            paramLabel = "SCALING",
            defaultValue = InputScaling.AUTO,
            description = "What a folder shall say that is done with an image's values first, as for apply (default:"
                    + " ${DEFAULT-VALUE}).")
    private String input;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "OUT",
            description = "A .py, .safetensors or .txt, or a folder.")
    private String out;

    @Override
    public Integer call() throws IOException {
        NetworkModel model = network.open();
        InputScaling scaling = InputScaling.choice(input).orElseGet(model::input);
        if (size.isEmpty() && model.dependsOnSize()) {
            throw new IllegalArgumentException(
                    "--size is missing: the layers of an .onnx network follow from the size of"
                            + " its input, for example --size 512x512");
        }
        Optional<FeatureShape> shape = size.map(text -> InputSize.parse(text, model));
        shape.ifPresent(scaling::requireFits);
        FilledOutputs outputs = weights.fill(model, shape);
        List<Path> inputs =
                Stream.concat(model.files().stream(), weights.files().stream()).toList();
        List<Path> files = new NetworkExport(outputs, show, scaling, model.card()).write(out, inputs);
        PrintWriter err = spec.commandLine().getErr();
        files.forEach(file -> err.println(file + " written"));
        outputs.notes(show).forEach(err::println);
        return 0;
    }
}
