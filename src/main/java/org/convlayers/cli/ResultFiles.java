package org.convlayers.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.convlayers.app.FileSink;
import org.convlayers.app.InputScaling;
import org.convlayers.app.LayerTimes;
import org.convlayers.app.NetworkRun;
import org.convlayers.app.NetworkSummary;
import org.convlayers.app.NpyBatch;
import org.convlayers.app.ResultFormat;
import org.convlayers.app.RunShare;
import org.convlayers.app.ShownMaps;
import org.convlayers.app.TileChoice;
import org.convlayers.app.TileDecision;
import org.convlayers.engine.NetworkPlan;
import org.convlayers.engine.memory.BlockSource;
import org.convlayers.io.OutputFiles;
import org.convlayers.io.SampleType;
import org.convlayers.shape.EmptyMapsException;

/** The files of {@code apply}, one for each result: all are open before anything is computed, and appear when all is. */
final class ResultFiles implements AutoCloseable {
    private final Path out;
    private final ResultFormat format;
    private final InputScaling scaling;
    private final SampleType type;
    private final List<String> tilings = new ArrayList<>();
    private final List<Result> results = new ArrayList<>();
    private final List<LayerTimes> times = new ArrayList<>();

    private record Result(Path path, ShownMaps maps, NetworkPlan plan, FileSink sink) {}

    /**
     * No file yet.
     *
     * @param out the first file; the others lie beside it
     */
    ResultFiles(Path out, ResultFormat format, InputScaling scaling, SampleType type) {
        this.out = out;
        this.format = format;
        this.scaling = scaling;
        this.type = type;
    }

    /** Opens the file of one more result. */
    void add(ShownMaps maps, NetworkPlan plan, OutputFiles files) throws IOException {
        Path path = maps.beside(out);
        FileSink sink = format.create(files.create(path), maps, scaling, plan.outputShape(), type);
        results.add(new Result(path, maps, plan, sink));
    }

    /** Computes all of them. */
    void compute(BlockSource source, TileChoice tile, ProgressLines progress) {
        List<Double> work =
                results.stream().map(result -> NetworkRun.work(result.plan())).toList();
        RunShare share = new RunShare(progress, work);
        for (Result result : results) {
            TileDecision tiles = NetworkRun.decide(result.plan(), source.items(), tile);
            tilings.add(result.path() + ": " + tiles.reason());
            LayerTimes watch = new LayerTimes(result.maps().filled().network(), share.next());
            times.add(watch);
            NetworkRun.run(result.plan(), source, List.of(result.sink()), tiles, watch);
        }
    }

    /** Lets the files appear. */
    void finish() throws IOException {
        for (Result result : results) {
            result.sink().finish();
        }
    }

    /** Prints the layers of each result and how long they took. */
    void printSummaries(int threads, PrintWriter out) {
        for (int i = 0; i < results.size(); i++) {
            NetworkSummary summary = NetworkSummary.of(
                    results.get(i).maps().filled().network(), results.get(i).plan());
            new SummaryTable(summary, Optional.of(times.get(i).measured(threads, 1))).print(out);
        }
    }

    /** How the files were computed, and what became of the image, a line for each. */
    List<String> reports(BlockSource source) {
        List<String> reports = new ArrayList<>(tilings);
        for (Result result : results) {
            reports.add(
                    report(result.path(), source, result.plan().outputShape().toString()));
        }
        return reports;
    }

    /** What became of the image. */
    String report(Path path, BlockSource source, String output) {
        String items = source.items() == 1 ? "" : ", for each of " + source.items() + " items";
        return path + ": " + source.shape() + " -> " + output + items
                + type.loss().map(loss -> "; " + loss).orElse("");
    }

    /**
     * Writes a result without pixels, the only one.
     *
     * @param batch the batch that the network was applied to
     * @param result says that the result has no pixel; thrown if the format knows no such thing
     */
    void writeEmpty(NpyBatch batch, EmptyMapsException result, OutputFiles files) throws IOException {
        format.writeEmpty(files.create(out), batch, result, type);
    }

    @Override
    public void close() throws IOException {
        for (Result result : results) {
            result.sink().close();
        }
    }
}
