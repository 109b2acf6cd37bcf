package org.convlayers.cli;

import com.google.gson.annotations.SerializedName;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.convlayers.app.BenchmarkCase;
import org.convlayers.app.InputSize;
import org.convlayers.app.LayerTimes;
import org.convlayers.app.NetworkBenchmark;
import org.convlayers.app.NetworkInput;
import org.convlayers.app.NetworkModel;
import org.convlayers.app.NetworkOutputs;
import org.convlayers.app.NetworkSummary;
import org.convlayers.app.NetworkTiming;
import org.convlayers.engine.memory.Monitor;
import org.convlayers.img.ParallelWorkers;
import org.convlayers.shape.FeatureShape;
import org.convlayers.text.NetworkText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code benchmark}: how fast networks are here. */
@Command(
        name = "benchmark",
        description = "Time a network on random weights and a random input in memory; without --network, a table of"
                + " layers.")
final class BenchmarkCommand implements Callable<Integer> {
    /** How many characters of a network or its algorithms stand in a column. */
    private static final int WIDEST = 60;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--network",
            paramLabel = "TEXT|FILE",
            description = NetworkOption.LAYERS + " Default: some layers of each kind.")
    private Optional<String> network;

    @Option(
            names = "--size",
            paramLabel = "[Cx][Dx]HxW",
            description = NetworkOption.SIZE + " Needed with --network, and only then.")
    private Optional<String> size;

    @Mixin
    private ThreadsOption threads;

    @Option(
            names = "--rounds",
            paramLabel = "R",
            defaultValue = "15",
            description = "Runs that are timed, after a warm-up (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--json", description = "Print one JSON object instead of a table.")
    private boolean json;

    /** A timing as JSON; the names are those that users see. */
    private record TimingJson(
            @SerializedName("median_ms") double median,
            @SerializedName("min_ms") double min,
            @SerializedName("first_ms") double first,
            int threads,
            List<String> algorithms,
            List<LayerJson> layers) {
        static TimingJson of(NetworkTiming timing) {
            return new TimingJson(
                    timing.rounds().median(),
                    timing.rounds().min(),
                    timing.firstMillis(),
                    timing.threads(),
                    timing.algorithms(),
                    timing.summary().layers().stream()
                            .map(row -> LayerJson.of(row, timing.layers()))
                            .toList());
        }
    }

    /** How long a layer took; null where it was computed together with another one. */
    private record LayerJson(
            String name, String text, long macs, Optional<Double> ms, Optional<Double> gflops, String algorithm) {
        static LayerJson of(NetworkSummary.Row row, LayerTimes.Measured times) {
            return new LayerJson(
                    row.name(),
                    row.text(),
                    row.macs(),
                    SummaryJson.boxed(times.millis(row.name())),
                    SummaryJson.boxed(times.gigaflops(row)),
                    row.algorithm());
        }
    }

    private record CaseJson(String name, String network, String size, TimingJson timing) {}

    private record TableJson(List<CaseJson> cases) {}

    @Override
    public Integer call() throws IOException {
        if (network.isPresent() != size.isPresent()) {
            throw new IllegalArgumentException("--network and --size go together: a network and the size of its input");
        }
        if (rounds < 1) {
            throw new IllegalArgumentException("--rounds " + rounds + " is not possible; at least 1 is needed");
        }
        PrintWriter out = spec.commandLine().getOut();
        if (network.isPresent()) {
            NetworkModel model = NetworkInput.open(network.get());
            FeatureShape input = InputSize.parse(size.orElseThrow(), model);
            NetworkOutputs all = model.outputs(input);
            NetworkTiming timing = time(all, input);
            if (json) {
                out.println(Json.print(TimingJson.of(timing)));
            } else {
                TextTable table = table();
                addLine(table, "", shortened(named(all)), size.get(), timing, shortened(algorithms(timing)));
                table.print(out);
                out.println();
                new SummaryTable(timing.summary(), Optional.of(timing.layers())).print(out);
            }
            all.remarks().forEach(spec.commandLine().getErr()::println);
        } else {
            timeAll(out);
        }
        return 0;
    }

    private void timeAll(PrintWriter out) {
        TextTable table = table();
        List<CaseJson> cases = new ArrayList<>();
        for (BenchmarkCase timed : BenchmarkCase.ALL) {
            spec.commandLine().getErr().println("timing " + timed.name() + ": " + timed.layers());
            NetworkTiming timing = time(NetworkOutputs.of(timed.network()), timed.input());
            addLine(table, timed.name(), timed.layers(), timed.size(), timing, algorithms(timing));
            cases.add(new CaseJson(timed.name(), timed.layers(), timed.size(), TimingJson.of(timing)));
        }
        if (json) {
            out.println(Json.print(new TableJson(cases)));
        } else {
            table.print(out);
        }
    }

    private NetworkTiming time(NetworkOutputs all, FeatureShape input) {
        AtomicReference<NetworkTiming> timing = new AtomicReference<>();
        ParallelWorkers.withThreads(
                threads.number(), () -> timing.set(NetworkBenchmark.time(all, input, rounds, Monitor.NONE)));
        return timing.get();
    }

    private static TextTable table() {
        return new TextTable("name", "layers", "input", "threads", "median ms", "min ms", "first ms", "algorithms");
    }

    /** The name of a file, a folder or an example, or the layers on one line. */
    private String named(NetworkOutputs all) {
        String value = network.orElseThrow();
        if (NetworkInput.isFile(value)) {
            Path name = Path.of(value).toAbsolutePath().normalize().getFileName();
            return name == null ? value : name.toString();
        }
        return NetworkInput.examples().contains(value)
                ? value
                : NetworkText.print(all.layers()).strip().replaceAll("\\s*\\R\\s*", "; ");
    }

    /** The table below tells the rest. */
    private static String shortened(String text) {
        return text.length() <= WIDEST ? text : text.substring(0, WIDEST - 1) + "…";
    }

    private static String algorithms(NetworkTiming timing) {
        return String.join("; ", timing.algorithms());
    }

    private static void addLine(
            TextTable table, String name, String layers, String size, NetworkTiming timing, String algorithms) {
        table.add(
                name,
                layers,
                size,
                Integer.toString(timing.threads()),
                millis(timing.rounds().median()),
                millis(timing.rounds().min()),
                millis(timing.firstMillis()),
                algorithms);
    }

    private static String millis(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
