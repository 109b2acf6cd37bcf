package org.convlayers.benchmark;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileSaver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.convlayers.app.FilledNetwork;
import org.convlayers.app.NetworkBenchmark;
import org.convlayers.app.NetworkRun;
import org.convlayers.app.RunTimes;
import org.convlayers.app.StackLayout;
import org.convlayers.app.TileChoice;
import org.convlayers.engine.NetworkPlan;
import org.convlayers.engine.layer.Precision;
import org.convlayers.engine.memory.ArraySink;
import org.convlayers.engine.memory.ArraySource;
import org.convlayers.engine.memory.Monitor;
import org.convlayers.ij.image.HyperstackSink;
import org.convlayers.ij.image.ImageFiles;
import org.convlayers.ij.image.SourceImage;
import org.convlayers.img.ParallelWorkers;
import org.convlayers.io.SampleType;
import org.convlayers.text.NetworkText;

/**
 * Times what a command does, from an image of ImageJ to a new one, beside its arithmetic alone: the same network on values that
 * are in memory already, into a result that exists; and into a new one, whose memory Java fills with zeros first. Writes a table into the page of the guide that tells how fast the engine is.
 */
public final class ImageToImage {
    private static final int MAX_THREADS = 2;
    private static final int ROUNDS = 15;
    private static final long WARM_UP_NANOS = 1_500_000_000L;
    private static final double NANOS_PER_MILLI = 1e6;

    private final List<Pair> pairs = new ArrayList<>();
    private final StringBuilder table = new StringBuilder();

    private ImageToImage() {}

    /** An image and what is applied to it. */
    private record Pair(String title, ImagePlus image, String layers) {}

    /**
     * Runs it.
     *
     * @param arguments the page
     */
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createTempDirectory("convlayers-benchmark");
        Path file = folder.resolve("stack.tif");
        try {
            ImageToImage benchmark = new ImageToImage();
            benchmark.add("8-bit", "8-bit ramp", 2048, 1, "Conv2d(1, 8, 3, padding=1); ReLU()");
            benchmark.add("16-bit", "16-bit ramp", 2048, 1, "Conv2d(1, 8, 3, padding=1); ReLU()");
            benchmark.add("32-bit", "32-bit ramp", 2048, 1, "Conv2d(1, 8, 3, padding=1); ReLU()");
            benchmark.add("RGB", "RGB ramp", 2048, 1, "Conv2d(3, 8, 3, padding=1); ReLU()");
            ImagePlus stack = IJ.createImage("stack", "16-bit ramp", 1024, 1024, 8);
            new FileSaver(stack).saveAsTiffStack(file.toString());
            benchmark.pairs.add(new Pair(
                    "16-bit virtual, 8 slices",
                    ImageFiles.openVirtual(file),
                    "Conv3d(1, 8, 3, padding=1); ReLU()"));
            benchmark.add("16-bit, 16 channels", "16-bit ramp", 512, 16, "Conv2d(16, 16, 3, padding=1); ReLU()");
            benchmark.run();
            String title = "From image to image, Java " + Machine.javaVersion();
            String head = LocalDate.now(ZoneOffset.UTC) + ", " + Machine.describe() + "\n\n";
            GeneratedSection.of(title).write(Path.of(arguments[0]), head + benchmark.table);
        } finally {
            Files.deleteIfExists(file);
            Files.delete(folder);
        }
    }

    private void add(String title, String type, int side, int channels, String layers) {
        ImagePlus image = IJ.createImage(title, type, side, side, channels);
        image.setDimensions(channels, 1, 1);
        pairs.add(new Pair(title, image, layers));
    }

    private void run() {
        line("image", "size", "layers", "threads", "arithmetic alone", "into a new result", "image to image", "ratio");
        table.append("|---|---|---|--:|--:|--:|--:|--:|\n");
        for (Pair pair : pairs) {
            for (int threads = 1; threads <= MAX_THREADS; threads++) {
                int onThreads = threads;
                ParallelWorkers.withThreads(threads, () -> time(pair, onThreads));
            }
        }
    }

    private void time(Pair pair, int threads) {
        FilledNetwork filled = FilledNetwork.random(NetworkText.parse(pair.layers()));
        SourceImage source = SourceImage.of(pair.image());
        StackLayout from = source.layout(filled.rank());
        NetworkPlan plan =
                NetworkRun.plan(filled.network(), filled.weights(), from.shape(), Precision.FLOAT32);
        ArraySource values = new ArraySource(from.shape(), NetworkBenchmark.randomPlanes(from.shape()));
        NetworkBenchmark arithmetic = NetworkBenchmark.of(filled, values);
        Timed alone = new Timed(arithmetic::run);
        Timed intoNew = new Timed(() -> NetworkRun.run(
                plan, values, new ArraySink(plan.outputShape(), 1), TileChoice.AUTO, Monitor.NONE));
        Timed whole = new Timed(() -> {
            HyperstackSink sink = new HyperstackSink(from.withShape(plan.outputShape()), SampleType.FLOAT32);
            NetworkRun.run(plan, source.blocks(filled.rank()), sink, TileChoice.AUTO, Monitor.NONE);
            sink.stack();
        });
        List<Timed> all = List.of(alone, intoNew, whole);
        all.forEach(Timed::warmUp);
        for (int round = 0; round < ROUNDS; round++) {
            all.forEach(Timed::round);
        }
        String ratio = String.format(
                Locale.ROOT,
                "%.2f (%.2f)",
                whole.times().median() / alone.times().median(),
                whole.times().min() / alone.times().min());
        line(
                pair.title(),
                from.shape().toString(),
                "`" + pair.layers() + "`",
                Integer.toString(threads),
                cell(alone.times()),
                cell(intoNew.times()),
                cell(whole.times()),
                ratio);
    }

    /** Work and how long its rounds took. */
    private static final class Timed {
        private final Runnable work;
        private final List<Double> millis = new ArrayList<>();

        Timed(Runnable work) {
            this.work = work;
        }

        void warmUp() {
            long begin = System.nanoTime();
            while (System.nanoTime() - begin < WARM_UP_NANOS) {
                work.run();
            }
        }

        void round() {
            long begin = System.nanoTime();
            work.run();
            millis.add((System.nanoTime() - begin) / NANOS_PER_MILLI);
        }

        RunTimes times() {
            return new RunTimes(millis);
        }
    }

    private static String cell(RunTimes times) {
        return String.format(Locale.ROOT, "%.1f (%.1f)", times.median(), times.min());
    }

    private void line(String... cells) {
        String line = "| " + String.join(" | ", cells) + " |";
        System.out.println(line);
        table.append(line).append('\n');
    }
}
