package org.convlayers.benchmark;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Notices where a layer of an awkward number (of channels, pixels, groups, a stride, a dilation, a kernel's length) takes clearly
 * more time for a multiply-accumulate than one of the nearest round number. Not a unit test, because it takes minutes and a
 * quiet machine: {@code ./mvnw -Pbenchmark} runs it.
 */
public final class NeighbourGuard {
    /** How many times as long a multiply-accumulate may take. */
    private static final double MAX_LOSS = 2;

    /** How often the round and an awkward number are timed, one beside the other, before the awkward one counts as slow. */
    private static final int TRIALS = 3;

    private static final List<Integer> ROUND = List.of(4, 8, 16, 32, 64, 128, 256);

    private static final List<Integer> CHANNELS = List.of(3, 5, 6, 7, 9, 10, 12, 15, 17, 24, 31, 33, 48, 63, 65);

    private static final List<Integer> LENGTHS =
            List.of(5, 6, 7, 9, 10, 12, 14, 17, 20, 28, 31, 33, 48, 50, 63, 65, 100, 127, 129, 200, 255, 257);

    /**
     * Layers that differ by a number, which stands for {@code %1$d} in their texts.
     *
     * @param layer the layer
     * @param input the shape of its input
     * @param round numbers that suit every algorithm
     * @param awkward others
     */
    private record Family(String layer, String input, List<Integer> round, List<Integer> awkward) {
        TimedLayer of(int number) {
            return TimedLayer.of(String.format(Locale.ROOT, layer, number), String.format(Locale.ROOT, input, number));
        }

        int nearestRound(int number) {
            return round.stream()
                    .min(Comparator.comparingDouble(candidate -> Math.abs(Math.log((double) candidate / number))))
                    .orElseThrow();
        }
    }

    private static Family channels(String layer, String input) {
        return new Family(layer, input, List.of(4, 8, 16, 32, 64), CHANNELS);
    }

    private static Family lengths(String layer, String input, int longest) {
        return new Family(
                layer,
                input,
                ROUND.stream().filter(length -> length <= longest).toList(),
                LENGTHS.stream().filter(length -> length <= longest + 1).toList());
    }

    private static final List<Family> FAMILIES = List.of(
            channels("Conv2d(%1$d, %1$d, 3, padding=1)", "%1$dx64x64"),
            channels("Conv2d(%1$d, %1$d, 5, padding=2)", "%1$dx64x64"),
            channels("Conv2d(%1$d, %1$d, 1)", "%1$dx128x128"),
            channels("Conv2d(32, %1$d, 3, padding=1)", "32x64x64"),
            channels("Conv2d(%1$d, 32, 3, padding=1)", "%1$dx64x64"),
            channels("Conv2d(%1$d, %1$d, 3, padding=1, groups=%1$d)", "%1$dx64x64"),
            new Family(
                    "Conv2d(48, 48, 3, padding=1, groups=%1$d)",
                    "48x64x64", List.of(1, 2, 4, 8, 16, 48), List.of(3, 6, 12, 24)),
            lengths("Conv2d(3, 10, 3, padding=1)", "3x%1$dx%1$d", 256),
            lengths("Conv2d(16, 16, 3, padding=1)", "16x%1$dx%1$d", 256),
            lengths("Conv2d(16, 16, 3, padding=1)", "16x64x%1$d", 256),
            lengths("Conv2d(16, 16, 3, padding=1)", "16x%1$dx64", 256),
            lengths("Conv2d(64, 64, 3, padding=1)", "64x%1$dx%1$d", 64),
            lengths("Conv2d(32, 32, 3, padding=1, groups=32)", "32x%1$dx%1$d", 256),
            lengths("Conv2d(32, 64, 1)", "32x%1$dx%1$d", 128),
            lengths("Conv2d(16, 32, 3, stride=2, padding=1)", "16x%1$dx%1$d", 256),
            lengths("Conv2d(16, 16, 3, padding=2, dilation=2)", "16x%1$dx%1$d", 256),
            lengths("Conv3d(4, 4, 3, padding=1)", "4x%1$dx%1$dx%1$d", 32),
            lengths("Conv1d(8, 8, 5, padding=2)", "8x%1$d00", 128),
            new Family("Conv2d(16, 16, %1$d, padding=3)", "16x128x128", List.of(3, 5, 7), List.of(2, 4, 6)),
            new Family(
                    "Conv2d(16, 16, 3, padding=%1$d, dilation=%1$d)",
                    "16x128x128", List.of(1, 2, 4, 8), List.of(3, 5, 6, 7, 9)),
            new Family("Conv2d(16, 16, 3, padding=1, stride=%1$d)", "16x256x256", List.of(2, 4), List.of(3, 5, 6)));

    private NeighbourGuard() {}

    /**
     * Prints times, and fails if an awkward number takes too long.
     *
     * @param arguments begins of layers; all if there are none
     * @throws IllegalStateException naming the layers and numbers
     */
    public static void main(String[] arguments) {
        TimedLayer.compareAll(FAMILIES, Family::layer, arguments, NeighbourGuard::compare);
    }

    private static void compare(Family family, List<String> bad) {
        System.out.printf("%s of %s:", family.layer(), family.input());
        Map<Integer, Double> rounds = new HashMap<>();
        for (int number : family.awkward()) {
            int nearest = family.nearestRound(number);
            double round = rounds.computeIfAbsent(nearest, n -> nanosPerMac(family.of(n)));
            double loss = nanosPerMac(family.of(number)) / round;
            for (int trial = 1; loss > MAX_LOSS && trial < TRIALS; trial++) {
                loss = Math.min(loss, nanosPerMac(family.of(number)) / nanosPerMac(family.of(nearest)));
            }
            System.out.printf(Locale.ROOT, " %d %.2f", number, loss);
            if (!(loss <= MAX_LOSS)) {
                bad.add(String.format(Locale.ROOT, "%s with %d %.2f", family.layer(), number, loss));
            }
        }
        System.out.println();
    }

    private static double nanosPerMac(TimedLayer timed) {
        return timed.nanos() / timed.macs();
    }
}
