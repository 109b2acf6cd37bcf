package org.convlayers.app;

import java.util.List;
import java.util.stream.IntStream;
import org.convlayers.layer.Network;
import org.convlayers.text.NetworkText;

/** The labels of the planes of a result. */
public final class ChannelLabels {
    private ChannelLabels() {}

    /** A label for each plane: the last layer and the number of the feature map, for example {@code Conv2d 3}. */
    public static List<String> ofPlanes(Network network, StackLayout result) {
        String layer = NetworkText.print(network.output().layer()).replaceFirst("(?s)\\(.*", "");
        return IntStream.range(0, result.planes())
                .mapToObj(plane -> layer + " " + (plane % result.channels() + 1))
                .toList();
    }
}
