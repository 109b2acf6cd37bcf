package org.convlayers.ij.network;

import ij.measure.ResultsTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.convlayers.app.LayerTimes;
import org.convlayers.app.NetworkSummary;
import org.convlayers.app.NetworkTiming;
import org.convlayers.app.SeparableComparison;
import org.convlayers.receptive.FieldFormula;
import org.convlayers.shape.Extent;

/**
 * A summary in ImageJ's Results table, a row for each layer and one for the sums.
 *
 * @param summary what the layers give and cost
 * @param times how long they took, if they ran
 */
record SummaryResults(NetworkSummary summary, Optional<LayerTimes.Measured> times) {
    static final String TITLE = "Results";

    static SummaryResults of(NetworkTiming timing) {
        return new SummaryResults(timing.summary(), Optional.of(timing.layers()));
    }

    /**
     * Adds the rows to the table and shows it.
     *
     * @param note what is to be said of the whole network, in the last row
     */
    void show(String note) {
        Map<String, SeparableComparison> comparisons = new HashMap<>();
        for (SeparableComparison comparison : summary.comparisons()) {
            List<String> layers = comparison.layers();
            comparisons.put(layers.get(layers.size() - 1), comparison);
        }
        ResultsTable table = ResultsTable.getResultsTable();
        for (NetworkSummary.Row row : summary.layers()) {
            add(row, table);
            if (!comparisons.isEmpty()) {
                add(Optional.ofNullable(comparisons.get(row.name())), table);
            }
        }
        addTotal(table);
        table.addValue("Note", note);
        table.show(TITLE);
    }

    private void add(NetworkSummary.Row row, ResultsTable table) {
        table.incrementCounter();
        table.addValue("Name", row.name());
        table.addValue("Kernel", row.kernel().map(Extent::toString).orElse(""));
        table.addValue("Output", row.output().toString());
        table.addValue("Parameters", (double) row.parameters());
        table.addValue("MACs", (double) row.macs());
        table.addValue("FLOPs", row.flops().doubleValue());
        table.addValue("Bytes", (double) row.bytes());
        table.addValue("Memory", (double) row.memory());
        table.addValue("Field", along(row, FieldFormula.Axis::size));
        table.addValue("Stride", along(row, FieldFormula.Axis::stride));
        times.ifPresent(measured -> {
            add("ms", measured.millis(row.name()), table);
            add("GFLOP/s", measured.gigaflops(row), table);
        });
        table.addValue("Layer", row.text());
        table.addValue("Algorithm", row.algorithm());
        table.addValue("Note", "");
    }

    /** In the row of a convolution, or of the second of two that are a separable one. */
    private static void add(Optional<SeparableComparison> comparison, ResultsTable table) {
        if (comparison.isEmpty()) {
            List.of("Standard MACs", "Separable MACs", "Ratio").forEach(column -> table.addValue(column, ""));
            return;
        }
        table.addValue("Standard MACs", (double) comparison.get().standard().macs());
        table.addValue("Separable MACs", (double) comparison.get().separable().macs());
        table.addValue("Ratio", comparison.get().ratio());
    }

    private static void add(String column, OptionalDouble number, ResultsTable table) {
        if (number.isPresent()) {
            table.addValue(column, number.getAsDouble());
        } else {
            table.addValue(column, "");
        }
    }

    private void addTotal(ResultsTable table) {
        NetworkSummary.Total total = summary.total();
        table.incrementCounter();
        List.of("Kernel", "Output", "Field", "Stride", "Layer", "Algorithm")
                .forEach(column -> table.addValue(column, ""));
        table.addValue("Name", "total");
        table.addValue("Parameters", (double) total.parameters());
        table.addValue("MACs", (double) total.macs());
        table.addValue("FLOPs", total.flops().doubleValue());
        table.addValue("Bytes", (double) total.bytes());
        table.addValue("Memory", (double) total.memory());
        times.ifPresent(measured -> table.addValue("ms", measured.millis(summary)));
        if (!summary.comparisons().isEmpty()) {
            add(Optional.empty(), table);
        }
    }

    /** For example {@code 3x3}; empty where no formula holds. */
    private static String along(NetworkSummary.Row row, ToLongFunction<FieldFormula.Axis> number) {
        return row.field()
                .map(axes -> axes.stream()
                        .map(axis -> Long.toString(number.applyAsLong(axis)))
                        .collect(Collectors.joining("x")))
                .orElse("");
    }
}
