package org.convlayers.ij.network;

import ij.IJ;
import ij.ImagePlus;
import ij.measure.Calibration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.convlayers.app.FileSink;
import org.convlayers.app.FilledNetwork;
import org.convlayers.app.History;
import org.convlayers.app.ResultFormat;
import org.convlayers.app.StackLayout;
import org.convlayers.engine.memory.BlockSink;
import org.convlayers.ij.image.Calibrations;
import org.convlayers.ij.image.FeatureMaps;
import org.convlayers.ij.image.FieldGrids;
import org.convlayers.ij.image.HyperstackSink;
import org.convlayers.ij.image.ImageFiles;
import org.convlayers.ij.image.OpenImages;
import org.convlayers.ij.image.SourceImage;
import org.convlayers.io.OutputFile;
import org.convlayers.shape.FeatureShape;

/** One result of a network: where its values go, and the image that they become. */
final class ResultImage {
    private final ImagePlus image;
    private final NetworkJob job;
    private final NetworkJob.Result result;
    private final StackLayout from;
    private final FeatureShape shape;
    private final StackLayout to;

    /**
     * Nothing is opened yet.
     *
     * @param image the image that the network is applied to
     * @param job what is done to it
     * @param result the result
     * @param from the layout of the image
     * @param shape the shape of an item of the result
     * @throws IllegalArgumentException if ImageJ does not hold planes of this size
     */
    ResultImage(ImagePlus image, NetworkJob job, NetworkJob.Result result, StackLayout from, FeatureShape shape) {
        this.image = image;
        this.job = job;
        this.result = result;
        this.from = from;
        this.shape = shape;
        to = from.withShape(shape);
        if ((long) to.width() * to.height() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("the result has planes of " + to.width() + " x " + to.height()
                    + " pixels, but ImageJ holds up to " + Integer.MAX_VALUE + " pixels in a plane");
        }
    }

    /** What happens to the dimensions. */
    String dimensions() {
        return Dimensions.describe(from, to);
    }

    /** How much memory its values take. */
    long bytes() {
        return Math.multiplyExact((long) to.width() * to.height() * job.type().bytes(), to.planes());
    }

    /** Whether the user wants it streamed to a file. */
    boolean isSaved() {
        return result.save().isPresent();
    }

    /** Opens it in memory. */
    PendingResult inMemory() {
        return new Kept(new HyperstackSink(to, job.type()));
    }

    private final class Kept implements PendingResult {
        private final HyperstackSink sink;

        Kept(HyperstackSink sink) {
            this.sink = sink;
        }

        @Override
        public BlockSink sink() {
            return sink;
        }

        @Override
        public ImagePlus finish() {
            ImagePlus kept = FeatureMaps.hyperstack(
                    title(), sink.stack(), result.maps().labels(), to.slices(), to.frames(), calibration());
            history().toProperties().forEach(kept::setProp);
            return kept;
        }
    }

    /**
     * Opens it in the file that the user names, or in a temporary one, which looks like a result in memory otherwise.
     *
     * @throws IOException if the file cannot be written
     */
    PendingResult inFile() throws IOException {
        return isSaved() ? stream(result.save().get().toAbsolutePath()) : spill();
    }

    private PendingResult stream(Path file) throws IOException {
        OutputFile output = new ResultFile(file, image, filled().source()).create();
        try {
            FileSink sink = ResultFormat.TIFF.create(output, result.maps(), job.input(), shape, job.type());
            return new Streamed(file, output, sink);
        } catch (IOException | RuntimeException | Error e) {
            output.close();
            throw e;
        }
    }

    private record Streamed(Path file, OutputFile output, FileSink sink) implements PendingResult {
        @Override
        public ImagePlus finish() throws IOException {
            sink.finish();
            return ImageFiles.openVirtual(file);
        }

        @Override
        public void close() throws IOException {
            output.close();
        }
    }

    private PendingResult spill() throws IOException {
        Path file = Files.createTempFile("convlayers-", ".tif");
        file.toFile().deleteOnExit();
        IJ.log("The result does not fit in memory and is written to " + file
                + ", which is deleted when ImageJ quits; give 'save' a file to keep it.");
        try {
            return new Spilled(file, stream(file), title());
        } catch (IOException | RuntimeException | Error e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /** Nothing is left of the file if it is not finished. */
    private static final class Spilled implements PendingResult {
        private final Path file;
        private final PendingResult result;
        private final String title;
        private boolean isFinished;

        Spilled(Path file, PendingResult result, String title) {
            this.file = file;
            this.result = result;
            this.title = title;
        }

        @Override
        public BlockSink sink() {
            return result.sink();
        }

        @Override
        public ImagePlus finish() throws IOException {
            ImagePlus image = result.finish();
            image.setTitle(title);
            isFinished = true;
            return image;
        }

        @Override
        public void close() throws IOException {
            result.close();
            if (!isFinished) {
                Files.deleteIfExists(file);
            }
        }
    }

    private FilledNetwork filled() {
        return result.maps().filled();
    }

    private String title() {
        return OpenImages.uniqueTitle(OpenImages.stem(image.getTitle()) + "-" + result.name());
    }

    private Calibration calibration() {
        FieldGrids grids = FieldGrids.of(filled().network(), from.shape());
        return Calibrations.ofResult(image, grids.x(), grids.y(), grids.z());
    }

    private History history() {
        return SourceImage.of(image).history(filled(), job.input());
    }
}
