package org.convlayers.ij.network;

import ij.ImagePlus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;
import org.convlayers.app.FreeMemory;
import org.convlayers.app.InputScaling;
import org.convlayers.app.JoinedMaps;
import org.convlayers.app.NetworkRun;
import org.convlayers.app.NetworkSummary;
import org.convlayers.app.StackLayout;
import org.convlayers.app.TileDecision;
import org.convlayers.app.WatchedSink;
import org.convlayers.engine.NetworkPlan;
import org.convlayers.engine.memory.BlockSource;
import org.convlayers.engine.memory.Monitor;
import org.convlayers.ij.image.SourceImage;
import org.convlayers.io.SampleType;

/** Applies a network to an image of ImageJ: from its planes to calibrated, labelled hyperstacks with a history. */
final class NetworkApplication {
    private final SourceImage source;
    private final StackLayout from;
    private final JoinedMaps maps;
    private final NetworkPlan plan;
    private final TileDecision tiles;
    private final BlockSource blocks;
    private final List<ResultImage> results = new ArrayList<>();
    private final SampleType type;
    private final LongPredicate memory;
    private final List<String> remarks = new ArrayList<>();

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
     * @param memory whether results of so many bytes fit in memory
     */
    NetworkApplication(ImagePlus image, NetworkJob job, LongPredicate memory) {
        this.memory = memory;
        type = job.type();
        source = SourceImage.of(image);
        from = source.layout(job.filled().rank());
        maps = JoinedMaps.of(job.results().stream().map(NetworkJob.Result::maps).toList());
        plan = maps.plan(from.shape(), job.precision());
        for (int i = 0; i < job.results().size(); i++) {
            results.add(new ResultImage(
                    image,
                    job,
                    job.results().get(i),
                    from,
                    plan.outputs().shapes().get(i)));
        }
        tiles = NetworkRun.decide(plan, from.items(), job.tile());
        blocks = job.input().scale(source.blocks(from.rank()), source.largestValue());
    }

    /** How the results are cut, and why. */
    String tiling() {
        return tiles.reason();
    }

    /** How each layer is computed, and why. */
    List<String> algorithms() {
        return NetworkSummary.of(maps.layers(), plan).layers().stream()
                .map(row -> row.name() + ": " + row.text() + ": " + row.algorithm())
                .toList();
    }

    /** What happens to the dimensions in the first result. */
    String dimensions() {
        return results.get(0).dimensions();
    }

    /**
     * Computes the results; they are not shown. No file appears before all of them are computed.
     *
     * @throws IOException if a file cannot be written
     * @throws java.util.concurrent.CancellationException if the monitor cancelled; then nothing is left behind
     */
    List<ImagePlus> run(Monitor monitor) throws IOException {
        List<PendingResult> pending = new ArrayList<>();
        try {
            long kept = 0;
            for (ResultImage result : results) {
                long bytes = kept + result.bytes();
                boolean isKept = !result.isSaved() && memory.test(bytes);
                pending.add(isKept ? result.inMemory() : result.inFile());
                kept = isKept ? bytes : kept;
            }
            List<WatchedSink> sinks = pending.stream()
                    .map(result -> new WatchedSink(result.sink(), type))
                    .toList();
            compute(sinks, monitor);
            sinks.stream()
                    .map(WatchedSink::remark)
                    .flatMap(Optional::stream)
                    .distinct()
                    .forEach(remarks::add);
            InputScaling.remark(blocks).ifPresent(remarks::add);
            List<ImagePlus> images = new ArrayList<>();
            for (PendingResult result : pending) {
                images.add(result.finish());
            }
            return images;
        } finally {
            for (PendingResult result : pending) {
                result.close();
            }
        }
    }

    /** What the user should know of the values of the image and of the results, after a run. */
    List<String> remarks() {
        return remarks;
    }

    private void compute(List<WatchedSink> sinks, Monitor monitor) throws IOException {
        try {
            NetworkRun.run(plan, blocks, List.copyOf(sinks), tiles, monitor);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
