package org.convlayers.ij;

import java.nio.file.Path;
import java.util.Optional;
import org.convlayers.app.FilledNetwork;
import org.convlayers.app.TileChoice;
import org.convlayers.engine.Precision;
import org.convlayers.io.SampleType;

/**
 * What a command wants done to an image; everything in it is checked and read.
 *
 * @param name what becomes part of the result's title
 * @param filled the layers and their parameters
 * @param precision how to compute
 * @param tile how to cut the result
 * @param type how the result's values are stored
 * @param save a .tif to stream the result to
 */
record NetworkJob(
        String name, FilledNetwork filled, Precision precision, TileChoice tile, SampleType type, Optional<Path> save) {
    /** The job of showing the output of a layer inside, in memory. */
    NetworkJob upTo(String layer) {
        return new NetworkJob(layer, filled.upTo(layer), precision, tile, type, Optional.empty());
    }
}
