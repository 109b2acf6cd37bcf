package org.convlayers.app;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.convlayers.shape.FeatureShape;

/**
 * Feature maps that are shown as one result.
 *
 * @param name what tells them from the other results of the same network; empty for the one that was asked for first
 * @param filled the layers that give them
 * @param labels one for each channel
 * @param image the image; knows the shape of the result as an array
 */
public record ShownMaps(String name, FilledNetwork filled, List<String> labels, ImageSource image) {
    /** Copies the list. */
    public ShownMaps {
        labels = List.copyOf(labels);
    }

    /** The file of these maps: the one that is named for the first result, or one beside it, {@code OUT-NAME.tif}. */
    public Path beside(Path out) {
        if (name.isEmpty()) {
            return out;
        }
        String file = out.getFileName().toString();
        int dot = file.lastIndexOf('.');
        try {
            return out.resolveSibling(file.substring(0, dot) + "-" + safe("") + file.substring(dot));
        } catch (InvalidPathException e) {
            // Names of files have other letters than ASCII only where the locale has them.
            return out.resolveSibling(file.substring(0, dot) + "-" + safe("u%04x") + file.substring(dot));
        }
    }

    /** The name in letters, digits, dots, underscores and hyphens; other letters than ASCII in a format if there is one. */
    private String safe(String format) {
        return name.chars().mapToObj(c -> safe((char) c, format)).collect(Collectors.joining());
    }

    private static String safe(char c, String format) {
        if (!Character.isLetterOrDigit(c) && "._-".indexOf(c) < 0) {
            return "_";
        }
        return c < 0x80 || format.isEmpty() ? String.valueOf(c) : String.format(Locale.ROOT, format, (int) c);
    }

    /** The output of a network, its channels labelled by where they come from. */
    public static ShownMaps ofOutput(String name, FilledNetwork filled, ImageSource image, int rank) {
        FeatureShape input = image.layout(rank).shape();
        List<String> labels = ResultLabels.of(filled.network(), filled.source(), image.channelNames(rank), input);
        return new ShownMaps(name, filled, labels, image);
    }
}
