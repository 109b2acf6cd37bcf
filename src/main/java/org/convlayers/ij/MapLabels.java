package org.convlayers.ij;

import ij.ImagePlus;
import java.util.List;
import java.util.stream.IntStream;
import org.convlayers.app.ResultLabels;
import org.convlayers.layer.Network;
import org.convlayers.weights.WeightSource;

/** Names for the feature maps of an image and of results. */
final class MapLabels {
    private static final List<String> COLORS = List.of("red", "green", "blue");

    private MapLabels() {}

    /**
     * The labels of a network's output.
     *
     * @param network the layers
     * @param weights what fills them
     * @param image what the network is applied to
     */
    static List<String> of(Network network, WeightSource weights, ImagePlus image) {
        return ResultLabels.of(network, weights, channelNames(image));
    }

    /** The names of an image's channels: the labels of its first planes if they tell them apart, or their numbers. */
    static List<String> channelNames(ImagePlus image) {
        int channels = ImagePlusImg.channels(image);
        if (channels == COLORS.size() && image.getNChannels() == 1) {
            return COLORS;
        }
        List<String> labels = IntStream.rangeClosed(1, image.getNChannels())
                .mapToObj(c -> image.getStack().getShortSliceLabel(c))
                .map(label -> label == null ? "" : label)
                .toList();
        boolean areNames = channels == image.getNChannels()
                && labels.stream().filter(label -> !label.isBlank()).distinct().count() == channels;
        return areNames ? labels : ResultLabels.numbered(channels);
    }
}
