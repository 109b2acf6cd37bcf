package org.convlayers.ij.network;

import java.util.List;
import org.convlayers.app.SizeNetworks;
import org.convlayers.ij.option.Keys;
import org.convlayers.ij.option.LayerOptions;
import org.convlayers.ij.option.OptionKey;
import org.convlayers.ij.option.Options;
import org.convlayers.layer.Network;
import org.convlayers.weights.Initializer;

/** Plugins > ConvLayers > Upsampling...: enlarges the active image by interpolation, or by channels side by side. */
public final class UpsamplingLayer extends LayerCommand {
    /** The name in the menu. */
    public static final String NAME = "Upsampling...";

    static final OptionKey METHOD = OptionKey.choice("method", "", "nearest", "bilinear", "bicubic", "pixel shuffle");
    static final OptionKey FACTOR = OptionKey.text("factor", "2", "number or h x w");
    static final OptionKey ALIGN_CORNERS = OptionKey.flag("align-corners", "");

    private static final List<OptionKey> KEYS =
            List.of(METHOD, FACTOR, ALIGN_CORNERS, Keys.DIMENSIONS, Keys.TYPE, Keys.SAVE);

    /** Made by ImageJ. */
    public UpsamplingLayer() {
        super(NAME, KEYS, "commands.md#upsampling", "upsampled");
    }

    @Override
    Network network(Options options, Initializer weights, int channels) {
        return SizeNetworks.upsampling(
                options.read(METHOD, SizeNetworks.Method::parse),
                new LayerOptions(options).factors(FACTOR),
                options.isSet(ALIGN_CORNERS));
    }
}
