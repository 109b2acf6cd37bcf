package org.convlayers.benchmark;

import java.util.List;
import java.util.Locale;

/**
 * Notices where a map of an awkward shape takes clearly more time for its work than one that is about as long in all directions:
 * narrow maps, flat and deep ones. {@link NeighbourGuard} looks at numbers next to round ones. Not a unit test, because it takes minutes and a quiet machine: {@code ./mvnw
 * -Pbenchmark} runs it.
 */
public final class CliffGuard {
    /** How many times as long the same work may take: twice, and what a machine that others share adds. */
    private static final double MAX_LOSS = 2.5;

    /** The same for layers that compute so little that their time is that of moving values. */
    private static final double MAX_LOSS_OF_MOVING = 4;

    /** How often the round and an awkward size are timed, one beside the other, before the awkward one counts as slow. */
    private static final int TRIALS = 3;

    /**
     * Maps of one number of axes.
     *
     * @param round the size of a map that suits every algorithm
     * @param awkward others
     */
    private record Sizes(String round, List<String> awkward) {}

    private static final Sizes LINES = new Sizes("262144", List.of("16384", "65536", "99991", "1048576"));

    private static final Sizes PLANES = new Sizes(
            "256x256",
            List.of(
                    "65536x1", "32768x2", "21845x3", "16384x4", "8192x8", "4096x16", "2048x32", "1024x64", "4x16384",
                    "2x32768", "1x65536", "255x257", "127x513", "517x126", "63x1041"));

    /** Without slices of a single pixel, each of which costs as much as an array does, whatever is computed. */
    private static final Sizes VOLUMES = new Sizes(
            "16x64x64",
            List.of(
                    "16384x2x2",
                    "7281x3x3",
                    "4096x4x4",
                    "1024x8x8",
                    "256x16x16",
                    "1x65536x1",
                    "2x16384x2",
                    "8x1024x8",
                    "4096x16x1",
                    "16x4096x1",
                    "4096x1x16",
                    "1x1x65536",
                    "2x2x16384",
                    "8x8x1024",
                    "40x40x40",
                    "17x63x61"));

    /**
     * A layer and what it is tried on.
     *
     * @param layer the layer
     * @param channels the number of its input channels
     * @param sizes those of its inputs
     * @param maxLoss how many times as long the same work may take
     */
    private record Timed(String layer, int channels, Sizes sizes, double maxLoss) {
        static Timed ofLines(String layer, int channels) {
            return new Timed(layer, channels, LINES, MAX_LOSS);
        }

        static Timed ofPlanes(String layer, int channels) {
            return new Timed(layer, channels, PLANES, MAX_LOSS);
        }

        static Timed ofVolumes(String layer, int channels) {
            return new Timed(layer, channels, VOLUMES, MAX_LOSS);
        }

        Timed thatMoves() {
            return new Timed(layer, channels, sizes, MAX_LOSS_OF_MOVING);
        }

        /** The layer on a map of one of the sizes. */
        TimedLayer on(String size) {
            return TimedLayer.of(layer, channels + "x" + size);
        }
    }

    private static final List<Timed> LAYERS = List.of(
            Timed.ofLines("Conv1d(1, 1, 65, padding=32)", 1),
            Timed.ofLines("Conv1d(16, 16, 9, padding=4)", 16),
            Timed.ofPlanes("Conv2d(3, 10, 3, padding=1)", 3),
            Timed.ofPlanes("Conv2d(16, 16, 3, padding=1)", 16),
            Timed.ofPlanes("Conv2d(32, 32, 3, padding=1)", 32),
            Timed.ofPlanes("Conv2d(16, 3, 3, padding=1)", 16),
            Timed.ofPlanes("Conv2d(64, 64, 3, padding=1, groups=64)", 64),
            Timed.ofPlanes("Conv2d(32, 32, 5, padding=2, groups=32)", 32),
            Timed.ofPlanes("Conv2d(32, 64, 1)", 32),
            Timed.ofPlanes("Conv2d(16, 16, 3, padding=2, dilation=2)", 16),
            Timed.ofPlanes("Conv2d(16, 16, 3, stride=2, padding=1)", 16),
            Timed.ofPlanes("Conv2d(1, 1, 7, padding=3)", 1),
            Timed.ofPlanes("Conv2d(3, 10, 3, padding=1, padding_mode='replicate')", 3),
            Timed.ofPlanes("Conv2d(3, 10, 3, padding=1, padding_mode='circular')", 3),
            Timed.ofPlanes("Conv2d(64, 64, 3, padding=1, groups=64, padding_mode='circular')", 64),
            Timed.ofPlanes("ConvTranspose2d(16, 16, 2, stride=2)", 16),
            Timed.ofPlanes("MaxPool2d(2, ceil_mode=True)", 8).thatMoves(),
            Timed.ofPlanes("AvgPool2d(3, 2, 1)", 8).thatMoves(),
            Timed.ofPlanes("Upsample(scale_factor=2, mode='bilinear')", 8).thatMoves(),
            Timed.ofVolumes("Conv3d(8, 8, 3, padding=1)", 8),
            Timed.ofVolumes("Conv3d(1, 1, 3, padding=1)", 1),
            Timed.ofVolumes("Conv3d(16, 16, 3, padding=1, groups=16)", 16),
            Timed.ofVolumes("ConvTranspose3d(8, 8, 2, stride=2)", 8).thatMoves(),
            Timed.ofVolumes("MaxPool3d(2, ceil_mode=True)", 8).thatMoves(),
            Timed.ofVolumes("Upsample(scale_factor=2, mode='trilinear')", 4).thatMoves());

    private CliffGuard() {}

    /**
     * Prints times, and fails if an awkward size takes too long.
     *
     * @param arguments begins of layers; all if there are none
     * @throws IllegalStateException naming the layers and sizes
     */
    public static void main(String[] arguments) {
        TimedLayer.compareAll(LAYERS, Timed::layer, arguments, CliffGuard::compare);
    }

    private static void compare(Timed timed, List<String> bad) {
        TimedLayer round = timed.on(timed.sizes().round());
        round.nanos();
        double nanos = round.nanos();
        System.out.printf(
                Locale.ROOT,
                "%s: %.2f ms for %s;",
                timed.layer(),
                nanos / 1e6,
                timed.sizes().round());
        for (String size : timed.sizes().awkward()) {
            TimedLayer awkward = timed.on(size);
            double loss = awkward.nanos() / nanos / awkward.valuesOf(round);
            for (int trial = 1; loss > timed.maxLoss() && trial < TRIALS; trial++) {
                loss = Math.min(loss, awkward.nanos() / round.nanos() / awkward.valuesOf(round));
            }
            System.out.printf(Locale.ROOT, " %s %.2f", size, loss);
            if (!(loss <= timed.maxLoss())) {
                bad.add(String.format(Locale.ROOT, "%s of %s %.2f", timed.layer(), size, loss));
            }
        }
        System.out.println();
    }
}
