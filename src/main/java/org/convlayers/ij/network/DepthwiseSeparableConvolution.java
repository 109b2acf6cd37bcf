package org.convlayers.ij.network;

import java.util.List;
import org.convlayers.app.LayerNetworks;
import org.convlayers.ij.option.Keys;
import org.convlayers.ij.option.LayerOptions;
import org.convlayers.ij.option.OptionKey;
import org.convlayers.ij.option.Options;
import org.convlayers.layer.Network;
import org.convlayers.weights.Initializer;

/**
 * Plugins > ConvLayers > Depthwise Separable Convolution...: filters each channel of the active image by itself, then mixes
 * the results pixel by pixel.
 */
public final class DepthwiseSeparableConvolution extends LayerCommand {
    /** The name in the menu. */
    public static final String NAME = "Depthwise Separable Convolution...";

    private static final List<OptionKey> KEYS = List.of(
            Keys.WEIGHTS.withDefault("kaiming"),
            Keys.FILTERS,
            Keys.KERNEL,
            Keys.STRIDE,
            Keys.PADDING,
            Keys.EDGES,
            Keys.DILATION,
            Keys.MULTIPLIER,
            Keys.NO_BIAS,
            Keys.BETWEEN,
            Keys.ACTIVATION,
            Keys.DIMENSIONS,
            Keys.SEED,
            Keys.PRECISION,
            Keys.TILE,
            Keys.TYPE,
            Keys.STAGES,
            Keys.SAVE);

    /** Made by ImageJ. */
    public DepthwiseSeparableConvolution() {
        super(NAME, KEYS, "commands.md#depthwise-separable-convolution", "separable");
    }

    @Override
    Network network(Options options, Initializer weights, int channels) {
        LayerOptions read = new LayerOptions(options);
        return LayerNetworks.separable(
                read.settings(), read.number(Keys.MULTIPLIER), read.activation(Keys.BETWEEN), weights, channels);
    }

    @Override
    List<String> shownLayers(Options options) {
        return options.isSet(Keys.STAGES) ? List.of("depthwise") : List.of();
    }
}
