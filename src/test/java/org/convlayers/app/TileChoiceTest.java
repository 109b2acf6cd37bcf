package org.convlayers.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.convlayers.engine.NetworkPlan;
import org.convlayers.engine.layer.Precision;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.layer.Network;
import org.convlayers.shape.Box;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.Region;
import org.convlayers.text.NetworkText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tiles and the memory that is free. */
class TileChoiceTest {
    private static final long MB = 1_000_000;

    /** Ten layers that see 80 pixels to each side. */
    private static final String DEEP = "Conv2d(3, 32, 3, padding=8, dilation=8); "
            + "Conv2d(32, 32, 3, padding=8, dilation=8); ".repeat(9)
            + "Conv2d(32, 2, 1)";

    @ParameterizedTest
    @CsvSource({"40, 1", "80, 2", "169, 2", "400, 4", "3000, 2"})
    void chosenTilesTakeAtMostHalfOfWhatIsFree(long freeMegabytes, int threads) {
        NetworkPlan plan = plan(DEEP, FeatureShape.of(3, 800, 800));
        TileDecision decision = TileChoice.AUTO.decide(plan, 1, threads, freeMegabytes * MB);
        int middle = decision.tiling().count(plan.outputShape()) / 2;
        long bytes =
                plan.cost(decision.tiling().tile(plan.outputShape(), middle)).bytes();
        assertTrue(threads * bytes <= freeMegabytes * MB / 2, () -> decision.reason());
    }

    /** Nine maps one after the other: two exist at a time, besides the input and the output. */
    @Test
    void blocksThatNobodyReadsAnyMoreDoNotCount() {
        NetworkPlan plan = plan(
                "Conv2d(1, 4, 1); " + "Conv2d(4, 4, 1); ".repeat(8) + "Conv2d(4, 1, 1)", FeatureShape.of(1, 100, 100));
        assertEquals(
                Scratch.bytes(1 + 1 + 4 + 4, Region.whole(plan.outputShape())),
                plan.cost(Box.whole(plan.outputShape())).bytes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "700"})
    void tilesThatMemoryDoesNotHoldAreRefused(String tile) {
        NetworkPlan plan =
                plan("Conv2d(3, 64, 3, padding=1); Conv2d(64, 64, 3, padding=1)", FeatureShape.of(3, 1411, 1411));
        TileChoice choice = TileChoice.parse(tile);
        String message = assertThrows(NotEnoughMemoryException.class, () -> choice.decide(plan, 1, 1, 200 * MB))
                .getMessage();
        assertTrue(message.startsWith("tile=" + tile + " needs "), message);
        assertTrue(message.contains("but 200 MB are free; take smaller tiles, or tile=auto"), message);
    }

    @Test
    void evenTheSmallestTilesMayBeTooMuch() {
        NetworkPlan plan = plan(DEEP, FeatureShape.of(3, 800, 800));
        String message = assertThrows(NotEnoughMemoryException.class, () -> TileChoice.AUTO.decide(plan, 1, 2, MB))
                .getMessage();
        assertTrue(message.startsWith("even the smallest tiles of this network need "), message);
    }

    @ParameterizedTest
    @CsvSource({"1, one thread", "2, 2 threads"})
    void reasonsCountTheThreads(int threads, String expected) {
        NetworkPlan plan = plan("ReLU()", FeatureShape.of(1, 5, 5));
        String reason =
                TileChoice.parse("none").decide(plan, 1, threads, 200 * MB).reason();
        assertTrue(reason.endsWith(", for " + expected + " (tile=none)"), reason);
    }

    private static NetworkPlan plan(String text, FeatureShape input) {
        Network network = NetworkText.parse(text);
        return NetworkRun.plan(network, FilledNetwork.random(network).weights(), input, Precision.FLOAT32);
    }
}
