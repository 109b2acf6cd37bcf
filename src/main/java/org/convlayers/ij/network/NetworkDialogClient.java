package org.convlayers.ij.network;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.convlayers.app.AppliedNetwork;
import org.convlayers.app.FreeMemory;
import org.convlayers.app.NetworkInput;
import org.convlayers.app.NetworkModel;
import org.convlayers.app.ShownMaps;
import org.convlayers.app.StackLayout;
import org.convlayers.ij.image.ImageWeights;
import org.convlayers.ij.image.SourceImage;
import org.convlayers.ij.option.LayerOptions;
import org.convlayers.ij.option.OptionDialog;
import org.convlayers.ij.option.Options;
import org.convlayers.layer.Network;
import org.convlayers.text.NetworkText;
import org.convlayers.weights.WeightSource;

/** Says what a network would give and cost. Files are read once, in a thread of their own. */
final class NetworkDialogClient implements OptionDialog.Client {
    /** So many results are listed. */
    private static final int LISTED = 5;

    private final ImagePlus image;
    private final SourceImage source;
    private final ImageWeights files = new ImageWeights();
    private volatile Optional<Opened> opened = Optional.empty();
    private volatile Optional<Made> made = Optional.empty();

    /** A file of a network that was read. */
    private record Opened(String path, NetworkModel model) {}

    /** The network of the last outlook, so that a change of another field does not make it again. */
    private record Made(String network, NetworkModel model, WeightSource weights, long seed, AppliedNetwork applied) {}

    NetworkDialogClient(ImagePlus image) {
        this.image = image;
        source = SourceImage.of(image);
    }

    @Override
    public Optional<OptionDialog.Reading> reading(Options options) {
        String network = RunNetwork.network(options);
        boolean isUnread = NetworkInput.isFile(network) && opened(network).isEmpty();
        boolean needsWeights = files.unread(new LayerOptions(options).weights()).isPresent();
        if (!isUnread && !needsWeights) {
            return Optional.empty();
        }
        return Optional.of(() -> {
            if (isUnread) {
                opened = Optional.of(new Opened(network, NetworkInput.open(network)));
            }
            made(options);
        });
    }

    private Optional<NetworkModel> opened(String network) {
        return opened.filter(file -> file.path().equals(network)).map(Opened::model);
    }

    private Made made(Options options) throws IOException {
        String network = RunNetwork.network(options);
        LayerOptions read = new LayerOptions(options);
        WeightSource weights = read.weights();
        long seed = read.seed();
        Optional<Made> last = made.filter(
                known -> known.network().equals(network) && known.weights().equals(weights) && known.seed() == seed);
        if (last.isPresent()) {
            return last.get();
        }
        Optional<NetworkModel> known = opened(network);
        NetworkModel model = known.isPresent() ? known.get() : NetworkInput.open(network);
        AppliedNetwork applied = RunNetwork.apply(model, options, source, files);
        Made now = new Made(network, model, weights, seed, applied);
        made = Optional.of(now);
        return now;
    }

    @Override
    public OptionDialog.Outlook outlook(Options options) throws IOException {
        LayerOptions read = new LayerOptions(options);
        read.requireRunnable();
        Made now = made(options);
        AppliedNetwork applied = now.applied();
        StackLayout from = source.layout(applied.rank());
        RunNetwork.scaling(options, now.model()).requireFits(from.shape());
        List<ShownMaps> shown = RunNetwork.shown(options, applied);
        Network network = applied.layers();
        String results = shown.stream()
                .limit(LISTED)
                .map(maps -> result(maps, from, read))
                .collect(Collectors.joining());
        String more = shown.size() > LISTED ? "... and " + (shown.size() - LISTED) + " more images\n" : "";
        String notes = applied.notes().stream().map(note -> note + "\n").collect(Collectors.joining());
        String channels = String.join(", ", source.channelNames(applied.rank()));
        return new OptionDialog.Outlook(
                replaced(read, shown) + results + more + cost(network, from) + "channels, in this order: " + channels
                        + "\n" + notes + Dimensions.hint(image, applied.rank()) + NetworkText.print(network));
    }

    private String replaced(LayerOptions options, List<ShownMaps> shown) throws IOException {
        Optional<Path> save = options.save();
        StringBuilder lines = new StringBuilder();
        if (save.isPresent()) {
            for (ShownMaps maps : shown) {
                Path file = maps.beside(save.get());
                lines.append(new ResultFile(file, image, maps.filled().source()).outlook());
            }
        }
        return lines.toString();
    }

    private static String result(ShownMaps maps, StackLayout from, LayerOptions read) {
        StackLayout to = from.withShape(maps.filled().network().outputShape(from.shape()));
        long bytes = (long) to.width() * to.height() * to.planes() * read.type().bytes();
        String name = maps.name().isEmpty() ? "" : maps.name() + ": ";
        return name + Dimensions.describe(from, to) + "; " + FreeMemory.inWords(bytes) + "\n";
    }

    private static String cost(Network network, StackLayout from) {
        return String.format(
                Locale.ROOT,
                "%,d parameters, %,d multiply-accumulates%s%n",
                network.nodes().stream()
                        .mapToLong(node -> node.layer().parameterCount())
                        .sum(),
                network.macs(from.shape()),
                from.items() > 1 ? " for each" : "");
    }
}
