package org.convlayers.benchmark;

import java.util.concurrent.TimeUnit;
import org.convlayers.app.BenchmarkCase;
import org.convlayers.app.FilledNetwork;
import org.convlayers.app.NetworkBenchmark;
import org.convlayers.engine.memory.ArraySource;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The layers of {@link BenchmarkCase#ALL} on one thread, buffers reused. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class LayerBenchmark {
    @Param({
        "A128", "A1024", "A2048", "B32", "B64", "B128", "C3", "C32", "C64", "D32", "D3", "E128", "E2048", "E32", "F2",
        "F4", "G", "H7", "H15", "H31", "I", "J"
    })
    public String name;

    private NetworkBenchmark layer;

    @Setup
    public void prepare() {
        BenchmarkCase timed = BenchmarkCase.named(name);
        ArraySource input = new ArraySource(timed.input(), NetworkBenchmark.randomPlanes(timed.input()));
        layer = NetworkBenchmark.of(FilledNetwork.random(timed.network()), input);
    }

    /** All values of the layer's output. */
    @Benchmark
    public float[][][][] layer() {
        layer.run();
        return layer.output();
    }
}
