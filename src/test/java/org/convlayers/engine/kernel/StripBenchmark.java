package org.convlayers.engine.kernel;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** How each kernel is timed by itself: on a few strips, in microseconds for a call. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public abstract class StripBenchmark {
    /** Strips whose lanes all hold one value. */
    static float[][] strips(int count, float value) {
        float[][] strips = new float[count][];
        for (int i = 0; i < count; i++) {
            strips[i] = Strip.allocate();
            Arrays.fill(strips[i], value);
        }
        return strips;
    }
}
