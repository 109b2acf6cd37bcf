package org.convlayers.engine;

import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.convlayers.engine.layer.StepKernel;
import org.convlayers.engine.memory.Crew;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.receptive.NeededRegions;
import org.convlayers.shape.Box;
import org.convlayers.shape.Extent;

/**
 * What a tile of a stage's output asks of every map: it depends on the plan, the tile and the number of threads alone.
 *
 * @param regions what is needed of each node's output and of the network's input
 * @param shares what each step computes, in parts that threads share
 */
record TileGeometry(NeededRegions regions, List<List<Share>> shares) {
    TileGeometry {
        shares = List.copyOf(shares);
    }

    /**
     * A box of what a step computes.
     *
     * @param parts what each thread does of it
     */
    record Share(List<Box> parts) {
        Share {
            parts = List.copyOf(parts);
        }

        /** A box as a whole, or cut along an axis where that is faster, though threads have to be woken. */
        private static Share of(StepKernel kernel, Box box, int threads) {
            Share whole = new Share(List.of(box));
            return threads == 1
                    ? whole
                    : IntStream.range(0, Extent.MAX_RANK)
                            .mapToObj(axis -> new Share(
                                    box.cut(axis, threads, kernel.block().get(axis))))
                            .min(Comparator.comparingDouble(share -> share.nanos(kernel)))
                            .filter(share -> share.nanos(kernel) < whole.nanos(kernel))
                            .orElse(whole);
        }

        /** Has each part computed, the only one by the calling thread. */
        void forEach(Crew crew, Scratch scratch, BiConsumer<Box, Scratch> computation) {
            if (parts.size() == 1) {
                computation.accept(parts.get(0), scratch);
            } else {
                crew.share(parts.size(), scratch, (part, memory) -> computation.accept(parts.get(part), memory));
            }
        }

        /** A guess of how long it takes. */
        double nanos(StepKernel kernel) {
            return kernel.nanos(parts.get(0)) + (parts.size() > 1 ? Crew.NANOS_PER_HAND_OFF : 0);
        }
    }

    static TileGeometry of(NeededRegions regions, List<FloatStep> steps, int threads) {
        return new TileGeometry(
                regions,
                steps.stream()
                        .map(step -> regions.of(step.output()).boxes().stream()
                                .map(box -> Share.of(step.kernel(), box, threads))
                                .toList())
                        .toList());
    }
}
