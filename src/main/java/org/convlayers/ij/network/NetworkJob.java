package org.convlayers.ij.network;

import java.nio.file.Path;
import java.util.Optional;
import org.convlayers.app.FilledNetwork;
import org.convlayers.app.InputScaling;
import org.convlayers.app.ShownMaps;
import org.convlayers.app.TileChoice;
import org.convlayers.engine.layer.Precision;
import org.convlayers.io.SampleType;

/**
 * What a command wants done to an image; everything in it is checked and read.
 *
 * @param name what becomes part of the result's title
 * @param maps the layers, their parameters and the labels of what they give
 * @param input what is done with the values of the image before
 * @param precision how to compute
 * @param tile how to cut the result
 * @param type how the result's values are stored
 * @param save a .tif to stream the result to
 */
record NetworkJob(
        String name,
        ShownMaps maps,
        InputScaling input,
        Precision precision,
        TileChoice tile,
        SampleType type,
        Optional<Path> save) {
    /** The layers and their parameters. */
    FilledNetwork filled() {
        return maps.filled();
    }

    /** The job of showing the output of a layer inside, in memory. */
    NetworkJob upTo(String layer) {
        FilledNetwork part = filled().upTo(layer);
        ShownMaps shown = ShownMaps.ofOutput(layer, part, maps.image(), part.rank());
        return new NetworkJob(layer, shown, input, precision, tile, type, Optional.empty());
    }
}
