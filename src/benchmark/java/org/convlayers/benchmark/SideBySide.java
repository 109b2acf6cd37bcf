package org.convlayers.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.convlayers.app.BenchmarkCase;
import org.convlayers.app.RunTimes;
import org.convlayers.img.ParallelWorkers;

/**
 * Times the cases of {@link BenchmarkCase} beside other engines and writes the table into the page of the guide that tells
 * how fast the engine is.
 */
public final class SideBySide {
    private static final int MAX_THREADS = 2;

    private SideBySide() {}

    /**
     * Runs it.
     *
     * @param arguments the page, then names of cases; without any, all cases
     */
    public static void main(String[] arguments) throws IOException {
        List<String> names = Arrays.asList(arguments).subList(1, arguments.length);
        List<BenchmarkCase> cases = BenchmarkCase.ALL.stream()
                .filter(timed -> names.isEmpty() || names.contains(timed.name()))
                .toList();
        StringBuilder text = new StringBuilder();
        text.append(LocalDate.now(ZoneOffset.UTC)).append(", ").append(Machine.describe()).append("\n");
        for (int threads = 1; threads <= MAX_THREADS; threads++) {
            text.append("\n").append(table(cases, threads));
        }
        GeneratedSection.of("Java " + Machine.javaVersion()).write(Path.of(arguments[0]), text.toString());
        System.exit(0); // threads of the native libraries would go on
    }

    private static String table(List<BenchmarkCase> cases, int threads) {
        List<String> lines = new ArrayList<>();
        lines.add("| " + threads + (threads == 1 ? " thread" : " threads") + " | layers | input | "
                + join(Arrays.stream(Engine.values()).map(Engine::title).toList()) + " | ratio |");
        lines.add("|---|---|---|" + "--:|".repeat(Engine.values().length) + "--:|");
        ParallelWorkers.withThreads(threads, () -> {
            for (BenchmarkCase timed : cases) {
                lines.add(line(Job.of(timed, threads)));
                System.out.println(lines.get(lines.size() - 1));
            }
        });
        return String.join("\n", lines) + "\n";
    }

    private static String line(Job job) {
        try {
            Race race = Race.run(job);
            List<String> cells = Arrays.stream(Engine.values())
                    .map(engine -> race.times().containsKey(engine)
                            ? cell(race.times().get(engine))
                            : "")
                    .toList();
            BenchmarkCase timed = job.timed();
            return "| " + timed.name() + " | `" + timed.layers() + "` | " + timed.size() + " | " + join(cells)
                    + String.format(
                            Locale.ROOT, " | %.2f (%.2f) |", race.ratio(RunTimes::median), race.ratio(RunTimes::min));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String cell(RunTimes times) {
        return String.format(Locale.ROOT, "%.2f (%.2f)", times.median(), times.min());
    }

    private static String join(List<String> cells) {
        return String.join(" | ", cells);
    }
}
