package org.convlayers.cli;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.convlayers.app.LayerTimes;
import org.convlayers.app.NetworkOutputs;
import org.convlayers.app.NetworkSummary;
import org.convlayers.app.SeparableComparison;
import org.convlayers.receptive.FieldFormula;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;

/** A summary as JSON; the names are those that users see. */
record SummaryJson(
        List<Integer> input,
        List<LayerJson> layers,
        List<NetworkOutputs.Output> outputs,
        TotalJson total,
        List<ComparisonJson> separable) {
    /** A layer. */
    record LayerJson(
            String name,
            String text,
            Optional<List<Integer>> kernel,
            List<Integer> output,
            long parameters,
            long macs,
            BigInteger flops,
            long bytes,
            long memory,
            double intensity,
            Optional<List<Long>> field,
            Optional<List<Long>> stride,
            String algorithm,
            Optional<Double> ms,
            Optional<Double> gflops) {}

    /** The sums, and of the memory the most. */
    record TotalJson(long parameters, long macs, BigInteger flops, long bytes, long memory) {}

    /** A convolution in both forms; {@code ratio} is that of the multiply-accumulates. */
    record ComparisonJson(
            List<String> layers, SeparableComparison.Cost standard, SeparableComparison.Cost separable, double ratio) {}

    static SummaryJson of(
            NetworkOutputs all, FeatureShape input, NetworkSummary summary, Optional<LayerTimes.Measured> times) {
        NetworkSummary.Total total = summary.total();
        return new SummaryJson(
                sizes(input),
                summary.layers().stream().map(row -> layer(row, times)).toList(),
                all.outputs(),
                new TotalJson(total.parameters(), total.macs(), total.flops(), total.bytes(), total.memory()),
                summary.comparisons().stream()
                        .map(c -> new ComparisonJson(c.layers(), c.standard(), c.separable(), c.ratio()))
                        .toList());
    }

    private static LayerJson layer(NetworkSummary.Row row, Optional<LayerTimes.Measured> times) {
        return new LayerJson(
                row.name(),
                row.text(),
                row.kernel().map(SummaryJson::numbers),
                sizes(row.output()),
                row.parameters(),
                row.macs(),
                row.flops(),
                row.bytes(),
                row.memory(),
                row.intensity(),
                FieldNumbers.of(row.field(), FieldFormula.Axis::size),
                FieldNumbers.of(row.field(), FieldFormula.Axis::stride),
                row.algorithm(),
                times.flatMap(measured -> boxed(measured.millis(row.name()))),
                times.flatMap(measured -> boxed(measured.gigaflops(row))));
    }

    static Optional<Double> boxed(OptionalDouble number) {
        return number.isPresent() ? Optional.of(number.getAsDouble()) : Optional.empty();
    }

    private static List<Integer> sizes(FeatureShape shape) {
        return Stream.concat(Stream.of(shape.channels()), numbers(shape.spatial()).stream())
                .toList();
    }

    private static List<Integer> numbers(Extent extent) {
        return Arrays.stream(extent.toArray()).boxed().toList();
    }
}
