package org.convlayers.ij.network;

import ij.ImagePlus;
import java.io.IOException;
import java.util.List;
import org.convlayers.app.FilledNetwork;
import org.convlayers.app.InputScaling;
import org.convlayers.app.ShownMaps;
import org.convlayers.ij.image.ImagePlusImg;
import org.convlayers.ij.image.ImageWeights;
import org.convlayers.ij.image.OpenImages;
import org.convlayers.ij.image.SourceImage;
import org.convlayers.ij.option.Command;
import org.convlayers.ij.option.LayerOptions;
import org.convlayers.ij.option.OptionDialog;
import org.convlayers.ij.option.OptionKey;
import org.convlayers.ij.option.OptionSchema;
import org.convlayers.ij.option.Options;
import org.convlayers.layer.Network;
import org.convlayers.weights.Initializer;
import org.convlayers.weights.WeightSource;

/** What the commands that apply a layer to the active image have in common. */
abstract class LayerCommand extends Command {
    private final String suffix;

    /**
     * Makes a command.
     *
     * @param suffix what the title of its results ends with
     */
    LayerCommand(String name, List<OptionKey> keys, String guide, String suffix) {
        super(name, new OptionSchema(keys), guide);
        this.suffix = suffix;
    }

    /**
     * The layers that the options stand for.
     *
     * @param options the command's options
     * @param weights what will fill the layers
     * @param channels the channels of the image
     */
    abstract Network network(Options options, Initializer weights, int channels);

    /** What is shown besides the result itself: outputs of layers inside. */
    List<String> shownLayers(Options options) {
        return List.of();
    }

    @Override
    public OptionDialog.Client client() {
        return new LayerDialogClient(this, OpenImages.active());
    }

    @Override
    public String execute(Options options) throws IOException {
        ImagePlus image = OpenImages.active();
        return JobRun.run(name(), image, () -> {
            NetworkJob job = job(options, image, new ImageWeights());
            for (String layer : shownLayers(options)) {
                job = job.showing(layer);
            }
            return job;
        });
    }

    /**
     * The job that the options stand for.
     *
     * @param files where weights come from
     */
    final NetworkJob job(Options options, ImagePlus image, ImageWeights files) throws IOException {
        LayerOptions read = new LayerOptions(options);
        WeightSource source = read.weights();
        Initializer initializer = source.open(read.rank(), files);
        Network network = network(options, initializer, ImagePlusImg.channels(image));
        FilledNetwork filled = new FilledNetwork(network, initializer.initialize(network, read.seed()), source);
        ShownMaps maps = ShownMaps.ofOutput("", filled, SourceImage.of(image), filled.rank());
        return new NetworkJob(
                List.of(new NetworkJob.Result(suffix, maps, read.save())),
                InputScaling.AS_IS,
                read.precision(),
                read.tile(),
                read.type(),
                List.of());
    }
}
