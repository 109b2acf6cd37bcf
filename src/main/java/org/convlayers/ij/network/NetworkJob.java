package org.convlayers.ij.network;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
 * @param results what is shown of the network, at least one; the first becomes the active image
 * @param input what is done with the values of the image before
 * @param precision how to compute
 * @param tile how to cut the results
 * @param type how the results' values are stored
 * @param notes what the user should know
 */
record NetworkJob(
        List<Result> results,
        InputScaling input,
        Precision precision,
        TileChoice tile,
        SampleType type,
        List<String> notes) {
    /** Copies the lists. */
    NetworkJob {
        results = List.copyOf(results);
        notes = List.copyOf(notes);
    }

    /**
     * One result.
     *
     * @param name what becomes part of its title
     * @param maps the layers, their parameters and the labels of what they give
     * @param save a .tif to stream it to
     */
    record Result(String name, ShownMaps maps, Optional<Path> save) {}

    /** The layers of the first result and their parameters. */
    FilledNetwork filled() {
        return results.get(0).maps().filled();
    }

    /** This job and the output of a layer inside the first result, in memory. */
    NetworkJob showing(String layer) {
        FilledNetwork part = filled().upTo(layer);
        ShownMaps shown = ShownMaps.ofOutput(layer, part, results.get(0).maps().image(), part.rank());
        List<Result> more = new ArrayList<>(results);
        more.add(new Result(layer, shown, Optional.empty()));
        return new NetworkJob(more, input, precision, tile, type, notes);
    }
}
