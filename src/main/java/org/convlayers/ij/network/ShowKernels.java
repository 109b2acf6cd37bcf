package org.convlayers.ij.network;

import ij.IJ;
import ij.ImagePlus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.convlayers.app.LayerKernelWeights;
import org.convlayers.ij.image.OpenImages;
import org.convlayers.ij.option.Command;
import org.convlayers.ij.option.Keys;
import org.convlayers.ij.option.OptionDialog;
import org.convlayers.ij.option.OptionKey;
import org.convlayers.ij.option.OptionSchema;
import org.convlayers.ij.option.Options;

/** Plugins > ConvLayers > Show Kernels...: the weights of a convolution as images. */
public final class ShowKernels extends Command {
    /** The name in the menu. */
    public static final String NAME = "Show Kernels...";

    /** Made by ImageJ. */
    public ShowKernels() {
        super(NAME, new OptionSchema(keys()), "commands.md#show-kernels");
    }

    private static List<OptionKey> keys() {
        List<OptionKey> keys = new ArrayList<>(List.of(Keys.LAYER));
        keys.addAll(ChosenNetwork.KEYS);
        keys.add(Keys.MONTAGE);
        return keys;
    }

    @Override
    public OptionDialog.Client client() {
        return options -> new OptionDialog.Outlook(describe(kernels(options)));
    }

    @Override
    public String execute(Options options) throws IOException {
        LayerKernelWeights kernels = kernels(options);
        KernelImages images = new KernelImages(kernels);
        String title = OpenImages.uniqueTitle("Kernels of " + kernels.layer());
        ImagePlus image = options.isSet(Keys.MONTAGE) ? images.montage(title) : images.stack(title);
        image.show();
        IJ.showStatus(describe(kernels));
        return image.getTitle();
    }

    private static LayerKernelWeights kernels(Options options) throws IOException {
        String layer = options.text(Keys.LAYER);
        return LayerKernelWeights.of(
                ChosenNetwork.of(options).outputs().layers(), layer.equalsIgnoreCase(OptionKey.AUTO) ? "" : layer);
    }

    private static String describe(LayerKernelWeights kernels) {
        return "layer '" + kernels.layer() + "': " + kernels.outChannels() + " x " + kernels.inputs() + " kernels of "
                + (kernels.size().get(0) == 1 ? "" : kernels.size().get(0) + "x")
                + kernels.size().get(1) + "x"
                + kernels.size().get(2) + " (out x in)";
    }
}
