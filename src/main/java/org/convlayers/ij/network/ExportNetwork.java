package org.convlayers.ij.network;

import ij.IJ;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.convlayers.app.FilledNetwork;
import org.convlayers.app.NetworkExport;
import org.convlayers.ij.option.Command;
import org.convlayers.ij.option.Keys;
import org.convlayers.ij.option.OptionDialog;
import org.convlayers.ij.option.OptionException;
import org.convlayers.ij.option.OptionKey;
import org.convlayers.ij.option.OptionSchema;
import org.convlayers.ij.option.Options;
import org.convlayers.layer.Layer;

/** Plugins > ConvLayers > Export Network...: layers and weights of a result or a network, for PyTorch and for others. */
public final class ExportNetwork extends Command {
    /** The name in the menu. */
    public static final String NAME = "Export Network...";

    /** Made by ImageJ. */
    public ExportNetwork() {
        super(NAME, new OptionSchema(keys()), "commands.md#export-network");
    }

    private static List<OptionKey> keys() {
        List<OptionKey> keys = new ArrayList<>(List.of(Keys.EXPORT));
        keys.addAll(ChosenNetwork.KEYS);
        return keys;
    }

    @Override
    public OptionDialog.Client client() {
        return options -> {
            FilledNetwork filled = ChosenNetwork.of(options).filled();
            int layers = filled.network().nodes().size();
            long numbers = filled.network().parameters().stream()
                    .mapToLong(Layer.Parameter::elements)
                    .sum();
            return new OptionDialog.Outlook(String.format(
                    Locale.ROOT, "%d %s, %,d weights", layers, layers == 1 ? "layer" : "layers", numbers));
        };
    }

    @Override
    public String execute(Options options) throws IOException {
        Path target = target(options);
        ChosenNetwork chosen = ChosenNetwork.of(options);
        List<Path> files =
                new NetworkExport(chosen.filled(), chosen.input(), chosen.card()).write(target, chosen.files());
        IJ.showStatus(files.size() == 1 ? files.get(0) + " written" : files.size() + " files written: " + target);
        return target.toString();
    }

    private static Path target(Options options) {
        String text = options.text(Keys.EXPORT);
        if (text.isEmpty()) {
            throw new OptionException("save is missing: give a .py, .safetensors or .txt, or a folder");
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new OptionException("save=" + text + " is no name of a file", e);
        }
    }
}
