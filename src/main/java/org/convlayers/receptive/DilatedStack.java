package org.convlayers.receptive;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Dilated layers of one kernel size one after the other, along one axis: how far they see, and whether holes are left.
 *
 * <p>With rates sorted, and f pixels seen by the layers before, a rate r fits without holes exactly if {@code r <= f}, and then f +
 * (k-1) r pixels are seen: the sets of places add up, whatever the order, and the place just beyond f can only be reached by a
 * larger rate. So r = f grows fastest, f k each time. Source of the problem and the name hybrid dilated convolution: Wang et
 * al., Understanding Convolution for Semantic Segmentation, arXiv:1702.08502.
 *
 * @param kernelSize k, at least 2
 * @param before how many neighbouring pixels each pixel of the stack's input stands for, in pixels of that input; 1 on an image
 * @param rates the dilations
 */
public record DilatedStack(int kernelSize, long before, List<Integer> rates) {
    /** Checks the arguments. */
    public DilatedStack {
        rates = List.copyOf(rates);
        if (kernelSize < 2 || before < 1 || rates.stream().anyMatch(rate -> rate < 1)) {
            throw new IllegalArgumentException(
                    "a stack has kernels of at least 2 pixels and rates of at least 1, but got " + kernelSize + ", "
                            + before + ", " + rates);
        }
    }

    /** The extent of the field: before + (k-1) sum of rates. */
    public long size() {
        return before
                + (kernelSize - 1)
                        * rates.stream().mapToLong(Integer::longValue).sum();
    }

    /** Whether pixels within the field are not seen. */
    public boolean hasHoles() {
        long seen = before;
        for (int rate : rates.stream().sorted().toList()) {
            if (rate > seen) {
                return true;
            }
            seen += (long) (kernelSize - 1) * rate;
        }
        return false;
    }

    /**
     * Other rates for the same number of layers that leave no holes and see at least as far, the largest of them as small as
     * possible; empty if so many layers cannot.
     */
    public Optional<DilatedStack> withoutHoles() {
        return balanced(kernelSize, before, rates.size(), size());
    }

    /**
     * The fewest layers that see {@code size} pixels without holes.
     *
     * @param kernelSize k, at least 2
     * @param before as above
     * @param size how far to see, in pixels of the stack's input
     */
    public static DilatedStack reaching(int kernelSize, long before, long size) {
        int layers = 0;
        for (long seen = before; seen < size; seen *= kernelSize) {
            layers++;
        }
        return balanced(kernelSize, before, layers, size).orElseThrow();
    }

    private static Optional<DilatedStack> balanced(int kernelSize, long before, int layers, long size) {
        int low = 1;
        int high = Integer.MAX_VALUE;
        if (capped(kernelSize, before, layers, high, size).size() < size) {
            return Optional.empty();
        }
        while (low < high) {
            int middle = low + (high - low) / 2;
            if (capped(kernelSize, before, layers, middle, size).size() >= size) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return Optional.of(capped(kernelSize, before, layers, low, size).trimmedTo(size));
    }

    /** The largest rates that leave no holes, up to a cap; once the size is reached, no larger ones. */
    private static DilatedStack capped(int kernelSize, long before, int layers, int cap, long size) {
        List<Integer> rates = new ArrayList<>();
        long seen = before;
        for (int i = 0; i < layers; i++) {
            int rate = (int) Math.min(Math.min(cap, seen), Math.max(1, size));
            rates.add(rate);
            seen += (long) (kernelSize - 1) * rate;
        }
        return new DilatedStack(kernelSize, before, rates);
    }

    /** Takes away from the largest rates what is seen too far. */
    private DilatedStack trimmedTo(long size) {
        DilatedStack stack = this;
        for (int i = rates.size() - 1; i >= 0; i--) {
            int[] fewer = stack.rates.stream().mapToInt(Integer::intValue).toArray();
            long excess = (stack.size() - size) / (kernelSize - 1);
            while (excess > 0 && fewer[i] > 1) {
                fewer[i]--;
                excess--;
                DilatedStack smaller = new DilatedStack(
                        kernelSize,
                        before,
                        Arrays.stream(fewer).sorted().boxed().toList());
                if (smaller.hasHoles()) {
                    break;
                }
                stack = smaller;
                fewer = stack.rates.stream().mapToInt(Integer::intValue).toArray();
            }
        }
        return stack;
    }
}
