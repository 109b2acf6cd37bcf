package org.convlayers.ij.network;

import ij.IJ;
import java.io.IOException;
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
        keys.add(Keys.SHOW_OUTPUT);
        return keys;
    }

    @Override
    public OptionDialog.Client client() {
        return options -> {
            String target = target(options);
            ChosenNetwork chosen = ChosenNetwork.of(options);
            FilledNetwork filled = filled(chosen, options);
            int layers = filled.network().nodes().size();
            long numbers = filled.network().parameters().stream()
                    .mapToLong(Layer.Parameter::elements)
                    .sum();
            String text =
                    String.format(Locale.ROOT, "%d %s, %,d weights", layers, layers == 1 ? "layer" : "layers", numbers);
            List<String> lines = new ArrayList<>();
            export(chosen, options).replaced(target, chosen.files()).stream()
                    .map(file -> "'" + file + "' exists and will be replaced")
                    .forEach(lines::add);
            lines.addAll(notes(text, chosen, options));
            return new OptionDialog.Outlook(String.join(System.lineSeparator(), lines));
        };
    }

    @Override
    public String execute(Options options) throws IOException {
        String target = target(options);
        ChosenNetwork chosen = ChosenNetwork.of(options);
        List<Path> files = export(chosen, options).write(target, chosen.files());
        String written = files.size() == 1 ? files.get(0) + " written" : files.size() + " files written: " + target;
        IJ.showStatus(String.join("; ", notes(written, chosen, options)));
        return target;
    }

    private static NetworkExport export(ChosenNetwork chosen, Options options) {
        return new NetworkExport(chosen.outputs(), options.text(Keys.SHOW_OUTPUT), chosen.input(), chosen.card());
    }

    private static FilledNetwork filled(ChosenNetwork chosen, Options options) {
        return chosen.outputs().shown(options.text(Keys.SHOW_OUTPUT));
    }

    private static List<String> notes(String first, ChosenNetwork chosen, Options options) {
        List<String> notes = new ArrayList<>(List.of(first));
        notes.addAll(chosen.outputs().notes(options.text(Keys.SHOW_OUTPUT)));
        return notes;
    }

    private static String target(Options options) {
        String text = options.text(Keys.EXPORT);
        if (text.isEmpty()) {
            throw new OptionException("save is missing: give a .py, .safetensors or .txt, or a folder");
        }
        return text;
    }
}
