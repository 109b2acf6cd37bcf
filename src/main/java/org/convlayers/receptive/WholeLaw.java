package org.convlayers.receptive;

import java.util.Optional;
import java.util.function.IntConsumer;
import org.convlayers.shape.AxisRanges;

/**
 * Each output pixel is computed from all pixels of the input.
 *
 * @param inputSize n, the number of input pixels
 */
record WholeLaw(int inputSize) implements AxisLaw {
    @Override
    public void forEachSource(int target, IntConsumer source) {
        for (int index = 0; index < inputSize; index++) {
            source.accept(index);
        }
    }

    @Override
    public AxisRanges reach(int first, int last) {
        return AxisRanges.of(0, inputSize - 1);
    }

    @Override
    public AxisRanges targets(AxisRanges sources, int outputSize) {
        return sources.isEmpty() ? AxisRanges.EMPTY : AxisRanges.of(0, outputSize - 1);
    }

    @Override
    public boolean mayHaveHoles(int first, int last) {
        return false;
    }

    @Override
    public Interval virtualReach(Interval target) {
        return new Interval(0, inputSize - 1L);
    }

    /** The field of the whole input: {@code r += (n-1) j}; it does not move, {@code j = 0}. */
    @Override
    public Optional<FieldFormula.Axis> formula(FieldFormula.Axis input) {
        return Optional.of(input.then(inputSize, 0, 0));
    }

    /** What is computed of the whole map stands where it stood. */
    @Override
    public FieldGrid grid() {
        return FieldGrid.IDENTITY;
    }
}
