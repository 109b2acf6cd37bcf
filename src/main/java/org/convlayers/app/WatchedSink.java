package org.convlayers.app;

import java.util.Optional;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.BlockSink;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.io.SampleType;
import org.convlayers.shape.Box;

/** Passes a result on, and sees whether whole numbers are too coarse for it: probabilities would become 0 and 1. */
public final class WatchedSink implements BlockSink {
    private final BlockSink sink;
    private final SampleType type;
    private volatile boolean isBeyondUnitRange;
    private volatile boolean hasFractions;

    /**
     * Nothing seen yet.
     *
     * @param sink takes the result
     * @param type how its values are stored
     */
    public WatchedSink(BlockSink sink, SampleType type) {
        this.sink = sink;
        this.type = type;
    }

    /** What those should know who chose the type, of the values that were completed so far. */
    public Optional<String> remark() {
        return hasFractions && !isBeyondUnitRange
                ? Optional.of("all values are between 0 and 1, and type=" + type
                        + " leaves only 0 and 1 of them; type=float32 keeps them")
                : Optional.empty();
    }

    @Override
    public Block target(int item, Box box, Scratch scratch) {
        return sink.target(item, box, scratch);
    }

    @Override
    public void complete(int item, Block block, Scratch scratch) {
        if (type != SampleType.FLOAT32) {
            block.region().boxes().forEach(box -> look(block, box));
        }
        sink.complete(item, block, scratch);
    }

    @Override
    public void discard(Block block, Scratch scratch) {
        sink.discard(block, scratch);
    }

    private void look(Block block, Box box) {
        int column = block.column(box.width().first());
        for (int c = 0; c < block.channels(); c++) {
            for (int z = box.depth().first(); z <= box.depth().last(); z++) {
                for (int y = box.height().first(); y <= box.height().last() && !isBeyondUnitRange; y++) {
                    look(
                            block.plane(c, z),
                            block.rowStart(y) + column,
                            box.width().size());
                }
            }
        }
    }

    private void look(float[] values, int first, int count) {
        for (int i = first; i < first + count; i++) {
            if (values[i] < 0 || values[i] > 1) {
                isBeyondUnitRange = true;
            } else if (values[i] > 0 && values[i] < 1 && !hasFractions) {
                hasFractions = true;
            }
        }
    }
}
