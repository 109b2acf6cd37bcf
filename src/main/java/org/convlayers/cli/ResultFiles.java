package org.convlayers.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.convlayers.app.FileSink;
import org.convlayers.app.InputScaling;
import org.convlayers.app.NetworkRun;
import org.convlayers.app.NpyBatch;
import org.convlayers.app.ResultFormat;
import org.convlayers.app.ShownMaps;
import org.convlayers.app.TileChoice;
import org.convlayers.app.TileDecision;
import org.convlayers.app.WatchedSink;
import org.convlayers.engine.NetworkPlan;
import org.convlayers.engine.memory.BlockSource;
import org.convlayers.engine.memory.Monitor;
import org.convlayers.io.OutputFiles;
import org.convlayers.io.SampleType;
import org.convlayers.shape.EmptyMapsException;
import org.convlayers.shape.FeatureShape;

/** The files of {@code apply}, one for each result: all are open before anything is computed, and appear when all is. */
final class ResultFiles implements AutoCloseable {
    private final Path out;
    private final ResultFormat format;
    private final InputScaling scaling;
    private final SampleType type;
    private final List<Result> results = new ArrayList<>();
    private final List<String> reports = new ArrayList<>();

    private record Result(Path path, String output, FeatureShape shape, FileSink sink) {}

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

    /**
     * Opens the files.
     *
     * @param maps the results
     * @param outputs which output of the network each of them is; empty if that needs not be said
     * @param plan computes all of them
     */
    void open(List<ShownMaps> maps, List<String> outputs, NetworkPlan plan, OutputFiles files) throws IOException {
        for (int i = 0; i < maps.size(); i++) {
            Path path = maps.get(i).beside(out);
            FeatureShape shape = plan.outputs().shapes().get(i);
            String output = outputs.isEmpty() ? "" : "output '" + outputs.get(i) + "', ";
            FileSink sink = format.create(files.create(path), maps.get(i), scaling, shape, type);
            results.add(new Result(path, output, shape, sink));
        }
    }

    /** Computes all of them. */
    void compute(NetworkPlan plan, BlockSource source, TileChoice tile, Monitor monitor) {
        TileDecision tiles = NetworkRun.decide(plan, source.items(), tile);
        List<WatchedSink> sinks = results.stream()
                .map(result -> new WatchedSink(result.sink(), type))
                .toList();
        NetworkRun.run(plan, source, List.copyOf(sinks), tiles, monitor);
        reports.add(out + ": " + tiles.reason());
        for (int i = 0; i < sinks.size(); i++) {
            Result result = results.get(i);
            sinks.get(i).remark().ifPresent(remark -> reports.add(result.path() + ": " + remark));
            reports.add(result.path() + ": " + result.output()
                    + change(source, result.shape().toString()));
        }
    }

    /** Lets the files appear. */
    void finish() throws IOException {
        for (Result result : results) {
            result.sink().finish();
        }
    }

    /** How the files were computed, and what became of the image, a line for each. */
    List<String> reports() {
        return reports;
    }

    /** What became of the image. */
    String report(Path path, BlockSource source, String output) {
        return path + ": " + change(source, output);
    }

    private String change(BlockSource source, String output) {
        String items = source.items() == 1 ? "" : ", for each of " + source.items() + " items";
        return source.shape() + " -> " + output + items
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
