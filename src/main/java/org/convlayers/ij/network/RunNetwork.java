package org.convlayers.ij.network;

import ij.ImagePlus;
import ij.WindowManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.convlayers.app.AppliedNetwork;
import org.convlayers.app.InputScaling;
import org.convlayers.app.NetworkInput;
import org.convlayers.app.NetworkModel;
import org.convlayers.app.ShownMaps;
import org.convlayers.ij.image.ImagePlusImg;
import org.convlayers.ij.image.ImageWeights;
import org.convlayers.ij.image.OpenImages;
import org.convlayers.ij.image.SourceImage;
import org.convlayers.ij.option.Command;
import org.convlayers.ij.option.Keys;
import org.convlayers.ij.option.LayerOptions;
import org.convlayers.ij.option.OptionDialog;
import org.convlayers.ij.option.OptionException;
import org.convlayers.ij.option.OptionSchema;
import org.convlayers.ij.option.Options;
import org.convlayers.weights.WeightFiles;

/** Plugins > ConvLayers > Run Network...: a whole network, typed as layers or from a file, applied to the active image. */
public final class RunNetwork extends Command {
    /** The name in the menu. */
    public static final String NAME = "Run Network...";

    private static final OptionSchema SCHEMA = new OptionSchema(List.of(
            Keys.NETWORK_OR_EXAMPLE,
            Keys.WEIGHTS.withDefault("kaiming").suggesting("kaiming", "sobel", "gaussian(2)", "laplacian", "identity"),
            Keys.INPUT,
            Keys.SHOW,
            Keys.TILE,
            Keys.SEED,
            Keys.PRECISION,
            Keys.SAVE,
            Keys.TYPE));

    /** Made by ImageJ. */
    public RunNetwork() {
        super(NAME, SCHEMA, "run-network.md");
    }

    /** To try, as long as there is no other. */
    @Override
    public Options initial(Options recalled) {
        int channels = Optional.ofNullable(WindowManager.getCurrentImage())
                .map(ImagePlusImg::channels)
                .orElse(1);
        return recalled.text(Keys.NETWORK).isEmpty()
                ? recalled.with(Keys.NETWORK, "Conv2d(" + channels + ", 8, 3, padding=same); ReLU(); MaxPool2d(2)")
                : recalled;
    }

    @Override
    public OptionDialog.Client client() {
        return new NetworkDialogClient(OpenImages.active());
    }

    @Override
    public String execute(Options options) throws IOException {
        ImagePlus image = OpenImages.active();
        return JobRun.run(NAME, image, () -> job(options, image));
    }

    private static NetworkJob job(Options options, ImagePlus image) throws IOException {
        LayerOptions read = new LayerOptions(options);
        read.requireRunnable();
        String network = network(options);
        NetworkModel model = NetworkInput.open(network);
        InputScaling scaling = scaling(options, model);
        AppliedNetwork applied = apply(model, options, SourceImage.of(image), new ImageWeights());
        String title = NetworkInput.shortName(network);
        String asked = options.text(Keys.SHOW);
        boolean isNamed = !asked.equalsIgnoreCase("output") && !asked.equalsIgnoreCase("all");
        List<NetworkJob.Result> results = new ArrayList<>();
        for (ShownMaps maps : shown(options, applied)) {
            Optional<Path> save = read.save().map(maps::beside);
            String part = isNamed ? asked : maps.name();
            String name = part.isEmpty() ? title : title + "-" + part;
            results.add(new NetworkJob.Result(name, maps, save));
        }
        return new NetworkJob(results, scaling, read.precision(), read.tile(), read.type(), applied.notes());
    }

    /** The network that the options name, made for an image. */
    static AppliedNetwork apply(NetworkModel model, Options options, SourceImage image, WeightFiles files)
            throws IOException {
        LayerOptions read = new LayerOptions(options);
        return model.fill(read.weights(), files, read.seed()).on(image);
    }

    /**
     * The layers or the file that the options name.
     *
     * @throws OptionException if they name none
     */
    static String network(Options options) {
        String network = options.text(Keys.NETWORK);
        if (network.isEmpty()) {
            throw new OptionException("network is missing: give layers, for example network=[Conv2d(3, 8, 3); ReLU()],"
                    + " or a file, .onnx or layer text");
        }
        return network;
    }

    /** What is done with the values of the image: what the options say, else what the network's folder says. */
    static InputScaling scaling(Options options, NetworkModel model) {
        InputScaling scaling = new LayerOptions(options).input().orElseGet(model::input);
        scaling.requireFits(model);
        return scaling;
    }

    static List<ShownMaps> shown(Options options, AppliedNetwork applied) {
        return options.read(Keys.SHOW, applied::shown);
    }
}
