package org.convlayers.ij;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.convlayers.ij.arithmetic.ConvolutionArithmetic;
import org.convlayers.ij.field.ShowEffectiveField;
import org.convlayers.ij.field.ShowReceptiveField;
import org.convlayers.ij.image.ImageFiles;
import org.convlayers.ij.network.ConvolutionLayer;
import org.convlayers.ij.network.DepthwiseSeparableConvolution;
import org.convlayers.ij.network.DilatedConvolution;
import org.convlayers.ij.network.ExportNetwork;
import org.convlayers.ij.network.LayerSummary;
import org.convlayers.ij.network.PoolingLayer;
import org.convlayers.ij.network.RunNetwork;
import org.convlayers.ij.network.ShowKernels;
import org.convlayers.ij.network.TransposedConvolutionLayer;
import org.convlayers.ij.network.UpsamplingLayer;
import org.convlayers.ij.option.Command;
import org.convlayers.ij.option.Invocation;
import org.convlayers.ij.option.UserErrors;
import org.convlayers.io.FileHash;
import org.convlayers.text.Spelling;

/** The commands by their names in the menu, for callers where there is no menu. */
public final class Commands {
    private static final Map<String, Supplier<Command>> BY_NAME = byName();

    private Commands() {}

    private static Map<String, Supplier<Command>> byName() {
        Map<String, Supplier<Command>> commands = new LinkedHashMap<>();
        commands.put(ConvolutionLayer.NAME, ConvolutionLayer::new);
        commands.put(DepthwiseSeparableConvolution.NAME, DepthwiseSeparableConvolution::new);
        commands.put(DilatedConvolution.NAME, DilatedConvolution::new);
        commands.put(PoolingLayer.NAME, PoolingLayer::new);
        commands.put(TransposedConvolutionLayer.NAME, TransposedConvolutionLayer::new);
        commands.put(UpsamplingLayer.NAME, UpsamplingLayer::new);
        commands.put(RunNetwork.NAME, RunNetwork::new);
        commands.put(ShowReceptiveField.NAME, ShowReceptiveField::new);
        commands.put(ShowEffectiveField.NAME, ShowEffectiveField::new);
        commands.put(LayerSummary.NAME, LayerSummary::new);
        commands.put(ShowKernels.NAME, ShowKernels::new);
        commands.put(ExportNetwork.NAME, ExportNetwork::new);
        commands.put(ConvolutionArithmetic.NAME, ConvolutionArithmetic::new);
        return commands;
    }

    /**
     * Runs a command with options and without a dialog; errors are told as in a macro.
     *
     * @param name its name in the menu
     * @param options its macro options
     * @return the title of the image or table it shows; empty if it failed
     */
    public static String run(String name, String options) {
        Supplier<Command> command = BY_NAME.get(name);
        if (command == null) {
            UserErrors.report(
                    "ConvLayers",
                    new IllegalArgumentException("there is no command '" + name + "'; the nearest is '"
                            + Spelling.nearest(name, BY_NAME.keySet()) + "'"),
                    true);
            return "";
        }
        return command.get().run(new Invocation(Optional.of(options)));
    }

    /**
     * Opens and shows an image; errors are told as in a macro.
     *
     * @return its title; empty if it failed
     */
    public static String open(String path) {
        try {
            ImagePlus image = ImageFiles.open(Path.of(path));
            image.show();
            return image.getTitle();
        } catch (IOException | RuntimeException | VirtualMachineError e) {
            UserErrors.report("ConvLayers", e, true);
            return "";
        }
    }

    /**
     * The SHA-256 of a file; errors are told as in a macro.
     *
     * @return in hexadecimal; empty if the file cannot be read
     */
    public static String sha256(String path) {
        try {
            return FileHash.sha256(Path.of(path));
        } catch (IOException | RuntimeException e) {
            UserErrors.report("ConvLayers", e, true);
            return "";
        }
    }

    /** The names, as in the menu. */
    static List<String> names() {
        return List.copyOf(BY_NAME.keySet());
    }
}
