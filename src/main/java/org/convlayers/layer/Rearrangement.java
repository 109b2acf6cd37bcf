package org.convlayers.layer;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.ShapeException;

/**
 * The values of feature maps in another order, some perhaps left out or repeated: transposed, flattened, cut out.
 *
 * <p>With the values of input and output counted in the order (C, D, H, W), value number n of the output is value number
 * {@code offset} + sum_k i_k {@code strides[k]} of the input, where i_k are the digits of n in the base {@code sizes}, the
 * last one fastest. Source: torch.as_strided.
 *
 * @param input the only shape that is taken
 * @param output the shape that is given
 * @param sizes as many values in all as the output has
 * @param strides one for each of the sizes
 * @param offset where the first value lies
 */
public record Rearrangement(
        FeatureShape input, FeatureShape output, List<Integer> sizes, List<Integer> strides, int offset)
        implements Layer {
    /**
     * Checks the arguments.
     *
     * @throws ShapeException if the sizes do not give the output, or a value lies outside of the input
     */
    public Rearrangement {
        Objects.requireNonNull(input);
        Objects.requireNonNull(output);
        sizes = List.copyOf(sizes);
        strides = List.copyOf(strides);
        if (sizes.size() != strides.size()) {
            throw new ShapeException("mismatch in length of strides and shape: " + strides + " and " + sizes);
        }
        double count = sizes.stream().mapToDouble(Integer::doubleValue).reduce(1, (a, b) -> a * b);
        if (sizes.stream().anyMatch(size -> size < 1) || count != output.elements()) {
            throw new ShapeException(
                    "sizes " + sizes + " do not give the " + output.elements() + " values of " + output);
        }
        long first = offset;
        long last = offset;
        for (int k = 0; k < sizes.size(); k++) {
            long reach = (sizes.get(k) - 1L) * strides.get(k);
            first += Math.min(reach, 0);
            last += Math.max(reach, 0);
        }
        if (first < 0 || last >= input.elements()) {
            throw new ShapeException("sizes " + sizes + " with strides " + strides + " from " + offset
                    + " reach beyond the " + input.elements() + " values of " + input);
        }
    }

    /**
     * Along one spatial axis: output pixel u shows input pixel {@code start + u step}, in all channels alike.
     *
     * @param start the pixel behind output pixel 0
     * @param step from one pixel to the next
     */
    public record Along(int start, int step) {}

    @Override
    public FeatureShape outputShape(List<FeatureShape> inputs) {
        if (!inputs.get(0).equals(input)) {
            throw new ShapeException("a rearrangement of " + input + " does not take " + inputs.get(0));
        }
        return output;
    }

    /**
     * The number of the input value that is shown.
     *
     * @param number that of the output value, counted in the order (C, D, H, W)
     */
    public int source(int number) {
        int rest = number;
        int source = offset;
        for (int k = sizes.size() - 1; k >= 0; k--) {
            source += rest % sizes.get(k) * strides.get(k);
            rest /= sizes.get(k);
        }
        return source;
    }

    /**
     * Which pixels are shown along each of the three axes (D, H, W), where these do not mix with one another or with the
     * channels; empty where they do, and an output pixel may show any.
     */
    public Optional<List<Along>> alongAxes() {
        int[] in = input.spatial().to3D(1).toArray();
        int[] out = output.spatial().to3D(1).toArray();
        Digits digits = new Digits();
        List<Along> axes = new ArrayList<>();
        int stride = 1;
        int start = offset;
        for (int axis = Extent.MAX_RANK - 1; axis >= 0; axis--) {
            int first = start % in[axis];
            Optional<Integer> step = digits.take(out[axis], stride);
            boolean isInside = step.isPresent() && isInside(first + (out[axis] - 1L) * step.get(), in[axis]);
            if (!isInside) {
                return Optional.empty();
            }
            axes.add(0, new Along(first, step.get()));
            start /= in[axis];
            stride *= in[axis];
        }
        return digits.restIsMultipleOf(stride) ? Optional.of(List.copyOf(axes)) : Optional.empty();
    }

    private static boolean isInside(long place, int size) {
        return place >= 0 && place < size;
    }

    /** The digits of a value's number, taken from the last one on; a digit may be taken in parts. */
    private final class Digits {
        private int k = sizes.size();
        private int left = 1;
        private int stride;

        /** The step along an axis of {@code size} pixels in units of {@code unit}; empty if the digits do not fit it. */
        Optional<Integer> take(int size, int unit) {
            if (size == 1) {
                return Optional.of(0);
            }
            while (left == 1 && k > 0) {
                k--;
                left = sizes.get(k);
                stride = strides.get(k);
            }
            if (left % size != 0 || stride % unit != 0) {
                return Optional.empty();
            }
            int step = stride / unit;
            left /= size;
            stride *= size;
            return Optional.of(step);
        }

        boolean restIsMultipleOf(int unit) {
            boolean isMultiple = left == 1 || stride % unit == 0;
            for (int i = 0; i < k; i++) {
                isMultiple &= sizes.get(i) == 1 || strides.get(i) % unit == 0;
            }
            return isMultiple;
        }
    }
}
