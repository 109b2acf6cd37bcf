package org.convlayers.cli;

import java.io.PrintWriter;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.convlayers.app.LayerTimes;
import org.convlayers.app.NetworkSummary;
import org.convlayers.app.SeparableComparison;
import org.convlayers.receptive.FieldFormula;
import org.convlayers.shape.Extent;

/**
 * A summary for people: the numbers in a table that is not wider than a terminal, then the layers as text with how each is
 * computed, then what depthwise separable convolutions save.
 */
final class SummaryTable {
    private static final String ABSENT = "-";

    private final NetworkSummary summary;
    private final Optional<LayerTimes.Measured> times;

    /**
     * Prepares the tables.
     *
     * @param times how long the layers took, if they ran
     */
    SummaryTable(NetworkSummary summary, Optional<LayerTimes.Measured> times) {
        this.summary = summary;
        this.times = times;
    }

    void print(PrintWriter out) {
        numbers().print(out);
        out.println();
        for (NetworkSummary.Row row : summary.layers()) {
            out.println(row.name() + ": " + row.text());
            out.println("    " + row.algorithm());
        }
        if (!summary.comparisons().isEmpty()) {
            out.println();
            comparisons().print(out);
        }
    }

    private TextTable numbers() {
        TextTable table = new TextTable(line(
                List.of("name", "layer", "kernel", "output", "parameters", "MACs", "FLOPs", "bytes", "memory", "field"),
                "stride",
                Optional.of(List.of("ms", "GFLOP/s"))));
        for (NetworkSummary.Row row : summary.layers()) {
            table.add(line(
                    List.of(
                            row.name(),
                            row.text().substring(0, row.text().indexOf('(')),
                            row.kernel().map(Extent::toString).orElse(ABSENT),
                            row.output().toString(),
                            grouped(row.parameters()),
                            grouped(row.macs()),
                            rounded(row.flops()),
                            rounded(row.bytes()),
                            rounded(row.memory()),
                            sees(row) ? join(row, FieldFormula.Axis::size) : ABSENT),
                    moves(row) ? join(row, FieldFormula.Axis::stride) : ABSENT,
                    times.map(measured ->
                            List.of(decimal(measured.millis(row.name())), decimal(measured.gigaflops(row))))));
        }
        table.add(total());
        return table;
    }

    private String[] total() {
        NetworkSummary.Total total = summary.total();
        return line(
                List.of(
                        "total",
                        "",
                        "",
                        "",
                        grouped(total.parameters()),
                        grouped(total.macs()),
                        rounded(total.flops()),
                        rounded(total.bytes()),
                        rounded(total.memory()),
                        ""),
                "",
                times.map(this::totalTimes));
    }

    private List<String> totalTimes(LayerTimes.Measured measured) {
        double millis = measured.millis(summary);
        double gigaflops = summary.total().flops().doubleValue() / millis / 1e6;
        return List.of(decimal(OptionalDouble.of(millis)), decimal(OptionalDouble.of(gigaflops)));
    }

    private String[] line(List<String> first, String last, Optional<List<String>> measured) {
        List<String> cells = new ArrayList<>(first);
        cells.add(last);
        if (times.isPresent()) {
            cells.addAll(measured.orElseThrow());
        }
        return cells.toArray(String[]::new);
    }

    private TextTable comparisons() {
        TextTable table = new TextTable(
                "convolution", "standard: MACs", "parameters", "separable: MACs", "parameters", "ratio of MACs");
        for (SeparableComparison comparison : summary.comparisons()) {
            table.add(
                    String.join(", ", comparison.layers()),
                    grouped(comparison.standard().macs()),
                    grouped(comparison.standard().parameters()),
                    grouped(comparison.separable().macs()),
                    grouped(comparison.separable().parameters()),
                    String.format(Locale.ROOT, "%.4f", comparison.ratio()));
        }
        return table;
    }

    /** Behind layers that look at whole maps, every output pixel has the same field. */
    private static boolean moves(NetworkSummary.Row row) {
        return row.field().stream().flatMap(List::stream).anyMatch(axis -> axis.stride() != 0);
    }

    /** Constants have no field. */
    private static boolean sees(NetworkSummary.Row row) {
        return row.field().stream().flatMap(List::stream).anyMatch(axis -> axis.size() != 0);
    }

    private static String join(NetworkSummary.Row row, Function<FieldFormula.Axis, Long> number) {
        return FieldNumbers.of(row.field(), number)
                .map(numbers -> FieldNumbers.join(numbers, "x"))
                .orElse(ABSENT);
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String rounded(long number) {
        return rounded(BigInteger.valueOf(number));
    }

    /** Three digits and a power of 1000. */
    private static String rounded(BigInteger number) {
        double value = number.doubleValue();
        int power = 0;
        while (value >= 999.5 && power < 6) {
            value /= 1000;
            power++;
        }
        int decimals = power == 0 || value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
        return String.format(
                Locale.ROOT,
                "%." + decimals + "f%s",
                value,
                " kMGTPE".substring(power, power + 1).strip());
    }

    private static String decimal(OptionalDouble number) {
        return number.isPresent() ? String.format(Locale.ROOT, "%.2f", number.getAsDouble()) : ABSENT;
    }
}
