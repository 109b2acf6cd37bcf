package org.convlayers.engine.convolution;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.convlayers.shape.Box;

/**
 * How the boxes that a kernel is asked for come to lie in lanes: arrangements are looked for once, which for small maps takes a
 * good part of the time of computing them. For many threads.
 */
final class KnownLanes {
    /** Those of a small image, or the parts that threads have of a larger one. */
    private static final int MAX_BOXES = 64;

    private final Function<Box, List<Lanes>> search;
    private final Map<Box, List<Lanes>> known = new ConcurrentHashMap<>();

    /** None yet; {@code search} arranges the pixels of a box. */
    KnownLanes(Function<Box, List<Lanes>> search) {
        this.search = search;
    }

    /** Lanes for the caller's own use, which together cover a box. */
    List<Lanes> of(Box box) {
        return found(box).stream().map(Lanes::again).toList();
    }

    /** What a box costs, in nanoseconds. */
    double nanos(Box box) {
        return Lanes.nanos(found(box));
    }

    private List<Lanes> found(Box box) {
        List<Lanes> lanes = known.get(box);
        if (lanes == null) {
            lanes = search.apply(box);
            if (known.size() < MAX_BOXES) {
                known.put(box, lanes);
            }
        }
        return lanes;
    }
}
