package org.convlayers.ij.network;

import java.util.List;
import java.util.Locale;
import org.convlayers.app.LayerNetworks;
import org.convlayers.ij.option.Keys;
import org.convlayers.ij.option.LayerOptions;
import org.convlayers.ij.option.OptionKey;
import org.convlayers.ij.option.Options;
import org.convlayers.layer.Network;
import org.convlayers.weights.Initializer;

/**
 * Plugins > ConvLayers > Dilated Convolution...: applies convolutions of several dilations to the active image, side by side
 * or one after the other.
 */
public final class DilatedConvolution extends LayerCommand {
    /** The name in the menu. */
    public static final String NAME = "Dilated Convolution...";

    /** Side by side stand results of one size only, whatever the rates. */
    private static final OptionKey SAME_SIZE =
            Keys.PADDING.suggesting(OptionKey.AUTO, "same", "same-upper", "same-lower");

    private static final List<OptionKey> KEYS = List.of(
            Keys.WEIGHTS,
            Keys.FILTERS,
            Keys.KERNEL,
            Keys.RATES,
            Keys.ARRANGEMENT,
            SAME_SIZE,
            Keys.EDGES,
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
    public DilatedConvolution() {
        super(NAME, KEYS, "commands.md#dilated-convolution", "dilated");
    }

    @Override
    Network network(Options options, Initializer weights, int channels) {
        LayerOptions read = new LayerOptions(options);
        LayerNetworks.Arrangement arrangement =
                LayerNetworks.Arrangement.valueOf(options.text(Keys.ARRANGEMENT).toUpperCase(Locale.ROOT));
        return LayerNetworks.dilated(read.settings(), read.rates(), arrangement, weights, channels);
    }
}
