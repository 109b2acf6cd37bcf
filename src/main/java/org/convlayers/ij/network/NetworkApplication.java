package org.convlayers.ij.network;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileInfo;
import ij.measure.Calibration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import org.convlayers.app.FileSink;
import org.convlayers.app.FilledNetwork;
import org.convlayers.app.FreeMemory;
import org.convlayers.app.History;
import org.convlayers.app.NetworkRun;
import org.convlayers.app.ResultFormat;
import org.convlayers.app.StackLayout;
import org.convlayers.app.TileDecision;
import org.convlayers.engine.NetworkPlan;
import org.convlayers.engine.memory.BlockSink;
import org.convlayers.engine.memory.BlockSource;
import org.convlayers.engine.memory.Monitor;
import org.convlayers.ij.image.Calibrations;
import org.convlayers.ij.image.FeatureMaps;
import org.convlayers.ij.image.FieldGrids;
import org.convlayers.ij.image.HyperstackSink;
import org.convlayers.ij.image.ImageFiles;
import org.convlayers.ij.image.OpenImages;
import org.convlayers.ij.image.SourceImage;
import org.convlayers.io.OutputFile;
import org.convlayers.weights.WeightSource;

/** Applies a network to an image of ImageJ: from its planes to a calibrated, labelled hyperstack with a history. */
final class NetworkApplication {
    private final ImagePlus image;
    private final SourceImage source;
    private final NetworkJob job;
    private final StackLayout from;
    private final NetworkPlan plan;
    private final StackLayout to;
    private final TileDecision tiles;
    private final LongPredicate memory;

    /**
     * Makes a job ready for an image; nothing is computed yet.
     *
     * @throws IllegalArgumentException if the network does not take the image
     */
    NetworkApplication(ImagePlus image, NetworkJob job) {
        this(image, job, FreeMemory::holds);
    }

    /**
     * As above.
     *
     * @param memory whether a result of so many bytes fits in memory
     */
    NetworkApplication(ImagePlus image, NetworkJob job, LongPredicate memory) {
        this.image = image;
        this.memory = memory;
        this.job = job;
        source = SourceImage.of(image);
        FilledNetwork filled = job.filled();
        from = source.layout(filled.rank());
        plan = NetworkRun.plan(filled.network(), filled.weights(), from.shape(), job.precision());
        to = from.withShape(plan.outputShape());
        if ((long) to.width() * to.height() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("the result has planes of " + to.width() + " x " + to.height()
                    + " pixels, but ImageJ holds up to " + Integer.MAX_VALUE + " pixels in a plane");
        }
        tiles = NetworkRun.decide(plan, from.items(), job.tile());
        job.input().requireFits(from.shape());
    }

    /** How the result is cut, and why. */
    String tiling() {
        return tiles.reason();
    }

    /** A guess of how long it takes, to compare with others. */
    double work() {
        return NetworkRun.work(plan);
    }

    /** What happens to the dimensions. */
    String dimensions() {
        return Dimensions.describe(from, to);
    }

    /**
     * Computes the result; it is not shown.
     *
     * @throws IOException if a file cannot be written
     * @throws java.util.concurrent.CancellationException if the monitor cancelled; then nothing is left behind
     */
    ImagePlus run(Monitor monitor) throws IOException {
        try (PendingResult result = compute(monitor)) {
            return result.finish();
        }
    }

    /** As {@link #run}, for several results that are to appear together. */
    PendingResult compute(Monitor monitor) throws IOException {
        if (job.save().isPresent()) {
            return stream(job.save().get().toAbsolutePath(), monitor);
        }
        if (!fitsInMemory()) {
            return spill(monitor);
        }
        ImagePlus result = inMemory(monitor);
        return () -> result;
    }

    private ImagePlus inMemory(Monitor monitor) {
        HyperstackSink sink = new HyperstackSink(to, job.type());
        compute(sink, monitor);
        ImagePlus result =
                FeatureMaps.hyperstack(title(), sink.stack(), labels(), to.slices(), to.frames(), calibration());
        history().toProperties().forEach(result::setProp);
        return result;
    }

    private void compute(BlockSink sink, Monitor monitor) {
        BlockSource blocks = job.input().scale(source.blocks(to.rank()), source.largestValue());
        NetworkRun.run(plan, blocks, List.of(sink), tiles, monitor);
    }

    private PendingResult stream(Path file, Monitor monitor) throws IOException {
        OutputFile output = OutputFile.create(file, inputFiles());
        try {
            FileSink sink = ResultFormat.TIFF.create(output, job.maps(), job.input(), plan.outputShape(), job.type());
            compute(sink, monitor);
            return new Streamed(file, output, sink);
        } catch (UncheckedIOException e) {
            output.close();
            throw e.getCause();
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

    private boolean fitsInMemory() {
        long bytes =
                Math.multiplyExact((long) to.width() * to.height() * job.type().bytes(), to.planes());
        return memory.test(bytes);
    }

    /** What does not fit in memory is written to a temporary file, which looks like a result in memory otherwise. */
    private PendingResult spill(Monitor monitor) throws IOException {
        Path file = Files.createTempFile("convlayers-", ".tif");
        file.toFile().deleteOnExit();
        IJ.log("The result does not fit in memory and is written to " + file
                + ", which is deleted when ImageJ quits; give 'save' a file to keep it.");
        try {
            return new Spilled(file, stream(file, monitor), title());
        } catch (IOException | RuntimeException | Error e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    private record Spilled(Path file, PendingResult result, String title) implements PendingResult {
        @Override
        public ImagePlus finish() throws IOException {
            ImagePlus image = result.finish();
            image.setTitle(title);
            return image;
        }

        @Override
        public void close() throws IOException {
            result.close();
        }
    }

    /** The files of the source and of the weights, which a result must not replace. */
    private List<Path> inputFiles() {
        List<Path> files = new ArrayList<>();
        FileInfo info = image.getOriginalFileInfo();
        if (info != null && info.directory != null && info.fileName != null) {
            files.add(Path.of(info.directory, info.fileName));
        }
        if (job.filled().source() instanceof WeightSource.File weights) {
            files.add(Path.of(weights.path()));
        }
        return files;
    }

    private String title() {
        return OpenImages.uniqueTitle(OpenImages.stem(image.getTitle()) + "-" + job.name());
    }

    private List<String> labels() {
        return job.maps().labels();
    }

    private Calibration calibration() {
        FieldGrids grids = FieldGrids.of(job.filled().network(), from.shape());
        return Calibrations.ofResult(image, grids.x(), grids.y(), grids.z());
    }

    private History history() {
        return source.history(job.filled(), job.input());
    }
}
