package org.convlayers.engine;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.convlayers.layer.Convolution;
import org.convlayers.shape.AxisRanges;
import org.convlayers.shape.Box;
import org.convlayers.shape.EdgeMode;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.Margins;
import org.convlayers.shape.Padding;
import org.convlayers.shape.Window;

/**
 * Times single layers on one thread, buffers reused: {@code main} prints for each case median and minimum of the thread's
 * processor time in milliseconds and the speed at the minimum, two floating-point operations a product.
 *
 * <p>Arguments: names of cases (all by default); {@code rounds=N}, {@code rows=N} (the height of the boxes).
 */
public final class ConvolutionTiming {
    private static final long WARM_UP_NANOS = 1_500_000_000L;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final Map<String, Case> CASES = new LinkedHashMap<>();

    static {
        standard("A128", 3, 10, 3, 1, 1, 128, 128);
        standard("A1024", 3, 10, 3, 1, 1, 1024, 1024);
        standard("A2048", 3, 10, 3, 1, 1, 2048, 2048);
        standard("B32", 32, 32, 3, 1, 1, 512, 512);
        standard("B64", 64, 64, 3, 1, 1, 256, 256);
        standard("B128", 128, 128, 3, 1, 1, 128, 128);
        depthwise("C3", 3, 2048);
        depthwise("C32", 32, 512);
        depthwise("C64", 64, 256);
        standard("D32", 32, 64, 1, 1, 1, 512, 512);
        standard("D3", 3, 10, 1, 1, 1, 2048, 2048);
        standard("F2", 32, 32, 3, 1, 2, 512, 512);
        standard("F4", 32, 32, 3, 1, 4, 512, 512);
        standard("G", 32, 64, 3, 2, 1, 512, 512);
        standard("H7", 1, 1, 7, 1, 1, 2048, 2048);
        standard("H15", 1, 1, 15, 1, 1, 2048, 2048);
        standard("H31", 1, 1, 31, 1, 1, 2048, 2048);
        standard("H63", 1, 1, 63, 1, 1, 2048, 2048);
        standard("H127", 1, 1, 127, 1, 1, 2048, 2048);
        gaussian("S5", 5);
        gaussian("S7", 7);
        gaussian("S9", 9);
        gaussian("S15", 15);
        gaussian("S31", 31);
        gaussian("S63", 63);
        standard("I", 8, 8, 3, 1, 1, 64, 128, 128);
        standard("A13", 3, 10, 3, 1, 1, 4000, 13);
        standard("A207", 3, 10, 3, 1, 1, 1000, 207);
        standard("A513", 3, 10, 3, 1, 1, 1000, 513);
        standard("A700", 3, 10, 3, 1, 1, 1000, 700);
        standard("B31", 31, 29, 3, 1, 1, 511, 511);
        standard("B513", 32, 32, 3, 1, 1, 256, 513);
    }

    /** A layer with weights that are random, or those of a Gaussian. */
    private record Case(Convolution layer, FeatureShape input, boolean isGaussian) {}

    private ConvolutionTiming() {}

    private static void standard(String name, int in, int out, int k, int s, int d, int... size) {
        CASES.put(name, new Case(layer(in, out, k, s, d, 1, size.length), FeatureShape.of(in, size), false));
    }

    private static void depthwise(String name, int channels, int size) {
        CASES.put(
                name,
                new Case(
                        layer(channels, channels, 3, 1, 1, channels, 2), FeatureShape.of(channels, size, size), false));
    }

    private static void gaussian(String name, int k) {
        CASES.put(name, new Case(layer(1, 1, k, 1, 1, 1, 2), FeatureShape.of(1, 2048, 2048), true));
    }

    private static void fillWithGaussian(float[] weight, int k) {
        for (int i = 0; i < weight.length; i++) {
            int row = i / k;
            double y = 6.0 * row / k - 3;
            double x = 6.0 * (i % k) / k - 3;
            weight[i] = (float) Math.exp(-(x * x + y * y) / 2);
        }
    }

    private static Convolution layer(int in, int out, int k, int s, int d, int groups, int rank) {
        Padding half = new Padding.Explicit(Margins.symmetric(Extent.filled(rank, (k - 1) / 2 * d)));
        Window window = Window.ofKernel(Extent.filled(rank, k))
                .withStride(Extent.filled(rank, s))
                .withDilation(Extent.filled(rank, d))
                .withPadding(half);
        return new Convolution(in, out, window, EdgeMode.ZEROS, groups, true);
    }

    public static void main(String[] arguments) {
        int rounds = 15;
        int rows = 64;
        List<String> names = new ArrayList<>();
        for (String argument : arguments) {
            if (argument.startsWith("rounds=")) {
                rounds = Integer.parseInt(argument.substring(7));
            } else if (argument.startsWith("rows=")) {
                rows = Integer.parseInt(argument.substring(5));
            } else {
                names.add(argument);
            }
        }
        System.out.println(System.getProperty("java.version"));
        for (String name : names.isEmpty() ? CASES.keySet() : names) {
            time(name, CASES.get(name), rounds, rows);
        }
    }

    private static void time(String name, Case timed, int rounds, int rows) {
        RandomConvolution random = RandomConvolution.of(1, timed.layer(), timed.input());
        if (timed.isGaussian()) {
            fillWithGaussian(random.weight, timed.layer().window().kernelSize().get(1));
        }
        LayerKernel convolution = ConvolutionKernels.fastest(random.bound(Epilogue.NONE), Precision.FLOAT32);
        FeatureShape shape = random.outputShape;
        Box whole = Box.whole(shape);
        float[][][] planes = new float[shape.channels()][whole.depth().size()]
                [whole.height().size() * whole.width().size()];
        Block output = Block.view(shape, planes, whole);
        List<Block> input = List.of(random.wholeInput());
        Scratch scratch = new Scratch();
        long warm = THREADS.getCurrentThreadCpuTime() + WARM_UP_NANOS;
        while (THREADS.getCurrentThreadCpuTime() < warm) {
            compute(convolution, input, output, whole, rows, scratch);
        }
        double[] times = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            long begin = THREADS.getCurrentThreadCpuTime();
            compute(convolution, input, output, whole, rows, scratch);
            times[round] = (THREADS.getCurrentThreadCpuTime() - begin) / 1e6;
        }
        Arrays.sort(times);
        double work = 2e-6 * timed.layer().macs(List.of(timed.input()));
        System.out.printf(
                "%-6s %8.2f %8.2f ms %6.1f GFLOP/s  %s%n",
                name, times[rounds / 2], times[0], work / times[0], convolution.algorithm());
    }

    private static void compute(
            LayerKernel convolution, List<Block> input, Block output, Box whole, int rows, Scratch scratch) {
        for (int y = 0; y < whole.height().size(); y += rows) {
            int last = Math.min(y + rows, whole.height().size()) - 1;
            Box box = new Box(whole.depth(), new AxisRanges.Range(y, last), whole.width());
            convolution.compute(input, output, box, scratch);
        }
    }
}
