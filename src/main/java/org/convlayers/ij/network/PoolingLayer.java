package org.convlayers.ij.network;

import java.util.List;
import java.util.Locale;
import org.convlayers.app.SizeNetworks;
import org.convlayers.ij.option.Keys;
import org.convlayers.ij.option.LayerOptions;
import org.convlayers.ij.option.OptionKey;
import org.convlayers.ij.option.Options;
import org.convlayers.layer.Network;
import org.convlayers.layer.PoolingOperation;
import org.convlayers.weights.Initializer;

/** Plugins > ConvLayers > Pooling...: the maxima or the means of windows of each channel of the active image. */
public final class PoolingLayer extends LayerCommand {
    /** The name in the menu. */
    public static final String NAME = "Pooling...";

    static final OptionKey OPERATION = OptionKey.choice("operation", "", "max", "average");
    static final OptionKey CEIL = OptionKey.flag("ceil", "round the size up");
    static final OptionKey EXCLUDE_BORDER = OptionKey.flag("exclude-border", "from averages");

    private static final List<OptionKey> KEYS = List.of(
            OPERATION,
            Keys.KERNEL.withDefault("2"),
            Keys.STRIDE.withDefault(OptionKey.AUTO),
            Keys.PADDING.withDefault("0").suggesting("0", "1", "same-upper", "0:1x0:1"),
            Keys.DILATION,
            CEIL,
            EXCLUDE_BORDER,
            Keys.DIMENSIONS,
            Keys.TYPE,
            Keys.SAVE);

    /** Made by ImageJ. */
    public PoolingLayer() {
        super(NAME, KEYS, "commands.md#pooling", "pool");
    }

    @Override
    Network network(Options options, Initializer weights, int channels) {
        return SizeNetworks.pooling(
                options.read(OPERATION, text -> PoolingOperation.valueOf(text.toUpperCase(Locale.ROOT))),
                new LayerOptions(options).poolingWindow(),
                options.isSet(CEIL),
                options.isSet(EXCLUDE_BORDER));
    }
}
