package org.convlayers.layer;

import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.convlayers.shape.EdgeMode;
import org.convlayers.shape.Extent;
import org.convlayers.shape.Margins;
import org.convlayers.shape.Padding;
import org.convlayers.shape.Window;

/** Draws layers that change sizes, with any of their arguments; not all take every input. */
public final class RandomSizeLayers {
    private final Random random;
    private final int rank;

    /**
     * Begins to draw.
     *
     * @param random decides
     * @param rank the number of spatial axes
     */
    public RandomSizeLayers(Random random, int rank) {
        this.random = random;
        this.rank = rank;
    }

    /** A layer for an input of so many channels, as long as its size suits it. */
    public Layer next(int channels) {
        return switch (random.nextInt(9)) {
            case 0 -> convolution(channels);
            case 1, 2 -> transposed(channels);
            case 3 -> new MaxPooling(window(extent(() -> 1 + random.nextInt(3))), random.nextBoolean());
            case 4 -> average();
            case 5 -> adaptive();
            case 6 -> rank == 2 ? shuffle(channels) : upsampling();
            default -> upsampling();
        };
    }

    private static Layer shuffle(int channels) {
        return channels % 4 == 0 ? new PixelShuffle(2) : new PixelUnshuffle(2);
    }

    private Convolution convolution(int channels) {
        return new Convolution(
                channels, 1 + random.nextInt(3), window(extent(() -> 1 + random.nextInt(3))), EdgeMode.ZEROS, 1, true);
    }

    private TransposedConvolution transposed(int channels) {
        Window window = window(extent(() -> 1 + random.nextInt(3)));
        Extent outputPadding = window.stride().combine(window.dilation(), (s, d) -> random.nextInt(Math.max(s, d)));
        int groups = channels % 2 == 0 && random.nextBoolean() ? 2 : 1;
        return new TransposedConvolution(
                channels, groups * (1 + random.nextInt(2)), window, outputPadding, groups, random.nextBoolean());
    }

    private AveragePooling average() {
        OptionalInt divisor = rank > 1 && random.nextInt(4) == 0 ? OptionalInt.of(3) : OptionalInt.empty();
        Window window = window(Extent.filled(rank, 1));
        return new AveragePooling(window, random.nextBoolean(), random.nextBoolean(), divisor, false);
    }

    private AdaptivePooling adaptive() {
        List<OptionalInt> size = IntStream.range(0, rank)
                .mapToObj(axis -> random.nextInt(4) == 0 ? OptionalInt.empty() : OptionalInt.of(1 + random.nextInt(6)))
                .toList();
        return new AdaptivePooling(random.nextBoolean() ? PoolingOperation.MAX : PoolingOperation.AVERAGE, size);
    }

    private Upsampling upsampling() {
        List<Interpolation> suited = Stream.of(Interpolation.values())
                .filter(interpolation -> interpolation.rank().orElse(rank) == rank)
                .toList();
        Interpolation interpolation = suited.get(random.nextInt(suited.size()));
        Coordinates other = interpolation == Interpolation.NEAREST ? Coordinates.ASYMMETRIC : Coordinates.ALIGN_CORNERS;
        Upsampling.Target target = random.nextBoolean()
                ? new Upsampling.Size(extent(() -> 1 + random.nextInt(12)))
                : new Upsampling.Factors(
                        Collections.nCopies(
                                rank, List.of(2.0, 1.5, 0.5, 3.0, 1.7, 1.0).get(random.nextInt(6))),
                        random.nextBoolean());
        return new Upsampling(interpolation, random.nextBoolean() ? Coordinates.HALF_PIXEL : other, target);
    }

    private Window window(Extent dilation) {
        Padding padding =
                new Padding.Explicit(new Margins(extent(() -> random.nextInt(3)), extent(() -> random.nextInt(3))));
        return new Window(extent(() -> 1 + random.nextInt(4)), extent(() -> 1 + random.nextInt(3)), dilation, padding);
    }

    private Extent extent(IntSupplier number) {
        return Extent.of(IntStream.generate(number).limit(rank).toArray());
    }
}
