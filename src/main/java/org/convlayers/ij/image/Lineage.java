package org.convlayers.ij.image;

import ij.ImagePlus;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.convlayers.app.History;
import org.convlayers.app.StackLayout;
import org.convlayers.layer.Network;
import org.convlayers.text.NetworkText;

/**
 * Where a feature map comes from among the open images.
 *
 * @param network the layers that computed it from the source, over the results in between; layers before the last of them
 *     have names that begin with {@value #BEFORE}
 * @param source the image they were applied to
 */
public record Lineage(Network network, ImagePlus source) {
    private static final String BEFORE = "before/";

    /** Networks of layers that fit any number of axes look at planes. */
    private static final int USUAL_RANK = 2;

    /**
     * Follows the history of a feature map from image to image, as far as images have one.
     *
     * @param featureMap a result
     * @param wanted where to stop; if the way does not lead there, the image stands in for the one at its end, as a copy of it
     * @throws IllegalArgumentException if the feature map has no history, an image on the way is not open, or sizes do not go
     *     together
     */
    public static Lineage of(ImagePlus featureMap, Optional<ImagePlus> wanted) {
        return follow(featureMap, wanted, new HashSet<>());
    }

    private static Lineage follow(ImagePlus result, Optional<ImagePlus> wanted, Set<ImagePlus> passed) {
        History history = Histories.of(result)
                .orElseThrow(() -> new IllegalArgumentException("'" + result.getTitle()
                        + "' has no history, so that its source is not known; give the layers as network=[...]"));
        Network network = network(result, history);
        passed.add(result);
        Optional<ImagePlus> found = openSource(history, passed);
        if (found.isPresent()
                && !found.equals(wanted)
                && Histories.of(found.get()).isPresent()) {
            requireGeometry(result, network, found.get());
            return follow(found.get(), wanted, passed).continuedBy(network, found.get());
        }
        ImagePlus source = wanted.or(() -> found).orElseThrow(() -> notOpen(result, history));
        if (!Histories.sizeOf(source).equals(history.sourceSize())) {
            throw new IllegalArgumentException("'" + source.getTitle() + "' is " + Histories.sizeOf(source) + ", but '"
                    + result.getTitle() + "' was computed from '" + history.sourceTitle() + "', which was "
                    + history.sourceSize());
        }
        requireGeometry(result, network, source);
        return new Lineage(network, source);
    }

    private static Network network(ImagePlus result, History history) {
        try {
            return NetworkText.parse(history.network());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the layers in the history of '" + result.getTitle() + "' cannot be read: " + e.getMessage(), e);
        }
    }

    /** Of several open sources the one with the very title, or the one opened last. */
    private static Optional<ImagePlus> openSource(History history, Set<ImagePlus> passed) {
        List<ImagePlus> sources = Histories.openSources(history).stream()
                .filter(image -> !passed.contains(image))
                .toList();
        return sources.stream()
                .filter(image -> image.getTitle().equals(history.sourceTitle()))
                .reduce((earlier, later) -> later)
                .or(() -> sources.stream().reduce((earlier, later) -> later));
    }

    private static IllegalArgumentException notOpen(ImagePlus result, History history) {
        return new IllegalArgumentException(
                "'" + history.sourceTitle() + "' (" + history.sourceSize() + "), from which '" + result.getTitle()
                        + "' was computed, is not open; open it, or name an open image as source=[...]");
    }

    private Lineage continuedBy(Network next, ImagePlus between) {
        if (!next.rank().equals(network.rank())
                && next.rank().isPresent()
                && network.rank().isPresent()) {
            throw new IllegalArgumentException("'" + between.getTitle() + "' was computed in "
                    + network.rank().getAsInt() + "-D, and what followed in "
                    + next.rank().getAsInt() + "-D; fields on it are shown with source=["
                    + between.getTitle() + "]");
        }
        return new Lineage(next.after(network, BEFORE), source);
    }

    /** Results that were cropped or scaled keep their history, but no longer lie where it says. */
    private static void requireGeometry(ImagePlus result, Network network, ImagePlus source) {
        StackLayout input = layout(source, network);
        StackLayout expected = input.withShape(network.outputShape(input.shape()));
        String actual = size(SourceImage.of(result).layout(input.rank()));
        if (!actual.equals(size(expected))) {
            throw new IllegalArgumentException("'" + result.getTitle() + "' is " + actual
                    + ", but its layers give " + size(expected) + " from '" + source.getTitle()
                    + "'; it was cropped or scaled, and its pixels are no longer where they were computed");
        }
    }

    /** Without the channels: a few of them taken out of a result still lie where they did. */
    private static String size(StackLayout layout) {
        return layout.width() + "x" + layout.height() + " Z" + layout.slices() + " T" + layout.frames();
    }

    /**
     * How a network takes an image. The channels are those that its layers name, because a field does not depend on them and
     * can be shown on any image.
     */
    public static StackLayout layout(ImagePlus image, Network network) {
        StackLayout own = SourceImage.of(image).layout(network.rank().orElse(USUAL_RANK));
        int channels = network.inputChannels().orElse(own.channels());
        return new StackLayout(own.rank(), own.width(), own.height(), channels, own.slices(), own.frames());
    }
}
