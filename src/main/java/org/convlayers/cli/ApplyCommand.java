package org.convlayers.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.convlayers.app.AppliedNetwork;
import org.convlayers.app.ImageSource;
import org.convlayers.app.InputScaling;
import org.convlayers.app.JoinedMaps;
import org.convlayers.app.LayerTimes;
import org.convlayers.app.NetworkModel;
import org.convlayers.app.NetworkSummary;
import org.convlayers.app.NpyImage;
import org.convlayers.app.ResultFormat;
import org.convlayers.app.TileChoice;
import org.convlayers.engine.NetworkPlan;
import org.convlayers.engine.layer.Precision;
import org.convlayers.engine.memory.BlockSource;
import org.convlayers.ij.image.SourceImage;
import org.convlayers.img.ParallelWorkers;
import org.convlayers.io.OutputFiles;
import org.convlayers.io.SampleType;
import org.convlayers.shape.EmptyMapsException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code apply}: a network applied to an image. */
@Command(
        name = "apply",
        description =
                "Apply a network to an image: its channels are the feature maps, each Z slice and T frame is computed"
                        + " (Z is depth for 3-D layers).")
final class ApplyCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private NetworkOption network;

    @Mixin
    private WeightsOption weights;

    @Option(
            names = "--input",
            paramLabel = "SCALING",
            defaultValue = InputScaling.AUTO,
            description =
                    "What is done with the image's values: auto (what the network's folder says, else 'as is'), 'as is', 'z-score', '0..1' (by its type),"
                            + " 'percentile(1,99.8)' or a formula in x such as x/127.5-1; then perhaps mean=[...] std=[...], one"
                            + " number a channel (default: ${DEFAULT-VALUE}).")
    private String input;

    @Option(
            names = "--show",
            paramLabel = "SHOW",
            defaultValue = "output",
            description =
                    "output, all (the maps of every layer, those of one size in one file), or the name of a layer or"
                            + " an output; what does not go to OUT gets a name of its own beside it (default:"
                            + " ${DEFAULT-VALUE}).")
    private String show;

    @Option(
            names = "--precision",
            paramLabel = "PRECISION",
            defaultValue = "float32",
            description = "float32, float32-direct (each value by the sum of its definition) or float64"
                    + " (default: ${DEFAULT-VALUE}).")
    private String precision;

    @Option(
            names = "--tile",
            paramLabel = "TILE",
            defaultValue = "auto",
            description = "auto, none or a number of pixels; the result is the same (default: ${DEFAULT-VALUE}).")
    private String tile;

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            defaultValue = "float32",
            description = "float32, or uint16 or uint8, rounded and clipped (default: ${DEFAULT-VALUE}).")
    private String type;

    @Mixin
    private ThreadsOption threads;

    @Option(
            names = "--summary",
            description = "Print the table of layers afterwards, with the time that each took, in milliseconds, and its"
                    + " GFLOP/s.")
    private boolean summary;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "OUT",
            description = "The result: .tif (a hyperstack for ImageJ) or .npy.")
    private Path out;

    @Parameters(
            paramLabel = "IN",
            description =
                    "What ImageJ opens, or .npy: (C,H,W) or (N,C,H,W), D before H for 3-D layers, H left out for 1-D;"
                            + " for an .onnx network the shape that its input declares, N left out where it is 1 or any.")
    private Path in;

    @Override
    public Integer call() throws IOException {
        NetworkModel model = network.open();
        InputScaling scaling = InputScaling.choice(input).orElseGet(model::input);
        scaling.requireFits(model);
        Precision computeIn = Precision.parse(precision);
        TileChoice tiles = TileChoice.parse(tile);
        SampleType storeAs = SampleType.parse(type);
        ResultFormat format = ResultFormat.of(out);
        int workers = threads.number();
        NetworkModel.Filled ready = weights.fill(model);
        PrintWriter err = spec.commandLine().getErr();
        try (ImageSource image = open(in);
                OutputFiles files = new OutputFiles(inputs(model));
                ResultFiles results = new ResultFiles(out, format, scaling, storeAs)) {
            AppliedNetwork applied = ready.on(format.source(image));
            BlockSource source = scaling.scale(applied.blocks(), image.largestValue());
            try {
                JoinedMaps maps = JoinedMaps.of(applied.shown(show));
                NetworkPlan plan = maps.plan(source.shape(), computeIn);
                results.open(maps.results(), applied.outputNames(show), plan, files);
                LayerTimes times = new LayerTimes(maps.network(), new ProgressLines(err));
                ParallelWorkers.withThreads(workers, () -> results.compute(plan, source, tiles, times));
                results.finish();
                applied.notes().forEach(err::println);
                InputScaling.remark(source).ifPresent(err::println);
                if (summary) {
                    NetworkSummary layers = NetworkSummary.of(maps.layers(), plan);
                    new SummaryTable(layers, Optional.of(times.measured(workers, 1))).print(err);
                }
                results.reports().forEach(err::println);
            } catch (EmptyMapsException e) {
                results.writeEmpty(image.batch(applied.rank()), e, files);
                err.println(results.report(out, source, e.size()));
            }
        }
        return 0;
    }

    /** Opens what ImageJ opens, or an array. */
    static ImageSource open(Path path) throws IOException {
        boolean isArray = path.toString().toLowerCase(Locale.ROOT).endsWith(".npy");
        return isArray ? NpyImage.open(path) : SourceImage.open(path);
    }

    private List<Path> inputs(NetworkModel model) {
        return Stream.of(Stream.of(in), model.files().stream(), weights.files().stream())
                .flatMap(files -> files)
                .toList();
    }
}
