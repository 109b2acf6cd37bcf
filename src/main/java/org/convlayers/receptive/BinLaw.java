package org.convlayers.receptive;

import java.util.Optional;
import java.util.function.IntConsumer;
import org.convlayers.layer.AdaptivePooling;
import org.convlayers.shape.AxisRanges;

/**
 * Bins that cover an axis: output pixel u is computed from all pixels of bin u, floor(u n/o) to ceil((u+1) n/o) - 1.
 *
 * @param inputSize n, the number of input pixels
 * @param bins o, the number of output pixels
 */
record BinLaw(int inputSize, int bins) implements AxisLaw {

    @Override
    public void forEachSource(int target, IntConsumer source) {
        int last = AdaptivePooling.lastOfBin(target, bins, inputSize);
        for (int i = AdaptivePooling.firstOfBin(target, bins, inputSize); i <= last; i++) {
            source.accept(i);
        }
    }

    @Override
    public AxisRanges reach(int first, int last) {
        return AxisRanges.of(
                AdaptivePooling.firstOfBin(first, bins, inputSize), AdaptivePooling.lastOfBin(last, bins, inputSize));
    }

    @Override
    public boolean mayHaveHoles(int first, int last) {
        return false;
    }

    @Override
    public Interval virtualReach(Interval target) {
        return new Interval(
                Math.floorDiv(Math.multiplyExact(target.first(), inputSize), bins),
                Math.floorDiv(Math.multiplyExact(target.last() + 1, inputSize) - 1, bins));
    }

    /** Bins of the same size are windows side by side. */
    @Override
    public Optional<FieldFormula.Axis> formula(FieldFormula.Axis input) {
        int size = inputSize / bins;
        return inputSize % bins == 0 ? Optional.of(input.then(size, size, 0)) : Optional.empty();
    }

    @Override
    public FieldGrid grid() {
        return FieldGrid.ofBorders((double) inputSize / bins);
    }
}
