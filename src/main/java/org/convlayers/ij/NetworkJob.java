package org.convlayers.ij;

import java.nio.file.Path;
import java.util.Optional;
import org.convlayers.app.TileChoice;
import org.convlayers.engine.Precision;
import org.convlayers.io.SampleType;
import org.convlayers.layer.Network;
import org.convlayers.weights.WeightSource;
import org.convlayers.weights.Weights;

/**
 * What a command wants done to an image; everything in it is checked and read.
 *
 * @param name what becomes part of the result's title
 * @param network the layers
 * @param weights their parameters
 * @param source where the parameters come from, for labels
 * @param precision how to compute
 * @param tile how to cut the result
 * @param type how the result's values are stored
 * @param save a .tif to stream the result to
 */
record NetworkJob(
        String name,
        Network network,
        Weights weights,
        WeightSource source,
        Precision precision,
        TileChoice tile,
        SampleType type,
        Optional<Path> save) {
    /** The number of spatial axes; layers that take any are applied to planes. */
    int rank() {
        return network.rank().orElse(2);
    }

    /** The job of showing the output of a layer inside, in memory. */
    NetworkJob upTo(String layer) {
        Network part = network.upTo(layer);
        return new NetworkJob(
                layer, part, new Weights(part, weights.asMap()), source, precision, tile, type, Optional.empty());
    }
}
