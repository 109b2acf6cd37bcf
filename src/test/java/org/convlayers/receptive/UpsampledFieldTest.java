package org.convlayers.receptive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.convlayers.layer.Network;
import org.convlayers.shape.FeatureShape;
import org.convlayers.text.NetworkText;
import org.junit.jupiter.api.Test;

/** Fields behind layers that enlarge maps, worked out by hand. */
class UpsampledFieldTest {
    private static final String UNET = """
            (down0): Conv2d(1, 2, 3, padding=1)
            (pool0): MaxPool2d(2)
            (down1): Conv2d(2, 2, 3, padding=1)
            (pool1): MaxPool2d(2)
            (bottom): Conv2d(2, 2, 3, padding=1)
            (up1): Upsample(scale_factor=2)
            (join1): Concat(inputs=('down1', 'up1'))
            (merge1): Conv2d(4, 2, 3, padding=1)
            (up0): Upsample(scale_factor=2)
            (join0): Concat(inputs=('down0', 'up0'))
            (merge0): Conv2d(4, 1, 3, padding=1)
            """;

    private static List<Long> sizes(String network, int width, int from, int to) {
        PullBack pullBack = PullBack.of(NetworkText.parse(network), FeatureShape.of(1, width));
        String last = pullBack.network().output().name();
        return IntStream.range(from, to)
                .mapToObj(u -> ReceptiveField.of(pullBack, last, u))
                .map(ReceptiveField::pixels)
                .toList();
    }

    /** The middle of a large image, where no border clips. */
    @Test
    void fieldOfAUnetDependsOnThePhase() {
        PullBack pullBack = PullBack.of(NetworkText.parse(UNET), FeatureShape.of(1, 64, 64));
        List<Long> sizes = IntStream.range(32, 36)
                .mapToObj(
                        x -> ReceptiveField.of(pullBack, "merge0", 32, x).size().get(1))
                .toList();
        assertEquals(List.of(22L, 26L, 26L, 22L), sizes);
        FieldFormula formula = pullBack.formulas().get(pullBack.network().indexOf("merge0"));
        assertEquals(Optional.empty(), formula.axes());
        assertEquals(Optional.empty(), formula.misalignment());
        assertEquals(Optional.of(List.of(new FieldGrid(1, 0), new FieldGrid(1, 0))), formula.grids());
    }

    /** Output pixels 2i and 2i + 1 of a kernel of 3 with stride 2: taps 0 and 2, or tap 1 alone. */
    @Test
    void transposedConvolutionHasAFieldForEachPhase() {
        assertEquals(List.of(2L, 1L, 2L, 1L), sizes("ConvTranspose1d(1, 1, 3, stride=2)", 20, 10, 14));
    }

    @Test
    void dilationLeavesHolesBehindATransposedConvolution() {
        PullBack pullBack =
                PullBack.of(NetworkText.parse("ConvTranspose1d(1, 1, 3, dilation=2)"), FeatureShape.of(1, 20));
        ReceptiveField field = ReceptiveField.of(pullBack, "0", 10);
        assertEquals(List.of(5L), field.size());
        assertEquals(3, field.pixels());
    }

    @Test
    void pixelBetweenScatteredOnesSeesNothing() {
        PullBack pullBack =
                PullBack.of(NetworkText.parse("ConvTranspose1d(1, 1, 1, stride=2)"), FeatureShape.of(1, 20));
        ReceptiveField field = ReceptiveField.of(pullBack, "0", 7);
        assertEquals(0, field.pixels());
        assertEquals(List.of(0L), field.size());
        assertEquals(List.of(3.5), field.centre());
        assertTrue(field.actualBounds().isEmpty());
    }

    /** Places of a factor of 2: 4.75, 5.25: each between two pixels. Of aligned corners from 5 to 9: 0, .5, 1, …. */
    @Test
    void pixelsOfWeightZeroAreNotSeen() {
        assertEquals(List.of(2L, 2L), sizes("Upsample(scale_factor=2, mode='linear')", 20, 10, 12));
        assertEquals(List.of(1L, 2L, 1L, 2L), sizes("Upsample(size=9, mode='linear', align_corners=True)", 5, 2, 6));
    }

    @Test
    void globalPoolingSeesTheWholeMap() {
        Network network = NetworkText.parse("Conv2d(1, 1, 3, padding=1); AdaptiveAvgPool2d(1)");
        ReceptiveField field = ReceptiveField.of(network, FeatureShape.of(1, 7, 9), "1", 0, 0);
        assertEquals(63, field.pixels());
        assertEquals(List.of(9L, 11L), field.size());
    }

    /** A branch that is pooled by 2 and enlarged lies on one that was left as it is. */
    @Test
    void pooledAndEnlargedBranchIsAligned() {
        String network = """
                (small): AvgPool1d(2)
                (large): Upsample(scale_factor=2, mode='MODE')
                Concat(inputs=('input', 'large'))
                """;
        for (String mode : List.of("nearest", "linear")) {
            FieldFormula formula = PullBack.of(NetworkText.parse(network.replace("MODE", mode)), FeatureShape.of(1, 20))
                    .formulas()
                    .get(2);
            assertEquals(Optional.empty(), formula.misalignment());
        }
    }

    @Test
    void stridedBranchEnlargedIsHalfAPixelOff() {
        String network = """
                (small): Conv1d(1, 1, 1, stride=2)
                (large): Upsample(scale_factor=2)
                Concat(inputs=('input', 'large'))
                """;
        FieldFormula formula = PullBack.of(NetworkText.parse(network), FeatureShape.of(1, 20))
                .formulas()
                .get(2);
        assertEquals(
                Optional.of(
                        "the inputs of layer '2' are not aligned along W: field centres [0.0, -0.5] of output pixel 0"),
                formula.misalignment());
    }
}
