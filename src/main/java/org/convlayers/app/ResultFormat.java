package org.convlayers.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.convlayers.io.OutputFile;
import org.convlayers.io.SampleType;
import org.convlayers.io.npy.NpyWriter;
import org.convlayers.io.tiff.TiffStackDescription;
import org.convlayers.io.tiff.TiffStackWriter;
import org.convlayers.layer.Network;
import org.convlayers.shape.FeatureShape;
import org.convlayers.weights.Weights;

/** The files that results are streamed to. */
public enum ResultFormat {
    /** A hyperstack for ImageJ, of any size. */
    TIFF {
        @Override
        public FileSink create(
                OutputFile file,
                ImageSource source,
                Network network,
                Weights weights,
                FeatureShape item,
                SampleType type)
                throws IOException {
            StackLayout layout = source.layout(item.rank()).withShape(item);
            TiffStackDescription description = source.describe(network, layout, type, source.history(network, weights));
            return new TiffSink(layout, TiffStackWriter.create(file, description));
        }
    },
    /** An array for numpy; with a batch axis where the source has one. */
    NPY {
        @Override
        public FileSink create(
                OutputFile file,
                ImageSource source,
                Network network,
                Weights weights,
                FeatureShape item,
                SampleType type)
                throws IOException {
            NpyBatch batch = source.batch(item.rank()).withItem(item);
            return new NpySink(NpyWriter.create(file, type, batch.shape()), batch);
        }
    };

    /**
     * The format that the end of a name tells.
     *
     * @throws IllegalArgumentException naming the file and what is allowed
     */
    public static ResultFormat of(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".tif") || name.endsWith(".tiff")) {
            return TIFF;
        }
        if (name.endsWith(".npy")) {
            return NPY;
        }
        throw new IllegalArgumentException("results are written to .tif and .npy, not to '" + file + "'");
    }

    /**
     * Starts a file.
     *
     * @param file where to; closed by the sink
     * @param source what the network is applied to
     * @param network gives the result
     * @param weights its parameters
     * @param item the shape of each item of the result
     * @param type how its values are stored
     * @throws IOException if the file cannot be written
     */
    public abstract FileSink create(
            OutputFile file, ImageSource source, Network network, Weights weights, FeatureShape item, SampleType type)
            throws IOException;
}
