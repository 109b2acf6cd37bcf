package org.convlayers.layer;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.ShapeException;

/**
 * Pools to a given size: the input is cut into as many bins as the output has pixels, which may overlap by a pixel.
 *
 * <p>Bin u of o along an axis of n pixels is floor(u n/o) to ceil((u+1) n/o) - 1. A single bin is the whole map: global
 * pooling. Source: torch.nn.AdaptiveAvgPool1d to 3d, AdaptiveMaxPool1d to 3d.
 *
 * @param operation what is made of the values of a bin
 * @param outputSize o per axis, outermost first; empty for the size of the input
 */
public record AdaptivePooling(PoolingOperation operation, List<OptionalInt> outputSize) implements Layer {
    /**
     * Checks the arguments.
     *
     * @throws ShapeException if there is no axis or too many, or a size is below 0
     */
    public AdaptivePooling {
        Objects.requireNonNull(operation);
        outputSize = List.copyOf(outputSize);
        if (outputSize.isEmpty() || outputSize.size() > Extent.MAX_RANK) {
            throw new ShapeException(
                    "adaptive pooling has one to " + Extent.MAX_RANK + " spatial axes, but got " + outputSize.size());
        }
        for (OptionalInt size : outputSize) {
            if (size.isPresent() && size.getAsInt() < 0) {
                throw new ShapeException(
                        "elements of output_size must be greater than or equal to 0 but received " + size.getAsInt());
            }
        }
    }

    /** Global pooling: one value for each feature map. */
    public static AdaptivePooling global(PoolingOperation operation, int rank) {
        return new AdaptivePooling(operation, Collections.nCopies(rank, OptionalInt.of(1)));
    }

    /** The first pixel of bin {@code bin} of {@code bins} along an axis of {@code size} pixels. */
    public static int firstOfBin(int bin, int bins, int size) {
        return (int) ((long) bin * size / bins);
    }

    /** The last pixel of that bin. */
    public static int lastOfBin(int bin, int bins, int size) {
        return (int) (((bin + 1L) * size - 1) / bins);
    }

    @Override
    public FeatureShape outputShape(List<FeatureShape> inputs) {
        FeatureShape input = inputs.get(0);
        int rank = outputSize.size();
        WeightChecks.requireRank(torchName(), rank, input);
        int[] size = new int[rank];
        for (int axis = 0; axis < rank; axis++) {
            size[axis] = outputSize.get(axis).orElse(input.spatial().get(axis));
        }
        if (input.isEmpty() && !(operation == PoolingOperation.AVERAGE && isGlobal())) {
            throw new ShapeException(torchName() + rank + "d(): Expected input to have non-zero size for non-batch"
                    + " dimensions, but input has sizes " + WeightChecks.batched(input));
        }
        return new FeatureShape(input.channels(), Extent.of(size));
    }

    private boolean isGlobal() {
        return outputSize.stream().allMatch(size -> size.equals(OptionalInt.of(1)));
    }

    private String torchName() {
        return operation == PoolingOperation.MAX ? "adaptive_max_pool" : "adaptive_avg_pool";
    }

    @Override
    public boolean keepsChannels() {
        return true;
    }

    @Override
    public OptionalInt rank() {
        return OptionalInt.of(outputSize.size());
    }
}
