package org.convlayers.ij.network;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.convlayers.app.FilledNetwork;
import org.convlayers.app.FreeMemory;
import org.convlayers.app.ResultLabels;
import org.convlayers.app.StackLayout;
import org.convlayers.ij.image.ImagePlusImg;
import org.convlayers.ij.image.ImageWeights;
import org.convlayers.ij.image.SourceImage;
import org.convlayers.ij.option.LayerOptions;
import org.convlayers.ij.option.OptionDialog;
import org.convlayers.ij.option.Options;
import org.convlayers.layer.Network;
import org.convlayers.shape.FeatureShape;
import org.convlayers.text.NetworkText;
import org.convlayers.weights.Initializer;
import org.convlayers.weights.WeightSource;

/** Says what a layer would give and cost, and shows what it would give where the user looks. */
final class LayerDialogClient implements OptionDialog.Client {
    private final LayerCommand command;
    private final ImagePlus image;
    private final ImageWeights files = new ImageWeights();
    private final RegionPreview preview;

    LayerDialogClient(LayerCommand command, ImagePlus image) {
        this.command = command;
        this.image = image;
        preview = new RegionPreview(image);
    }

    @Override
    public Optional<OptionDialog.Reading> reading(Options options) {
        return files.unread(new LayerOptions(options).weights()).map(path -> () -> files.tensors(path));
    }

    /** Shapes and costs only: no weight is made, so that a slip of the finger costs nothing. */
    @Override
    public OptionDialog.Outlook outlook(Options options) throws IOException {
        LayerOptions read = new LayerOptions(options);
        read.requireRunnable();
        WeightSource source = read.weights();
        Initializer weights = source.open(read.rank(), files);
        Network network = command.network(options, weights, ImagePlusImg.channels(image));
        int rank = FilledNetwork.rank(network);
        StackLayout from = SourceImage.of(image).layout(rank);
        FeatureShape output = network.outputShape(from.shape());
        StackLayout to = from.withShape(output);
        long parameters = network.nodes().stream()
                .mapToLong(node -> node.layer().parameterCount())
                .sum();
        long bytes = (long) to.width() * to.height() * to.planes() * read.type().bytes();
        String text = String.format(
                Locale.ROOT,
                "%s%s; %s%n%,d parameters, %,d multiply-accumulates%s%n%s%s",
                replaced(read, source),
                Dimensions.describe(from, to),
                FreeMemory.inWords(bytes),
                parameters,
                network.macs(from.shape()),
                from.items() > 1 ? " for each" : "",
                Dimensions.hint(image, rank),
                NetworkText.print(network));
        return new OptionDialog.Outlook(
                text, ResultLabels.of(network, source, SourceImage.of(image).channelNames(rank), from.shape()));
    }

    private String replaced(LayerOptions options, WeightSource weights) throws IOException {
        Optional<Path> save = options.save();
        return save.isPresent() ? new ResultFile(save.get(), image, weights).outlook() : "";
    }

    @Override
    public boolean hasPreview() {
        return true;
    }

    @Override
    public void showPreview(Options options, int map) {
        preview.show(() -> command.job(options, image, files), map);
    }

    @Override
    public void hidePreview() {
        preview.hide();
    }
}
