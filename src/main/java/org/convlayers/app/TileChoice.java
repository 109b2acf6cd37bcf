package org.convlayers.app;

import java.util.Locale;
import java.util.OptionalInt;
import org.convlayers.engine.NetworkPlan;
import org.convlayers.engine.Tiling;
import org.convlayers.shape.Box;
import org.convlayers.shape.Extent;

/** The {@code tile} key: {@code auto}, {@code none} or a number of pixels. The result does not depend on it. */
public final class TileChoice {
    /** Tiles chosen by their cost. */
    public static final TileChoice AUTO = new TileChoice(Kind.AUTO, OptionalInt.empty());

    private static final double SHARE = 0.5;

    private final Kind kind;
    private final OptionalInt pixels;

    private enum Kind {
        AUTO,
        NONE,
        PIXELS
    }

    private TileChoice(Kind kind, OptionalInt pixels) {
        this.kind = kind;
        this.pixels = pixels;
    }

    /**
     * Reads the value of the key.
     *
     * @throws IllegalArgumentException naming the text and what is allowed
     */
    public static TileChoice parse(String text) {
        String word = text.strip().toLowerCase(Locale.ROOT);
        if (word.equals("auto")) {
            return AUTO;
        }
        if (word.equals("none")) {
            return new TileChoice(Kind.NONE, OptionalInt.empty());
        }
        if (!word.matches("[1-9][0-9]{0,8}")) {
            throw new IllegalArgumentException("tile '" + text
                    + "' is not allowed; allowed are auto, none and a number of pixels from 1 to 999999999");
        }
        return new TileChoice(Kind.PIXELS, OptionalInt.of(Integer.parseInt(word)));
    }

    /**
     * The tiles for a batch.
     *
     * @param plan what is computed
     * @param items the number of items
     * @param parallelism the number of threads
     * @param freeBytes the memory that is left; chosen tiles need no more of it than {@value #SHARE} for all threads, where
     *     tiles of any size allow that
     */
    TileDecision decide(NetworkPlan plan, int items, int parallelism, long freeBytes) {
        long bytesPerThread = Math.min(Tiling.BYTES_PER_THREAD, (long) (SHARE * freeBytes / parallelism));
        Tiling tiling = switch (kind) {
            case AUTO -> Tiling.auto(plan, items, parallelism, bytesPerThread);
            case NONE -> Tiling.none(plan.outputShape());
            case PIXELS -> Tiling.of(plan.outputShape(), pixels.orElseThrow());
        };
        String why = switch (kind) {
            case AUTO ->
                "the least estimated time with up to " + FreeMemory.inWords(bytesPerThread) + " a thread, "
                        + FreeMemory.inWords(freeBytes) + " being free";
            case NONE -> "tile=none";
            case PIXELS -> "tile=" + pixels.orElseThrow();
        };
        return new TileDecision(tiling, what(plan, tiling) + ", for " + parallelism + " threads (" + why + ")");
    }

    private static String what(NetworkPlan plan, Tiling tiling) {
        long count = tiling.count(plan.outputShape());
        Box tile = tiling.tile(plan.outputShape(), (int) (count / 2));
        String bytes = FreeMemory.inWords(plan.cost(tile).bytes()) + " of blocks";
        if (count == 1) {
            return "computed whole, " + bytes;
        }
        Extent shown = tiling.tile();
        String size = plan.outputShape().rank() == Extent.MAX_RANK
                ? shown.join(" x ")
                : Extent.of(shown.get(1), shown.get(2)).join(" x ");
        return count + " tiles of " + size + " (height x width), each " + bytes;
    }
}
