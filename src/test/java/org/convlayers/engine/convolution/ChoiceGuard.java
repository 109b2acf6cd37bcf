package org.convlayers.engine.convolution;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.convlayers.engine.layer.Epilogue;
import org.convlayers.engine.layer.LayerKernel;
import org.convlayers.engine.layer.Precision;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.layer.Convolution;
import org.convlayers.shape.Box;
import org.convlayers.shape.EdgeMode;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.Margins;
import org.convlayers.shape.Padding;
import org.convlayers.shape.Window;

/**
 * Notices where the algorithm that {@link ConvolutionKernels} chooses by its estimates is clearly slower than another one:
 * times every algorithm that may be a good choice, on one thread. Not a unit test, because it takes minutes and a quiet
 * machine: {@code ./mvnw -Pbenchmark} runs it.
 */
public final class ChoiceGuard {
    /** The direct sum is preferred to others that save little, and estimates cannot know the machine. */
    private static final double MAX_LOSS = 1.4;

    /** Of so many rounds, in which the algorithms take turns, the fastest counts. */
    private static final int ROUNDS = 7;

    /** What is estimated to take so many times as long as the choice is not timed: it would take hours. */
    private static final double HOPELESS = 8;

    private static final long WARM_UP_NANOS = 2_500_000_000L;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** A layer with weights that are random, or those of a Gaussian. */
    private record Timed(String name, Convolution layer, FeatureShape input, boolean isGaussian) {
        RandomConvolution convolution() {
            RandomConvolution random = RandomConvolution.of(1, layer, input);
            int k = layer.window().kernelSize().get(1);
            for (int i = 0; isGaussian && i < random.weight.length; i++) {
                random.weight[i] = (float) (bell(i / k, k) * bell(i % k, k));
            }
            return random;
        }

        private static double bell(int i, int k) {
            double u = 6.0 * i / k - 3;
            return Math.exp(-u * u / 2);
        }
    }

    private static final List<Timed> LAYERS = List.of(
            standard("3 to 10 channels", 3, 10, 3, 1, 1024, 1024),
            standard("8 to 8 channels", 8, 8, 3, 1, 512, 512),
            standard("16 to 16 channels", 16, 16, 3, 1, 512, 512),
            standard("32 to 32 channels", 32, 32, 3, 1, 512, 512),
            standard("32 to 32 channels, narrow", 32, 32, 3, 1, 4000, 13),
            standard("32 to 32 channels, dilation 2", 32, 32, 3, 2, 512, 512),
            standard("64 to 64 channels", 64, 64, 3, 1, 256, 256),
            standard("128 to 128 channels", 128, 128, 3, 1, 128, 128),
            standard("64 to 4 channels", 64, 4, 3, 1, 256, 256),
            standard("128 to 128 channels, small", 128, 128, 3, 1, 28, 28),
            standard("256 to 256 channels, smaller", 256, 256, 3, 1, 14, 14),
            standard("256 to 128 channels", 256, 128, 3, 1, 64, 64),
            standard("512 to 512 channels, small", 512, 512, 3, 1, 32, 32),
            standard("512 to 512 channels, smaller", 512, 512, 3, 1, 7, 7),
            standard("128 to 128 channels, 5x5, small", 128, 128, 5, 1, 28, 28),
            standard("16 to 16 channels, 5x5", 16, 16, 5, 1, 512, 512),
            standard("64 to 64 channels, 5x5", 64, 64, 5, 1, 256, 256),
            standard("8 to 8 channels, 3-D", 8, 8, 3, 1, 64, 128, 128),
            standard("15x15", 1, 1, 15, 1, 2048, 2048),
            standard("31x31", 1, 1, 31, 1, 2048, 2048),
            standard("63x63", 1, 1, 63, 1, 2048, 2048),
            standard("127x127", 1, 1, 127, 1, 2048, 2048),
            standard("63x63, small image", 1, 1, 63, 1, 300, 300),
            standard("41x41, 2 to 2 channels", 2, 2, 41, 1, 1024, 1024),
            gaussian("Gaussian 5x5", 5),
            gaussian("Gaussian 7x7", 7),
            gaussian("Gaussian 15x15", 15),
            gaussian("Gaussian 63x63", 63));

