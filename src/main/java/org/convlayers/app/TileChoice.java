package org.convlayers.app;

import java.util.Locale;
import java.util.OptionalInt;
import org.convlayers.engine.NetworkPlan;
import org.convlayers.engine.Tiling;
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
     * @throws NotEnoughMemoryException if the blocks of the tiles do not fit
     */
    TileDecision decide(NetworkPlan plan, int items, int parallelism, long freeBytes) {
        long bytesPerThread = (long) (SHARE * freeBytes / parallelism);
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
        int count = tiling.count(plan.outputShape());
        long bytes = plan.cost(tiling.tile(plan.outputShape(), count / 2)).bytes();
        long atOnce = Math.min(parallelism, Math.max(1, (long) count * items));
        if (atOnce * bytes > freeBytes) {
            throw new NotEnoughMemoryException(tooLarge(atOnce * bytes, atOnce, freeBytes));
        }
        String threads = parallelism == 1 ? "one thread" : parallelism + " threads";
        return new TileDecision(tiling, what(plan, tiling, bytes) + ", for " + threads + " (" + why + ")");
    }

    private String tooLarge(long bytes, long threads, long freeBytes) {
        String tiles = switch (kind) {
            case AUTO -> "even the smallest tiles of this network need ";
            case NONE -> "tile=none needs ";
            case PIXELS -> "tile=" + pixels.orElseThrow() + " needs ";
        };
        String advice = kind == Kind.AUTO ? "compute with fewer threads" : "take smaller tiles, or tile=auto";
        return tiles + FreeMemory.inWords(bytes) + " for what "
                + (threads == 1 ? "one thread holds" : threads + " threads hold")
                + " at a time, but " + FreeMemory.inWords(freeBytes) + " are free; " + advice
                + ", or give Java more memory";
    }

    private static String what(NetworkPlan plan, Tiling tiling, long tileBytes) {
        int count = tiling.count(plan.outputShape());
        String bytes = FreeMemory.inWords(tileBytes) + " of blocks";
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
