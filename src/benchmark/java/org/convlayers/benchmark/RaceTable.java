package org.convlayers.benchmark;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.convlayers.app.RunTimes;

/** A Markdown table of races, printed while it grows. */
final class RaceTable {
    private final List<Engine> engines;
    private final StringBuilder text = new StringBuilder();

    /**
     * An empty table.
     *
     * @param threads on so many threads
     * @param columns what is told of each job after its name
     * @param engines those that have a column
     */
    RaceTable(int threads, List<String> columns, List<Engine> engines) {
        this.engines = engines;
        add(Stream.of(
                Stream.of(threads + (threads == 1 ? " thread" : " threads")),
                columns.stream(),
                engines.stream().map(Engine::title),
                Stream.of("ratio")));
        text.append("|---|").append("---|".repeat(columns.size())).append("--:|".repeat(engines.size() + 1)).append('\n');
    }

    /**
     * Runs a job.
     *
     * @param columns what is told of it
     */
    void run(Job job, List<String> columns) {
        try {
            Race race = Race.run(job);
            String ratio = String.format(
                    Locale.ROOT, "%.2f (%.2f)", race.ratio(RunTimes::median), race.ratio(RunTimes::min));
            add(Stream.of(
                    Stream.of(job.name()),
                    columns.stream(),
                    engines.stream().map(engine -> race.times().containsKey(engine) ? cell(race.times().get(engine)) : ""),
                    Stream.of(ratio)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void add(Stream<Stream<String>> cells) {
        String line = cells.flatMap(part -> part).collect(Collectors.joining(" | ", "| ", " |"));
        System.out.println(line);
        text.append(line).append('\n');
    }

    private static String cell(RunTimes times) {
        return String.format(Locale.ROOT, "%.2f (%.2f)", times.median(), times.min());
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