    private ChoiceGuard() {}

    private static Timed standard(String name, int in, int out, int k, int dilation, int... size) {
        return new Timed(name, layer(in, out, k, dilation, size.length), FeatureShape.of(in, size), false);
    }

    private static Timed gaussian(String name, int k) {
        return new Timed(name, layer(1, 1, k, 1, 2), FeatureShape.of(1, 2048, 2048), true);
    }

    private static Convolution layer(int in, int out, int k, int dilation, int rank) {
        Padding half = new Padding.Explicit(Margins.symmetric(Extent.filled(rank, (k - 1) / 2 * dilation)));
        Window window = Window.ofKernel(Extent.filled(rank, k))
                .withDilation(Extent.filled(rank, dilation))
                .withPadding(half);
        return new Convolution(in, out, window, EdgeMode.ZEROS, 1, true);
    }

    /**
     * Prints estimates and times in milliseconds, and fails if a choice is bad.
     *
     * @param arguments begins of names of layers; all if there are none
     * @throws IllegalStateException naming the layers for which another algorithm is clearly faster
     */
    public static void main(String[] arguments) {
        List<String> bad = new ArrayList<>();
        System.out.printf("%-30s %9s %9s%n", "layer", "estimate", "time");
        for (Timed timed : LAYERS) {
            boolean isAskedFor =
                    arguments.length == 0 || Arrays.stream(arguments).anyMatch(timed.name()::startsWith);
            if (isAskedFor && !(loss(timed) <= MAX_LOSS)) {
                bad.add(timed.name());
            }
        }
        if (!bad.isEmpty()) {
            throw new IllegalStateException("another algorithm is faster for " + String.join("; ", bad));
        }
    }

    /** How many times as long as the fastest algorithm the chosen one takes; NaN if it is none of those timed. */
    private static double loss(Timed timed) {
        RandomConvolution random = timed.convolution();
        Box whole = Box.whole(random.outputShape);
        LayerKernel fastest = ConvolutionKernels.fastest(random.bound(Epilogue.NONE), Precision.FLOAT32);
        String choice = fastest.algorithm();
        List<LayerKernel> kernels = random.kernels(Epilogue.NONE).stream()
                .filter(kernel -> kernel.nanos(whole) < HOPELESS * fastest.nanos(whole))
                .toList();
        double[] times = times(random, kernels);
        double chosen = Double.NaN;
        for (int i = 0; i < times.length; i++) {
            String algorithm = kernels.get(i).algorithm().split(", estimated", 2)[0];
            boolean isChosen = choice.startsWith(algorithm);
            chosen = isChosen ? times[i] : chosen;
            System.out.printf(
                    Locale.ROOT,
                    "%-30s %9.2f %9.2f %s %s%n",
                    timed.name(),
                    kernels.get(i).nanos(whole) / 1e6,
                    times[i],
                    isChosen ? "*" : " ",
                    algorithm);
        }
        return chosen / Arrays.stream(times).min().orElseThrow();
    }

    private static double[] times(RandomConvolution random, List<LayerKernel> kernels) {
        Box whole = Box.whole(random.outputShape);
        int pixels = whole.height().size() * whole.width().size();
        float[][][] planes =
                new float[random.outputShape.channels()][whole.depth().size()][pixels];
        Block output = Block.view(random.outputShape, planes, whole);
        List<Block> input = List.of(random.wholeInput());
        Scratch scratch = new Scratch();
        for (LayerKernel kernel : kernels) {
            long warm = THREADS.getCurrentThreadCpuTime() + WARM_UP_NANOS;
            while (THREADS.getCurrentThreadCpuTime() < warm) {
                kernel.compute(input, output, whole, scratch);
            }
        }
        double[] times = new double[kernels.size()];
        Arrays.fill(times, Double.POSITIVE_INFINITY);
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < times.length; i++) {
                long begin = THREADS.getCurrentThreadCpuTime();
                kernels.get(i).compute(input, output, whole, scratch);
                times[i] = Math.min(times[i], (THREADS.getCurrentThreadCpuTime() - begin) / 1e6);
            }
        }
        return times;
    }
}
