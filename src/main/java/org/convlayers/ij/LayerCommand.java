package org.convlayers.ij;

import ij.IJ;
import ij.ImagePlus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.convlayers.app.FilledNetwork;
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

    /** What is shown before the result itself: outputs of layers inside. */
    List<String> shownLayers(Options options) {
        return List.of();
    }

    @Override
    OptionDialog.Client client() {
        return new LayerDialogClient(this, OpenImages.active());
    }

    @Override
    String execute(Options options) throws IOException {
        ImagePlus image = OpenImages.active();
        if (!image.lockSilently()) {
            throw new IllegalArgumentException("'" + image.getTitle() + "' is locked by another command");
        }
        try {
            ProgressMonitor monitor = new ProgressMonitor(); // first: an Esc while weights are read counts
            NetworkJob job = job(options, image, new ImageWeights());
            NetworkApplication application = new NetworkApplication(image, job);
            IJ.showStatus(name() + " " + application.dimensions());
            List<ImagePlus> stages = new ArrayList<>();
            for (String layer : shownLayers(options)) {
                stages.add(new NetworkApplication(image, job.upTo(layer)).run(monitor));
            }
            ImagePlus result = application.run(monitor);
            stages.forEach(ImagePlus::show); // only now: whoever cancels is left with nothing half made
            result.show();
            job.type().loss().ifPresent(loss -> IJ.log(result.getTitle() + ": " + loss));
            IJ.showStatus(application.dimensions()
                    + job.type().loss().map(loss -> "; " + loss).orElse(""));
            return result.getTitle();
        } finally {
            image.unlock();
        }
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
        return new NetworkJob(
                suffix,
                new FilledNetwork(network, initializer.initialize(network, read.seed()), source),
                read.precision(),
                read.tile(),
                read.type(),
                read.save());
    }
}
