package org.convlayers.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.convlayers.app.BenchmarkCase;
import org.convlayers.img.ParallelWorkers;

/**
 * Times layers or networks beside other engines and writes the tables into the page of the guide that tells how fast the
 * engine is.
 */
public final class SideBySide {
    private static final int MAX_THREADS = 2;

    private SideBySide() {}

    /** A table for a number of threads. */
    @FunctionalInterface
    private interface Tables {
        RaceTable on(int threads) throws IOException;
    }

    /**
     * Runs it.
     *
     * @param arguments the page; then {@code layers} and the names of {@linkplain BenchmarkCase#ALL cases}, without any, all
     *     cases; or {@code networks} and {@linkplain NetworkFile#of files}
     */
    public static void main(String[] arguments) throws IOException {
        Path page = Path.of(arguments[0]);
        List<String> names = Arrays.asList(arguments).subList(2, arguments.length);
        String java = "Java " + Machine.javaVersion();
        if (arguments[1].equals("networks")) {
            write(page, "Networks, " + java, threads -> networks(names, threads));
        } else {
            write(page, java, threads -> layers(names, threads));
        }
        System.exit(0); // threads of the native libraries would go on
    }

    private static void write(Path page, String title, Tables tables) throws IOException {
        StringBuilder text = new StringBuilder();
        text.append(LocalDate.now(ZoneOffset.UTC)).append(", ").append(Machine.describe()).append("\n");
        for (int threads = 1; threads <= MAX_THREADS; threads++) {
            text.append("\n").append(tables.on(threads));
        }
        GeneratedSection.of(title).write(page, text.toString());
    }

    private static RaceTable layers(List<String> names, int threads) {
        RaceTable table = new RaceTable(threads, List.of("layers", "input"), List.of(Engine.values()));
        ParallelWorkers.withThreads(threads, () -> {
            for (BenchmarkCase timed : BenchmarkCase.ALL) {
                if (names.isEmpty() || names.contains(timed.name())) {
                    table.run(Job.of(timed, threads), List.of("`" + timed.layers() + "`", timed.size()));
                }
            }
        });
        return table;
    }

    private static RaceTable networks(List<String> names, int threads) throws IOException {
        RaceTable table = new RaceTable(threads, List.of("input"), List.of(Engine.CONVLAYERS, Engine.ONNX_RUNTIME));
        List<Job> jobs = new ArrayList<>();
        for (String name : names) {
            for (NetworkFile timed : NetworkFile.of(name)) {
                jobs.add(Job.of(timed, threads));
            }
        }
        ParallelWorkers.withThreads(threads, () -> {
            for (Job job : jobs) {
                table.run(job, List.of(job.input().toString()));
            }
        });
        return table;
    }
}
