package org.convlayers.app;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.BlockSource;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.shape.Box;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.Region;

/** Values that are scaled when they are read; what belongs to the image itself is left as it is. */
final class ScaledSource implements BlockSource {
    private final BlockSource source;
    private final InputScaling scaling;
    private final OptionalDouble largest;
    private final Map<Integer, List<DoubleUnaryOperator>> formulas = new ConcurrentHashMap<>();
    private final boolean areTakenAsUnitRange;
    private volatile boolean isBeyondUnitRange;

    ScaledSource(BlockSource source, InputScaling scaling, OptionalDouble largest) {
        this.source = source;
        this.scaling = scaling;
        this.largest = largest;
        this.areTakenAsUnitRange = scaling.step() instanceof InputScaling.UnitRange && largest.isEmpty();
    }

    /** What those should know who wanted it done, of the values that were read so far. */
    Optional<String> remark() {
        return isBeyondUnitRange
                ? Optional.of(
                        "input=" + scaling + " takes the real numbers of this image as they are, and some are above"
                                + " 1; if they mean 0 to 255, input=x/255 divides them")
                : Optional.empty();
    }

    @Override
    public FeatureShape shape() {
        return source.shape();
    }

    @Override
    public int items() {
        return source.items();
    }

    @Override
    public Block read(int item, Region region, Scratch scratch) {
        List<DoubleUnaryOperator> ofChannels = formulas.computeIfAbsent(item, unknown -> formulas(unknown, scratch));
        Block unscaled = source.read(item, region, scratch);
        try {
            return scaled(unscaled, region, ofChannels, scratch);
        } finally {
            source.release(unscaled, scratch);
        }
    }

    private Block scaled(Block unscaled, Region region, List<DoubleUnaryOperator> ofChannels, Scratch scratch) {
        return scratch.filled(ofChannels.size(), region, (scaled, box) -> {
            for (int c = 0; c < ofChannels.size(); c++) {
                scale(ofChannels.get(c), c, box, unscaled, scaled, scratch);
            }
        });
    }

    private List<DoubleUnaryOperator> formulas(int item, Scratch scratch) {
        DoubleUnaryOperator all = scaling.step().of(new ItemStatistics(source, item, scratch), largest);
        return IntStream.range(0, shape().channels())
                .mapToObj(channel -> scaling.ofChannel(all, channel))
                .toList();
    }

    private void scale(DoubleUnaryOperator formula, int channel, Box box, Block from, Block to, Scratch scratch) {
        int column = box.width().first();
        for (int z = box.depth().first(); z <= box.depth().last(); z++) {
            float[] source = from.plane(channel, z);
            float[] target = to.plane(channel, z);
            for (int y = box.height().first(); y <= box.height().last(); y++) {
                scratch.checkCancelled();
                int first = from.rowStart(y) + from.column(column);
                int start = to.rowStart(y) + to.column(column);
                for (int i = 0; i < box.width().size(); i++) {
                    target[start + i] = (float) formula.applyAsDouble(source[first + i]);
                }
                if (areTakenAsUnitRange && !isBeyondUnitRange) {
                    isBeyondUnitRange = isAnyAboveOne(source, first, box.width().size());
                }
            }
        }
    }

    private static boolean isAnyAboveOne(float[] values, int first, int count) {
        for (int i = first; i < first + count; i++) {
            if (values[i] > 1) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void release(Block block, Scratch scratch) {
        scratch.give(block);
    }
}
