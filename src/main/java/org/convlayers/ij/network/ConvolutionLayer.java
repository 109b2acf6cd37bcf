package org.convlayers.ij.network;

import java.util.List;
import org.convlayers.app.LayerNetworks;
import org.convlayers.ij.option.Keys;
import org.convlayers.ij.option.LayerOptions;
import org.convlayers.ij.option.OptionKey;
import org.convlayers.ij.option.Options;
import org.convlayers.layer.Network;
import org.convlayers.weights.Initializer;

/** Plugins > ConvLayers > Convolution Layer...: applies one convolution to the channels of the active image. */
public final class ConvolutionLayer extends LayerCommand {
    /** The name in the menu. */
    public static final String NAME = "Convolution Layer...";

    private static final List<OptionKey> KEYS = List.of(
            Keys.WEIGHTS,
            Keys.FILTERS,
            Keys.KERNEL,
            Keys.STRIDE,
            Keys.PADDING,
            Keys.EDGES,
            Keys.DILATION,
            Keys.GROUPS,
            Keys.NO_BIAS,
            Keys.ACTIVATION,
            Keys.DIMENSIONS,
            Keys.SEED,
            Keys.PRECISION,
            Keys.TILE,
            Keys.TYPE,
            Keys.SAVE);

    /** Made by ImageJ. */
    public ConvolutionLayer() {
        super(NAME, KEYS, "commands.md#convolution-layer", "conv");
    }

    @Override
    Network network(Options options, Initializer weights, int channels) {
        return LayerNetworks.standard(new LayerOptions(options).settings(), weights, channels);
    }
}
