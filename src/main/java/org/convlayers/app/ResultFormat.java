package org.convlayers.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.convlayers.io.OutputFile;
import org.convlayers.io.SampleType;
import org.convlayers.io.npy.NpyWriter;
import org.convlayers.io.tiff.TiffStackDescription;
import org.convlayers.io.tiff.TiffStackWriter;
import org.convlayers.layer.Network;
import org.convlayers.shape.FeatureShape;

/** The files that results are streamed to. */
public enum ResultFormat {
    /** A hyperstack for ImageJ, of any size. */
    TIFF {
        @Override
        public FileSink create(
                OutputFile file, ImageSource image, FilledNetwork filled, FeatureShape item, SampleType type)
                throws IOException {
            Network network = filled.network();
            StackLayout layout = image.layout(item.rank()).withShape(item);
            List<String> labels = ResultLabels.of(network, filled.source(), image.channelNames(item.rank()));
            TiffStackDescription description = image.describe(
                            network, layout, type, image.history(network, filled.weights()))
                    .withLabels(ResultLabels.ofPlanes(labels, layout));
            return new TiffSink(layout, TiffStackWriter.create(file, description));
        }
    },
    /** An array for numpy; with a batch axis where the source has one. */
    NPY {
        @Override
        public FileSink create(
                OutputFile file, ImageSource image, FilledNetwork filled, FeatureShape item, SampleType type)
                throws IOException {
            NpyBatch batch = image.batch(item.rank()).withItem(item);
            return new NpySink(NpyWriter.create(file, type, image.resultShape(item)), batch);
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
     * @param image what the network is applied to
     * @param filled gives the result
     * @param item the shape of each item of the result
     * @param type how its values are stored
     * @throws IOException if the file cannot be written
     */
    public abstract FileSink create(
            OutputFile file, ImageSource image, FilledNetwork filled, FeatureShape item, SampleType type)
            throws IOException;
}
