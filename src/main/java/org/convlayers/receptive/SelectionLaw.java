package org.convlayers.receptive;

import java.util.List;
import java.util.function.IntConsumer;
import org.convlayers.shape.AxisRanges;

/**
 * Each channel of the output is one channel of the input.
 *
 * @param sources which one, for each channel of the output
 */
record SelectionLaw(List<Integer> sources) implements IndexLaw {
    SelectionLaw {
        sources = List.copyOf(sources);
    }

    @Override
    public void forEachSource(int target, IntConsumer source) {
        source.accept(sources.get(target));
    }

    @Override
    public AxisRanges reach(int first, int last) {
        List<AxisRanges.Range> ranges = sources.subList(first, last + 1).stream()
                .map(channel -> new AxisRanges.Range(channel, channel))
                .toList();
        return AxisRanges.union(ranges);
    }

    @Override
    public boolean mayHaveHoles(int first, int last) {
        return false;
    }
}
