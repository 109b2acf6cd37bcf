package org.convlayers.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.convlayers.io.OutputFile;
import org.convlayers.io.SampleType;
import org.convlayers.io.npy.NpyWriter;
import org.convlayers.io.tiff.TiffStackDescription;
import org.convlayers.io.tiff.TiffStackWriter;
import org.convlayers.shape.EmptyMapsException;
import org.convlayers.shape.FeatureShape;

/** The files that results are streamed to. */
public enum ResultFormat {
    /** A hyperstack for ImageJ, of any size. */
    TIFF {
        @Override
        public ImageSource source(ImageSource image) {
            return image.givingImages();
        }

        @Override
        public FileSink create(OutputFile file, ShownMaps maps, InputScaling input, FeatureShape item, SampleType type)
                throws IOException {
            ImageSource image = maps.image();
            FilledNetwork filled = maps.filled();
            StackLayout layout = image.layout(item.rank()).withShape(item);
            TiffStackDescription description = image.describe(
                            filled.network(), layout, type, image.history(filled, input))
                    .withLabels(ResultLabels.ofPlanes(maps.labels(), layout));
            return new TiffSink(layout, TiffStackWriter.create(file, description));
        }
    },
    /** An array for numpy; with a batch axis where the source has one. */
    NPY {
        @Override
        public FileSink create(OutputFile file, ShownMaps maps, InputScaling input, FeatureShape item, SampleType type)
                throws IOException {
            ImageSource image = maps.image();
            NpyBatch batch = image.batch(item.rank()).withItem(item);
            return new NpySink(NpyWriter.create(file, type, image.resultShape(item)), batch);
        }

        @Override
        public void writeEmpty(OutputFile file, NpyBatch batch, EmptyMapsException result, SampleType type)
                throws IOException {
            try (NpyWriter writer = NpyWriter.create(file, type, batch.shapeOf(result.sizes()))) {
                writer.finish();
            }
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

    /** An image whose results can be stored in this format. */
    public ImageSource source(ImageSource image) {
        return image;
    }

    /**
     * Writes a result without pixels, where the format knows such a thing.
     *
     * @param file where to; closed afterwards
     * @param batch the batch that the network was applied to
     * @param result says that the result has no pixel; thrown by formats for images
     * @param type how values would be stored
     * @throws IOException if the file cannot be written
     */
    public void writeEmpty(OutputFile file, NpyBatch batch, EmptyMapsException result, SampleType type)
            throws IOException {
        throw result;
    }

    /**
     * Starts a file.
     *
     * @param file where to; closed by the sink
     * @param maps what is written
     * @param input what is done with the values before the network takes them
     * @param item the shape of each item of the result
     * @param type how its values are stored
     * @throws IOException if the file cannot be written
     */
    public abstract FileSink create(
            OutputFile file, ShownMaps maps, InputScaling input, FeatureShape item, SampleType type) throws IOException;
}
