package org.convlayers.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.convlayers.app.InputSize;
import org.convlayers.app.LayerTimes;
import org.convlayers.app.NetworkBenchmark;
import org.convlayers.app.NetworkModel;
import org.convlayers.app.NetworkOutputs;
import org.convlayers.app.NetworkSummary;
import org.convlayers.app.NetworkTiming;
import org.convlayers.engine.memory.Monitor;
import org.convlayers.img.ParallelWorkers;
import org.convlayers.receptive.FieldAdvice;
import org.convlayers.receptive.PullBack;
import org.convlayers.shape.FeatureShape;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code summary}: the table of a network's layers. */
@Command(
        name = "summary",
        description = "Print the layers of a network: kernels, output shapes, parameters, multiply-accumulates (MACs),"
                + " floating-point operations, bytes of each output and of all feature maps that are needed at a time,"
                + " receptive fields (size and stride in input pixels), how each is computed, and what depthwise"
                + " separable convolutions save.")
final class SummaryCommand implements Callable<Integer> {
    private static final int TIMED_RUNS = 5;

    @Spec
    private CommandSpec spec;

    @Mixin
    private NetworkOption network;

    @Option(names = "--size", required = true, paramLabel = "[Cx][Dx]HxW", description = NetworkOption.SIZE)
    private String size;

    @Option(
            names = "--time",
            description = "Apply the network to random values and print how long each layer takes, in milliseconds, and"
                    + " its GFLOP/s.")
    private boolean time;

    @Mixin
    private ThreadsOption threads;

    @Option(names = "--json", description = "Print one JSON object instead of a table.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        if (threads.isGiven() && !time) {
            throw new IllegalArgumentException("--threads needs --time: without it nothing is computed");
        }
        NetworkModel model = network.open();
        FeatureShape input = InputSize.parse(size, model);
        NetworkOutputs all = model.outputs(input);
        PrintWriter err = spec.commandLine().getErr();
        if (time) {
            AtomicReference<NetworkTiming> timing = new AtomicReference<>();
            ParallelWorkers.withThreads(
                    threads.number(), () -> timing.set(NetworkBenchmark.time(all, input, TIMED_RUNS, Monitor.NONE)));
            print(all, input, timing.get().summary(), Optional.of(timing.get().layers()));
        } else {
            print(all, input, NetworkSummary.of(all, input), Optional.empty());
        }
        if (!json) {
            FieldAdvice.of(PullBack.of(all.first(), input)).forEach(err::println);
        }
        all.remarks().forEach(err::println);
        return 0;
    }

    private void print(
            NetworkOutputs all, FeatureShape input, NetworkSummary summary, Optional<LayerTimes.Measured> times) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.print(SummaryJson.of(all, input, summary, times)));
            return;
        }
        new SummaryTable(summary, times).print(out);
        if (all.areSeveral()) {
            out.println();
            out.println("outputs: " + all.inWords(input));
        }
    }
}
