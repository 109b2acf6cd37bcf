package org.convlayers.ij;

import ij.ImagePlus;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.convlayers.app.History;

/** Histories as properties of images, which ImageJ writes into TIFF files and reads back. */
final class Histories {
    private Histories() {}

    /** Stores a history with a result. */
    static void store(History history, ImagePlus result) {
        history.toProperties().forEach(result::setProp);
    }

    /** The history of an image; empty if it is not a result. */
    static Optional<History> of(ImagePlus image) {
        return History.fromProperties(image::getProp);
    }

    /** The size of an image as a history holds it. */
    static String sizeOf(ImagePlus image) {
        return String.format(
                Locale.ROOT,
                "%dx%d C%d Z%d T%d",
                image.getWidth(),
                image.getHeight(),
                ImagePlusImg.channels(image),
                image.getNSlices(),
                image.getNFrames());
    }

    /**
     * The open images that a result may have been computed from: those of the source's size and title, where the ending of a
     * file name does not count, because saving in another format changes it. More than one if windows share a title; none if
     * the source was closed, renamed or cropped.
     */
    static List<ImagePlus> openSources(History history) {
        return OpenImages.all().stream()
                .filter(image -> OpenImages.stem(image.getTitle()).equals(OpenImages.stem(history.sourceTitle())))
                .filter(image -> sizeOf(image).equals(history.sourceSize()))
                .toList();
    }
}
