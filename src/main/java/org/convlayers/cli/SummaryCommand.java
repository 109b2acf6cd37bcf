package org.convlayers.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.convlayers.app.FilledNetwork;
import org.convlayers.app.InputSize;
import org.convlayers.app.NetworkModel;
import org.convlayers.app.NetworkRun;
import org.convlayers.app.NetworkSummary;
import org.convlayers.engine.Precision;
import org.convlayers.layer.Network;
import org.convlayers.receptive.FieldFormula;
import org.convlayers.shape.FeatureShape;
import org.convlayers.weights.Weights;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code summary}: the table of a network's layers. */
@Command(
        name = "summary",
        description = "Print the layers of a network: output shapes, parameters, multiply-accumulates (MACs), receptive"
                + " fields (size and stride in input pixels), and how each is computed.")
final class SummaryCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private NetworkOption network;

    @Option(names = "--size", required = true, paramLabel = "[Cx][Dx]HxW", description = NetworkOption.SIZE)
    private String size;

    @Option(names = "--json", description = "Print one JSON object instead of a table.")
    private boolean json;

    /** A layer as JSON. */
    private record LayerJson(
            String name,
            String text,
            List<Integer> output,
            long parameters,
            long macs,
            Optional<List<Long>> field,
            Optional<List<Long>> stride,
            String algorithm) {}

    private record SummaryJson(List<Integer> input, List<LayerJson> layers, NetworkSummary.Total total) {}

    @Override
    public Integer call() throws IOException {
        NetworkModel model = network.open();
        FeatureShape input = InputSize.parse(size, model);
        Network layers = model.network(input);
        NetworkSummary summary = summary(layers, input);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            List<LayerJson> rows =
                    summary.layers().stream().map(SummaryCommand::toJson).toList();
            out.println(Json.print(new SummaryJson(sizes(input), rows, summary.total())));
        } else {
            table(summary).print(out);
        }
        return 0;
    }

    /** What is computed does not depend on the weights; some must be there to choose how. */
    private static NetworkSummary summary(Network layers, FeatureShape input) {
        layers.shapes(input);
        Weights weights = FilledNetwork.random(layers).weights();
        return NetworkSummary.of(layers, NetworkRun.plan(layers, weights, input, Precision.FLOAT32));
    }

    private static LayerJson toJson(NetworkSummary.Row row) {
        return new LayerJson(
                row.name(),
                row.text(),
                sizes(row.output()),
                row.parameters(),
                row.macs(),
                FieldNumbers.of(row.field(), FieldFormula.Axis::size),
                FieldNumbers.of(row.field(), FieldFormula.Axis::stride),
                row.algorithm());
    }

    private static List<Integer> sizes(FeatureShape shape) {
        return Stream.concat(
                        Stream.of(shape.channels()),
                        IntStream.of(shape.spatial().toArray()).boxed())
                .toList();
    }

    private static TextTable table(NetworkSummary summary) {
        TextTable table =
                new TextTable("name", "layer", "output", "parameters", "MACs", "field", "stride", "algorithm");
        for (NetworkSummary.Row row : summary.layers()) {
            table.add(
                    row.name(),
                    row.text(),
                    row.output().toString(),
                    grouped(row.parameters()),
                    grouped(row.macs()),
                    join(row, FieldFormula.Axis::size),
                    join(row, FieldFormula.Axis::stride),
                    row.algorithm());
        }
        NetworkSummary.Total total = summary.total();
        table.add("total", "", "", grouped(total.parameters()), grouped(total.macs()), "", "", "");
        return table;
    }

    private static String join(NetworkSummary.Row row, Function<FieldFormula.Axis, Long> number) {
        return FieldNumbers.of(row.field(), number)
                .map(numbers -> FieldNumbers.join(numbers, "x"))
                .orElse("-");
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
