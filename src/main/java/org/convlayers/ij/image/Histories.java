package org.convlayers.ij.image;

import ij.ImagePlus;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.convlayers.app.History;
import org.convlayers.layer.Network;

/** Histories as properties of images, which ImageJ writes into TIFF files and reads back. */
public final class Histories {
    /** What {@link #sizeOf} writes: width, height, C, Z, T. */
    private static final Pattern SIZE = Pattern.compile("(\\d+)x(\\d+) C(\\d+) Z(\\d+) T\\d+");

    private Histories() {}

    /** Stores a history with a result. */
    public static void store(History history, ImagePlus result) {
        history.toProperties().forEach(result::setProp);
    }

    /** The history of an image; empty if it is not a result. */
    public static Optional<History> of(ImagePlus image) {
        return History.fromProperties(image::getProp);
    }

    /** The size of an image as a history holds it. */
    public static String sizeOf(ImagePlus image) {
        return String.format(
                Locale.ROOT,
                "%dx%d C%d Z%d T%d",
                image.getWidth(),
                image.getHeight(),
                ImagePlusImg.channels(image),
                image.getNSlices(),
                image.getNFrames());
    }

    /** The size of the source as the {@code size} key takes it, for a network of some rank; empty if the history tells none. */
    public static Optional<String> sourceSize(History history, Network network) {
        Matcher size = SIZE.matcher(history.sourceSize());
        if (!size.matches()) {
            return Optional.empty();
        }
        String width = size.group(1);
        String plane = size.group(2) + "x" + width;
        String spatial = switch (network.rank().orElse(2)) {
            case 1 -> width;
            case 2 -> plane;
            default -> size.group(4) + "x" + plane;
        };
        return Optional.of(size.group(3) + "x" + spatial);
    }

    /**
     * The open images that a result may have been computed from: those of the source's size and title, where the ending of a
     * file name does not count, because saving in another format changes it. More than one if windows share a title; none if
     * the source was closed, renamed or cropped.
     */
    public static List<ImagePlus> openSources(History history) {
        return OpenImages.all().stream()
                .filter(image -> OpenImages.stem(image.getTitle()).equals(OpenImages.stem(history.sourceTitle())))
                .filter(image -> sizeOf(image).equals(history.sourceSize()))
                .toList();
    }
}
