package org.convlayers.shape;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How much a layer pads its input: a {@linkplain Explicit number of pixels}, or a {@linkplain Rule rule} that follows
 * from kernel and input.
 *
 * <p>Texts: {@code 1}, {@code 1x2}, begin:end pairs {@code 1:2x0:1}, or a rule's name.
 */
public sealed interface Padding {
    /** No padding. */
    static Padding none(int rank) {
        return symmetric(Extent.filled(rank, 0));
    }

    /** The same number of pixels at both ends of each axis. */
    static Padding symmetric(Extent padding) {
        return new Explicit(Margins.symmetric(padding));
    }

    /**
     * The padding in pixels, per axis.
     *
     * @param input size of the input; only the rules that depend on it look at it
     * @param window kernel, stride and dilation of the layer
     */
    Margins margins(Extent input, Window window);

    /** Whether {@link #margins} depends on the input's size. */
    default boolean dependsOnInput() {
        return false;
    }

    /** A padding given in pixels. */
    record Explicit(Margins pixels) implements Padding {
        /**
         * Checks the arguments.
         *
         * @throws IllegalArgumentException if a number is negative
         */
        public Explicit {
            if (!pixels.areAtLeastZero()) {
                throw new IllegalArgumentException("negative padding is not supported, but got " + pixels);
            }
        }

        @Override
        public Margins margins(Extent input, Window window) {
            return pixels;
        }

        @Override
        public String toString() {
            return pixels.toString();
        }
    }

    /** Paddings named by what they achieve; K is the effective kernel size d(k-1)+1. */
    enum Rule implements Padding {
        /** The output has the size of the input: K-1 pixels in all, the odd one at the end. Needs stride 1. */
        SAME {
            @Override
            long total(int input, int effectiveKernel, int stride) {
                return effectiveKernel - 1L;
            }
        },
        /** No padding. */
        VALID {
            @Override
            long total(int input, int effectiveKernel, int stride) {
                return 0;
            }
        },
        /** K-1 pixels at each end: every output that touches the input at all. */
        FULL {
            @Override
            long total(int input, int effectiveKernel, int stride) {
                return 2 * (effectiveKernel - 1L);
            }
        },
        /** The output has ceil(n/s) pixels, the odd one at the end: SAME of TensorFlow and Keras, ONNX SAME_UPPER. */
        SAME_UPPER {
            @Override
            long total(int input, int effectiveKernel, int stride) {
                return sameForStride(input, effectiveKernel, stride);
            }
        },
        /** As {@link #SAME_UPPER} with the odd pixel at the begin: ONNX SAME_LOWER. */
        SAME_LOWER {
            @Override
            long total(int input, int effectiveKernel, int stride) {
                return sameForStride(input, effectiveKernel, stride);
            }
        };

        abstract long total(int input, int effectiveKernel, int stride);

        private static long sameForStride(int input, int effectiveKernel, int stride) {
            long lastStart = (long) ((input - 1) / stride) * stride;
            return Math.max(lastStart + effectiveKernel - input, 0);
        }

        @Override
        public Margins margins(Extent input, Window window) {
            int rank = window.rank();
            int[] begin = new int[rank];
            int[] end = new int[rank];
            for (int axis = 0; axis < rank; axis++) {
                long total = total(
                        input.get(axis),
                        window.effectiveKernelSize().get(axis),
                        window.stride().get(axis));
                int half = (int) (total / 2); // fits: no rule pads by more than the kernel at an end
                int rest = (int) (total - half);
                begin[axis] = this == SAME_LOWER ? rest : half;
                end[axis] = this == SAME_LOWER ? half : rest;
            }
            return new Margins(Extent.of(begin), Extent.of(end));
        }

        @Override
        public boolean dependsOnInput() {
            return this == SAME_UPPER || this == SAME_LOWER;
        }

        /** The name in texts, for example {@code same-upper}. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * Reads a rule's name, pixels ({@code 1}, {@code 1x2}) or begin:end pairs ({@code 1:2x0:1}).
     *
     * @throws IllegalArgumentException naming the text and what is allowed
     */
    static Padding parse(String text, int rank) {
        String word = text.strip().toLowerCase(Locale.ROOT);
        Optional<Rule> rule = Arrays.stream(Rule.values())
                .filter(r -> r.toString().equals(word))
                .findFirst();
        if (rule.isPresent()) {
            return rule.get();
        }
        try {
            String begin = Arrays.stream(word.split("x", -1))
                    .map(p -> p.split(":", -1)[0])
                    .collect(Collectors.joining("x"));
            String end = Arrays.stream(word.split("x", -1)).map(Padding::lastOf).collect(Collectors.joining("x"));
            return new Explicit(new Margins(Extent.parse(begin, rank), Extent.parse(end, rank)));
        } catch (IllegalArgumentException e) {
            String rules = Arrays.stream(Rule.values()).map(Rule::toString).collect(Collectors.joining(", "));
            throw new IllegalArgumentException(
                    "'" + text + "' is not a padding; allowed are " + rules
                            + ", pixels such as 1 or 1x2, and begin:end pairs such as 1:2x0:1 (" + rank + " axes)",
                    e);
        }
    }

    private static String lastOf(String pair) {
        String[] parts = pair.split(":", -1);
        if (parts.length > 2) {
            throw new IllegalArgumentException(pair);
        }
        return parts[parts.length - 1];
    }
}
