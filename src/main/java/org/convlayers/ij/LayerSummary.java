package org.convlayers.ij;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.measure.ResultsTable;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.convlayers.app.FilledNetwork;
import org.convlayers.app.History;
import org.convlayers.app.InputSize;
import org.convlayers.app.NetworkInput;
import org.convlayers.app.NetworkModel;
import org.convlayers.app.NetworkRun;
import org.convlayers.app.NetworkSummary;
import org.convlayers.app.StackLayout;
import org.convlayers.engine.NetworkPlan;
import org.convlayers.engine.Precision;
import org.convlayers.layer.Network;
import org.convlayers.receptive.FieldFormula;
import org.convlayers.shape.FeatureShape;
import org.convlayers.text.NetworkText;
import org.convlayers.weights.Weights;

/** Plugins > ConvLayers > Layer Summary...: what the layers of a network give and cost, in ImageJ's Results table. */
public final class LayerSummary extends Command {
    static final String NAME = "Layer Summary...";

    private static final int DEFAULT_RANK = 2;

    /** Made by ImageJ. */
    public LayerSummary() {
        super(NAME, new OptionSchema(List.of(Keys.NETWORK, Keys.SIZE)), "commands.md#layer-summary");
    }

    /** The layers that the active image comes from, or some that take it. */
    @Override
    Options initial(Options recalled) {
        Optional<ImagePlus> image = Optional.ofNullable(WindowManager.getCurrentImage());
        Optional<History> history = image.flatMap(Histories::of);
        if (history.isPresent()) {
            String layers = history.get().network();
            return recalled.with(Keys.NETWORK, layers.replace("\n", "; "))
                    .with(Keys.SIZE, Histories.sourceSize(history.get(), NetworkText.parse(layers)));
        }
        int channels = image.map(ImagePlusImg::channels).orElse(1);
        return recalled.text(Keys.NETWORK).isEmpty()
                ? recalled.with(Keys.NETWORK, "Conv2d(" + channels + ", 8, 3, padding=same); ReLU()")
                : recalled;
    }

    @Override
    OptionDialog.Client client() {
        return options -> {
            NetworkModel model = model(options);
            FeatureShape input = size(options, model);
            Network network = model.network(input);
            NetworkSummary.Total total = summary(network, input).total();
            String text = String.format(
                    Locale.ROOT,
                    "%s -> %s%n%,d parameters, %,d multiply-accumulates",
                    input,
                    network.outputShape(input),
                    total.parameters(),
                    total.macs());
            return new OptionDialog.Outlook(text);
        };
    }

    @Override
    String execute(Options options) throws IOException {
        NetworkModel model = model(options);
        FeatureShape input = size(options, model);
        NetworkSummary summary = summary(model.network(input), input);
        ResultsTable table = ResultsTable.getResultsTable();
        summary.layers().forEach(row -> add(row, table));
        table.incrementCounter();
        table.addValue("Layer", "total");
        table.addValue("Parameters", (double) summary.total().parameters());
        table.addValue("MACs", (double) summary.total().macs());
        table.show("Results");
        IJ.showStatus(
                summary.total().parameters() + " parameters, " + summary.total().macs() + " multiply-accumulates");
        return "Results";
    }

    private static NetworkModel model(Options options) throws IOException {
        String text = options.text(Keys.NETWORK);
        if (text.isEmpty()) {
            throw new OptionException(
                    "network is missing: give layers, for example network=[Conv2d(3, 8, 3); ReLU()], or" + " a file");
        }
        return NetworkInput.open(text);
    }

    private static FeatureShape size(Options options, NetworkModel model) {
        if (options.text(Keys.SIZE).equalsIgnoreCase(OptionKey.AUTO)) {
            StackLayout layout =
                    SourceImage.of(OpenImages.active()).layout(model.rank().orElse(DEFAULT_RANK));
            return layout.shape();
        }
        return options.read(Keys.SIZE, text -> InputSize.parse(text, model));
    }

    /** How layers are computed does not depend on the numbers in their weights. */
    private static NetworkSummary summary(Network network, FeatureShape input) {
        network.outputShape(input);
        Weights weights = FilledNetwork.random(network).weights();
        NetworkPlan plan = NetworkRun.plan(network, weights, input, Precision.FLOAT32);
        return NetworkSummary.of(network, plan);
    }

    private static void add(NetworkSummary.Row row, ResultsTable table) {
        table.incrementCounter();
        table.addValue("Name", row.name());
        table.addValue("Layer", row.text());
        table.addValue("Output", row.output().toString());
        table.addValue("Parameters", (double) row.parameters());
        table.addValue("MACs", (double) row.macs());
        table.addValue("Field", along(row, FieldFormula.Axis::size));
        table.addValue("Stride", along(row, FieldFormula.Axis::stride));
        table.addValue("Algorithm", row.algorithm());
    }

    /** For example {@code 3x3}; empty where no formula holds. */
    private static String along(NetworkSummary.Row row, ToLongFunction<FieldFormula.Axis> number) {
        return row.field()
                .map(axes -> axes.stream()
                        .map(axis -> Long.toString(number.applyAsLong(axis)))
                        .collect(Collectors.joining("x")))
                .orElse("");
    }
}
