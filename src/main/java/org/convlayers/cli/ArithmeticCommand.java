package org.convlayers.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.convlayers.app.ImageSource;
import org.convlayers.ij.arithmetic.ArithmeticFile;
import org.convlayers.ij.arithmetic.ArithmeticOptions;
import org.convlayers.ij.arithmetic.ArithmeticPicture;
import org.convlayers.ij.option.OptionKey;
import org.convlayers.ij.option.Options;
import org.convlayers.io.OutputFile;
import org.convlayers.io.weights.TensorFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code arithmetic}: how a small convolution comes to each of its output pixels. Its options are the keys of the menu. */
@Command(
        name = "arithmetic",
        description =
                "Draw how a convolution comes to each of its output pixels: the values it sees, weight times value,"
                        + " their sums and the bias.")
final class ArithmeticCommand implements Callable<Integer> {
    private static final Map<String, String> DESCRIPTIONS = Map.ofEntries(
            Map.entry("size", "[Cx]HxW: how much of the input; without C all of its channels."),
            Map.entry("weights", "digits (whole numbers at random), kaiming, a bank, kernels or a file."),
            Map.entry("filters", "Output channels; auto: as the weights say, else one for each group."),
            Map.entry("kernel", "3, or 3x5 (height x width); auto: as the weights say, else 3."),
            Map.entry("stride", "As the kernel; auto: 1, or 2 for a transposed convolution."),
            Map.entry(
                    "padding",
                    "Pixels, begin:end pairs such as 1:2x0:1, same, valid, full, same-upper, same-lower; auto: same, or"
                            + " floor((K-1)/2) with a stride above 1, or 0 for a transposed convolution."),
            Map.entry("edges", "zeros, reflect, replicate, circular, mirror or constant(v)."),
            Map.entry("dilation", "As the kernel."),
            Map.entry("groups", "A number, or channels."),
            Map.entry("transposed", "A transposed convolution, as one of the stretched input with a turned kernel."),
            Map.entry("outpad", "Of a transposed one: extra rows and columns at the end."),
            Map.entry("separable", "A depthwise convolution, then a pointwise one."),
            Map.entry("multiplier", "Of a separable one: depthwise outputs for each channel."),
            Map.entry("no-bias", "Leave out the bias."),
            Map.entry("seed", "Whole number: which random numbers."),
            Map.entry("scale", "Enlargement, 1 to 8."));

    private CommandSpec spec;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "OUT",
            description =
                    "The pictures: .gif (an animation), .png (a strip of all frames) or .tif (a stack for ImageJ).")
    private Path out;

    @Parameters(
            arity = "0..1",
            paramLabel = "IN",
            description =
                    "An image or .npy whose pixels at the top left are the values (default: whole numbers at random).")
    private Optional<Path> in;

    /** Adds an option for each key. */
    @Spec
    void setSpec(CommandSpec made) {
        spec = made;
        ArithmeticOptions.SCHEMA.keys().forEach(key -> spec.addOption(option(key)));
    }

    private static OptionSpec option(OptionKey key) {
        OptionSpec.Builder option = OptionSpec.builder("--" + key.name()).defaultValue(key.defaultValue());
        String description = DESCRIPTIONS.get(key.name());
        return key.kind() == OptionKey.Kind.FLAG
                ? option.type(boolean.class).description(description).build()
                : option.type(String.class)
                        .paramLabel(key.name().toUpperCase(Locale.ROOT))
                        .description(description.replaceFirst("\\.$", "") + " (default: ${DEFAULT-VALUE}).")
                        .build();
    }

    @Override
    public Integer call() throws IOException {
        Options options = options();
        ArithmeticFile format = ArithmeticFile.of(out);
        try (OutputFile file = OutputFile.create(out, inputs(options))) {
            ArithmeticPicture picture = picture(options);
            format.write(picture, file);
            spec.commandLine()
                    .getErr()
                    .println(out + ": " + picture.frames() + " frames of " + picture.width() + " x " + picture.height()
                            + " pixels");
        }
        return 0;
    }

    private Options options() {
        Map<String, String> given = new HashMap<>();
        for (OptionKey key : ArithmeticOptions.SCHEMA.keys()) {
            given.put(key.name(), spec.findOption("--" + key.name()).getValue().toString());
        }
        return ArithmeticOptions.SCHEMA.of(given);
    }

    private ArithmeticPicture picture(Options options) throws IOException {
        if (in.isEmpty()) {
            return ArithmeticOptions.picture(options, TensorFiles::read, Optional.empty(), 0);
        }
        try (ImageSource image = ApplyCommand.open(in.get())) {
            return ArithmeticOptions.picture(options, TensorFiles::read, Optional.of(image), 0);
        }
    }

    private List<Path> inputs(Options options) {
        return Stream.concat(in.stream(), ArithmeticOptions.weightFile(options).stream())
                .toList();
    }
}
