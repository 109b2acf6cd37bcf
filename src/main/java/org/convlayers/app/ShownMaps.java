package org.convlayers.app;

import java.nio.file.Path;
import java.util.List;
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
        String safe = name.replaceAll("[^A-Za-z0-9._-]", "_");
        return out.resolveSibling(file.substring(0, dot) + "-" + safe + file.substring(dot));
    }

    /** The output of a network, its channels labelled by where they come from. */
    public static ShownMaps ofOutput(String name, FilledNetwork filled, ImageSource image, int rank) {
        FeatureShape input = image.layout(rank).shape();
        List<String> labels = ResultLabels.of(filled.network(), filled.source(), image.channelNames(rank), input);
        return new ShownMaps(name, filled, labels, image);
    }
}
