package org.convlayers.app;

import java.util.Locale;
import java.util.OptionalInt;
import org.convlayers.engine.NetworkPlan;
import org.convlayers.engine.Tiling;

/** The {@code tile} key: {@code auto}, {@code none} or a number of pixels. The result does not depend on it. */
public final class TileChoice {
    /** Tiles chosen by their cost. */
    public static final TileChoice AUTO = new TileChoice(Kind.AUTO, OptionalInt.empty());

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

    /** The tiles for a batch. */
    Tiling tiling(NetworkPlan plan, int items, int parallelism) {
        return switch (kind) {
            case AUTO -> Tiling.auto(plan, items, parallelism);
            case NONE -> Tiling.none(plan.outputShape());
            case PIXELS -> Tiling.of(plan.outputShape(), pixels.orElseThrow());
        };
    }
}
