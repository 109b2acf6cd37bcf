package org.convlayers.ij.network;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.convlayers.app.History;
import org.convlayers.app.InputSize;
import org.convlayers.app.NetworkBenchmark;
import org.convlayers.app.NetworkInput;
import org.convlayers.app.NetworkModel;
import org.convlayers.app.NetworkOutputs;
import org.convlayers.app.NetworkSummary;
import org.convlayers.ij.image.Histories;
import org.convlayers.ij.image.ImagePlusImg;
import org.convlayers.ij.image.OpenImages;
import org.convlayers.ij.image.ProgressMonitor;
import org.convlayers.ij.image.SourceImage;
import org.convlayers.ij.option.Command;
import org.convlayers.ij.option.Keys;
import org.convlayers.ij.option.OptionDialog;
import org.convlayers.ij.option.OptionException;
import org.convlayers.ij.option.OptionKey;
import org.convlayers.ij.option.OptionSchema;
import org.convlayers.ij.option.Options;
import org.convlayers.receptive.FieldAdvice;
import org.convlayers.receptive.PullBack;
import org.convlayers.shape.FeatureShape;
import org.convlayers.text.NetworkText;

/** Plugins > ConvLayers > Layer Summary...: what the layers of a network give and cost, in ImageJ's Results table. */
public final class LayerSummary extends Command {
    /** The name in the menu. */
    public static final String NAME = "Layer Summary...";

    private static final int DEFAULT_RANK = 2;
    private static final int TIMED_RUNS = 5;

    /** Made by ImageJ. */
    public LayerSummary() {
        super(
                NAME,
                new OptionSchema(List.of(Keys.NETWORK_OR_EXAMPLE, Keys.SIZE, Keys.TIME)),
                "commands.md#layer-summary");
    }

    /** The layers that the active image comes from, or some that take it. */
    @Override
    public Options initial(Options recalled) {
        Optional<ImagePlus> image = Optional.ofNullable(WindowManager.getCurrentImage());
        Optional<History> history = image.flatMap(Histories::of);
        if (history.isPresent()) {
            String layers = history.get().network();
            return recalled.with(Keys.NETWORK, layers.replace("\n", "; "))
                    .with(
                            Keys.SIZE,
                            Histories.sourceSize(history.get(), NetworkText.parse(layers))
                                    .orElse(OptionKey.AUTO));
        }
        int channels = image.map(ImagePlusImg::channels).orElse(1);
        return recalled.text(Keys.NETWORK).isEmpty()
                ? recalled.with(Keys.NETWORK, "Conv2d(" + channels + ", 8, 3, padding=same); ReLU()")
                : recalled;
    }

    @Override
    public OptionDialog.Client client() {
        return options -> {
            NetworkModel model = model(options);
            FeatureShape input = size(options, model);
            NetworkOutputs network = model.outputs(input);
            NetworkSummary.Total total = NetworkSummary.of(network, input).total();
            String text = String.format(
                    Locale.ROOT,
                    "%s -> %s%n%,d parameters, %,d multiply-accumulates%n%,d bytes of feature maps at a time%n%s",
                    input,
                    network.areSeveral()
                            ? network.inWords(input)
                            : network.first().outputShape(input),
                    total.parameters(),
                    total.macs(),
                    total.memory(),
                    String.join(System.lineSeparator(), notes(network, input)));
            return new OptionDialog.Outlook(text);
        };
    }

    @Override
    public String execute(Options options) throws IOException {
        NetworkModel model = model(options);
        FeatureShape input = size(options, model);
        NetworkOutputs network = model.outputs(input);
        SummaryResults results = options.isSet(Keys.TIME)
                ? SummaryResults.of(NetworkBenchmark.time(network, input, TIMED_RUNS, new ProgressMonitor()))
                : new SummaryResults(NetworkSummary.of(network, input), Optional.empty());
        results.show(String.join(" ", notes(network, input)));
        NetworkSummary.Total total = results.summary().total();
        IJ.showStatus(total.parameters() + " parameters, " + total.macs() + " multiply-accumulates");
        return SummaryResults.TITLE;
    }

    private static List<String> notes(NetworkOutputs network, FeatureShape input) {
        List<String> notes = new ArrayList<>(FieldAdvice.of(PullBack.of(network.first(), input)));
        if (network.areSeveral()) {
            notes.add("Outputs: " + network.inWords(input) + ".");
        }
        notes.addAll(network.remarks());
        return notes;
    }

    private static NetworkModel model(Options options) throws IOException {
        return NetworkInput.open(RunNetwork.network(options));
    }

    private static FeatureShape size(Options options, NetworkModel model) {
        if (options.text(Keys.SIZE).equalsIgnoreCase(OptionKey.AUTO)) {
            if (WindowManager.getCurrentImage() == null) {
                throw new OptionException(
                        "size is missing: it is that of the active image, and no image is open; give one,"
                                + " for example size=512x512");
            }
            return size(OpenImages.active(), model);
        }
        return options.read(Keys.SIZE, text -> InputSize.parse(text, model));
    }

    private static FeatureShape size(ImagePlus image, NetworkModel model) {
        FeatureShape shape =
                SourceImage.of(image).layout(model.rank().orElse(DEFAULT_RANK)).shape();
        FeatureShape needed = new FeatureShape(model.inputChannels().orElse(shape.channels()), shape.spatial());
        if (!shape.equals(needed)) {
            throw new OptionException("size is that of the active image, " + shape + ", but the network takes " + needed
                    + "; give one, for example size=" + needed);
        }
        return shape;
    }
}
