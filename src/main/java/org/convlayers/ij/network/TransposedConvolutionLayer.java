package org.convlayers.ij.network;

import java.util.List;
import org.convlayers.app.SizeNetworks;
import org.convlayers.ij.option.Keys;
import org.convlayers.ij.option.LayerOptions;
import org.convlayers.ij.option.OptionKey;
import org.convlayers.ij.option.Options;
import org.convlayers.layer.Network;
import org.convlayers.weights.Initializer;

/** Plugins > ConvLayers > Transposed Convolution...: enlarges the active image by scattering a kernel for each pixel. */
public final class TransposedConvolutionLayer extends LayerCommand {
    /** The name in the menu. */
    public static final String NAME = "Transposed Convolution...";

    private static final List<OptionKey> KEYS = List.of(
            Keys.WEIGHTS.withDefault("kaiming"),
            Keys.FILTERS,
            Keys.KERNEL,
            Keys.STRIDE.withDefault("2"),
            Keys.PADDING.withDefault("0").suggesting("0", "1", "0:1x0:1"),
            Keys.OUTPAD,
            Keys.DILATION,
            Keys.GROUPS,
            Keys.NO_BIAS,
            Keys.DIMENSIONS,
            Keys.SEED,
            Keys.PRECISION,
            Keys.TYPE,
            Keys.SAVE);

    /** Made by ImageJ. */
    public TransposedConvolutionLayer() {
        super(NAME, KEYS, "commands.md#transposed-convolution", "transposed");
    }

    @Override
    Network network(Options options, Initializer weights, int channels) {
        LayerOptions read = new LayerOptions(options);
        return SizeNetworks.transposed(read.settings(), read.pixels(Keys.OUTPAD), weights, channels);
    }
}
