package org.convlayers.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.convlayers.app.InputSize;
import org.convlayers.app.NetworkModel;
import org.convlayers.app.NetworkOutputs;
import org.convlayers.ij.field.ReceptiveFieldPicture;
import org.convlayers.io.OutputFile;
import org.convlayers.io.OutputFiles;
import org.convlayers.io.npy.NpyWriter;
import org.convlayers.receptive.FieldFormula;
import org.convlayers.receptive.PullBack;
import org.convlayers.receptive.ReceptiveField;
import org.convlayers.receptive.ReceptiveField.Bounds;
import org.convlayers.shape.FeatureShape;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code receptive-field}: which input pixels one output pixel sees. */
@Command(
        name = "receptive-field",
        description = "Print the exact receptive field of one output pixel: the input pixels that can change it.")
final class ReceptiveFieldCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private NetworkOption network;

    @Option(names = "--size", required = true, paramLabel = "[Cx][Dx]HxW", description = NetworkOption.SIZE)
    private String size;

    @Option(
            names = "--at",
            required = true,
            paramLabel = "Y,X",
            description = "The output pixel, counted from 0 (Z,Y,X in 3-D, X in 1-D).")
    private String at;

    @Option(
            names = "--layer",
            paramLabel = "NAME",
            description =
                    "The layer, or the output of the network, that is looked at (default: the last layer, or the first of several outputs).")
    private Optional<String> layer;

    @Option(names = "--json", description = "Print one JSON object instead of lines.")
    private boolean json;

    @Option(
            names = "--mask",
            paramLabel = "FILE.npy",
            description =
                    "Write an array of the input's spatial shape (uint8): 1 on each pixel of the field, 0 elsewhere.")
    private Optional<Path> mask;

    @Option(names = "--image", paramLabel = "IN", description = "An image of that size, to draw the field on.")
    private Optional<Path> image;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "overlay.png",
            description =
                    "The picture of the field on the image: its box, centre and pixels; a small field has a close-up.")
    private Optional<Path> picture;

    /** A field as JSON. */
    private record FieldJson(
            String layer,
            List<Integer> at,
            List<Long> size,
            Optional<List<Long>> stride,
            Optional<List<Long>> padding,
            Bounds virtual,
            Optional<Bounds> actual,
            long pixels,
            double coverage,
            Optional<String> misalignment) {}

    @Override
    public Integer call() throws IOException {
        requireNames();
        NetworkModel model = network.open();
        FeatureShape input = InputSize.parse(size, model);
        NetworkOutputs all = model.outputs(input);
        PullBack pullBack = PullBack.of(all.layers(), input);
        String output = all.outputs().get(0).layer();
        ReceptiveField field = ReceptiveField.of(pullBack, layer.map(all::layer).orElse(output), pixel());
        writeFiles(pullBack, field, input, inputs(model));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.print(toJson(field)));
        } else {
            print(field, out);
        }
        return 0;
    }

    private void requireNames() {
        if (image.isPresent() != picture.isPresent()) {
            throw new IllegalArgumentException(
                    "--image and -o go together: the field is drawn on the one and written to the other");
        }
        if (picture.isPresent()
                && !picture.get().toString().toLowerCase(Locale.ROOT).endsWith(".png")) {
            throw new IllegalArgumentException("pictures are written to .png, not to '" + picture.get() + "'");
        }
        if (mask.isPresent() && !mask.get().toString().toLowerCase(Locale.ROOT).endsWith(".npy")) {
            throw new IllegalArgumentException("masks are written to .npy, not to '" + mask.get() + "'");
        }
    }

    /** The picture and the mask, both or none. */
    private void writeFiles(PullBack pullBack, ReceptiveField field, FeatureShape input, List<Path> inputs)
            throws IOException {
        try (OutputFiles files = new OutputFiles(inputs)) {
            // All names are checked before any work.
            Optional<OutputFile> png = create(files, picture);
            Optional<OutputFile> npy = create(files, mask);
            if (png.isPresent()) {
                byte[] drawn = ReceptiveFieldPicture.png(image.orElseThrow(), pullBack, field);
                png.get().write(ByteBuffer.wrap(drawn), 0);
            }
            if (npy.isPresent()) {
                List<Integer> shape =
                        IntStream.of(input.spatial().toArray()).boxed().toList();
                NpyWriter.write(npy.get(), field.mask(), shape);
            }
            files.commit();
        }
    }

    private static Optional<OutputFile> create(OutputFiles files, Optional<Path> target) throws IOException {
        return target.isPresent() ? Optional.of(files.create(target.get())) : Optional.empty();
    }

    private List<Path> inputs(NetworkModel model) {
        return Stream.concat(image.stream(), model.files().stream()).toList();
    }

    private int[] pixel() {
        try {
            return Arrays.stream(at.split(",", -1))
                    .mapToInt(number -> Integer.parseInt(number.strip()))
                    .toArray();
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--at '" + at + "' is not a pixel; write whole numbers as Y,X", e);
        }
    }

    private static FieldJson toJson(ReceptiveField field) {
        return new FieldJson(
                field.layer(),
                field.at(),
                field.size(),
                FieldNumbers.of(field.formula().axes(), FieldFormula.Axis::stride),
                FieldNumbers.of(field.formula().axes(), FieldFormula.Axis::padding),
                field.virtual(),
                field.actualBounds(),
                field.pixels(),
                field.coverage(),
                field.formula().misalignment());
    }

    private static void print(ReceptiveField field, PrintWriter out) {
        Optional<List<FieldFormula.Axis>> axes = field.formula().axes();
        TextTable table = new TextTable("layer", field.layer());
        table.add("at", FieldNumbers.join(field.at(), ","));
        table.add("size", FieldNumbers.join(field.size(), "x"));
        FieldNumbers.of(axes, FieldFormula.Axis::stride)
                .ifPresent(stride -> table.add("stride", FieldNumbers.join(stride, "x")));
        FieldNumbers.of(axes, FieldFormula.Axis::padding)
                .ifPresent(padding -> table.add("padding", FieldNumbers.join(padding, "x")));
        table.add("virtual", range(field.virtual()));
        table.add(
                "actual", field.actualBounds().map(ReceptiveFieldCommand::range).orElse("none"));
        table.add("pixels", Long.toString(field.pixels()));
        table.add("coverage", String.format(Locale.ROOT, "%.4f", field.coverage()));
        field.formula().misalignment().ifPresent(text -> table.add("note", text));
        table.print(out);
    }

    private static String range(Bounds bounds) {
        return FieldNumbers.join(bounds.min(), ",") + " to " + FieldNumbers.join(bounds.max(), ",");
    }
}
