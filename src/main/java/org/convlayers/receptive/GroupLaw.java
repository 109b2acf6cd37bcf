package org.convlayers.receptive;

import java.util.function.IntConsumer;
import org.convlayers.shape.AxisRanges;

/**
 * Channels in groups of neighbours: each channel of the output is computed from all channels of its group in the input.
 *
 * @param inputSize the number of channels of a group in the input
 * @param outputSize the number of channels of a group in the output
 */
record GroupLaw(int inputSize, int outputSize) implements IndexLaw {
    @Override
    public void forEachSource(int target, IntConsumer source) {
        int first = target / outputSize * inputSize;
        for (int channel = first; channel < first + inputSize; channel++) {
            source.accept(channel);
        }
    }

    @Override
    public AxisRanges reach(int first, int last) {
        return AxisRanges.of(first / outputSize * inputSize, (last / outputSize + 1) * inputSize - 1);
    }

    @Override
    public AxisRanges sources(AxisRanges targets) {
        return reach(targets);
    }

    @Override
    public AxisRanges targets(AxisRanges sources, int channels) {
        return new GroupLaw(outputSize, inputSize).reach(sources);
    }

    @Override
    public boolean mayHaveHoles(int first, int last) {
        return false;
    }

    /** Whether some channels are those of whole groups of the output. */
    boolean isWhole(AxisRanges targets) {
        return targets.ranges().stream()
                .allMatch(range -> range.first() % outputSize == 0 && (range.last() + 1) % outputSize == 0);
    }
}
