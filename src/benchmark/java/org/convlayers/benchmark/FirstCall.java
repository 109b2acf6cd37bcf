package org.convlayers.benchmark;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.convlayers.app.BenchmarkCase;
import org.convlayers.app.RunTimes;
import org.convlayers.cli.Main;

/**
 * Times the first run of layers in a fresh JVM, as people meet it who run a command once: the code is loaded, interpreted and
 * compiled, and the memory of the result is new. Writes a table into the page of the guide that tells how fast the engine is.
 */
public final class FirstCall {
    private static final int MAX_THREADS = 2;
    private static final int JVMS = 5;
    private static final List<String> CASES = List.of("A128", "A2048", "C32", "B64");

    private FirstCall() {}

    /**
     * Runs it.
     *
     * @param arguments the page
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        StringBuilder table = new StringBuilder();
        table.append(LocalDate.now(ZoneOffset.UTC))
                .append(", ")
                .append(Machine.describe())
                .append("\n\n| case | layers | input | 1 thread: first run | best run | 2 threads: first run | best run |\n")
                .append("|---|---|---|--:|--:|--:|--:|\n");
        for (String name : CASES) {
            BenchmarkCase timed = BenchmarkCase.named(name);
            StringBuilder row = new StringBuilder("| " + name + " | `" + timed.layers() + "` | " + timed.size() + " |");
            for (int threads = 1; threads <= MAX_THREADS; threads++) {
                List<Double> first = new ArrayList<>();
                List<Double> best = new ArrayList<>();
                for (int i = 0; i < JVMS; i++) {
                    var times = JsonParser.parseString(fresh(timed, threads)).getAsJsonObject();
                    first.add(times.get("first_ms").getAsDouble());
                    best.add(times.get("min_ms").getAsDouble());
                }
                row.append(cell(new RunTimes(first).median())).append(cell(new RunTimes(best).median()));
            }
            System.out.println(row);
            table.append(row).append('\n');
        }
        GeneratedSection.of("First call, Java " + Machine.javaVersion()).write(Path.of(arguments[0]), table.toString());
    }

    private static String cell(double millis) {
        return String.format(Locale.ROOT, " %.1f |", millis);
    }

    private static String fresh(BenchmarkCase timed, int threads) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-classpath",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "benchmark",
                        "--network",
                        timed.layers(),
                        "--size",
                        timed.size(),
                        "--threads",
                        Integer.toString(threads),
                        "--rounds",
                        "5",
                        "--json")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("the command line failed: " + output);
        }
        return output;
    }
}
