package org.convlayers.weights;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.convlayers.shape.Extent;

/**
 * Kernels with a name. All are applied as they stand (cross-correlation); derivatives are positive where the image gets
 * brighter along the axis and are in grey levels per pixel.
 *
 * <p>Coordinates below are pixels from the kernel's centre, R is the number of axes, and the order of several kernels is
 * x, y, z.
 */
public enum FilterBank {
    /** d/dx and d/dy (and d/dz): [-1 0 1]/2 along the axis, [1 2 1]/4 across; one kernel per axis. */
    SOBEL("sobel") {
        @Override
        Kernels make(int rank, List<Double> arguments, Optional<Extent> size) {
            return KernelFormulas.derivatives(rank, 1, 2, 1);
        }
    },
    /** As sobel with [1 1 1]/3 across. */
    PREWITT("prewitt") {
        @Override
        Kernels make(int rank, List<Double> arguments, Optional<Extent> size) {
            return KernelFormulas.derivatives(rank, 1, 1, 1);
        }
    },
    /** As sobel with [3 10 3]/16 across: the direction of the gradient is nearly free of the pixel grid. */
    SCHARR("scharr") {
        @Override
        Kernels make(int rank, List<Double> arguments, Optional<Extent> size) {
            return KernelFormulas.derivatives(rank, 3, 10, 3);
        }
    },
    /** The sum of neighbours minus their number times the centre: 2R direct ones (4 in 2-D), or all 3^R - 1 (8 in 2-D). */
    LAPLACIAN("laplacian", 0, Parameter.whole("neighbours")) {
        @Override
        Kernels make(int rank, List<Double> arguments, Optional<Extent> size) {
            int direct = 2 * rank;
            int all = (int) Math.pow(3, rank) - 1;
            double neighbours = arguments.isEmpty() ? direct : arguments.get(0);
            if (neighbours != direct && neighbours != all) {
                throw new IllegalArgumentException("laplacian(" + KernelFormulas.plain(neighbours)
                        + ") has no kernel over " + rank + " axes; neighbours may be " + direct + " or " + all);
            }
            return KernelFormulas.laplacian(rank, neighbours == all);
        }
    },
    /** exp(-r^2 / 2 sigma^2), divided by its sum; radius ceil(3 sigma) unless the kernel's size is given. */
    GAUSSIAN("gaussian", 0, Parameter.real("sigma")) {
        @Override
        Kernels make(int rank, List<Double> arguments, Optional<Extent> size) {
            double sigma = arguments.isEmpty() ? 1 : arguments.get(0);
            return KernelFormulas.gaussian(sigma, size.orElseGet(() -> KernelFormulas.odd(rank, 3 * sigma)));
        }
    },
    /**
     * The Laplacian of a Gaussian g, (r^2 - R sigma^2)/sigma^4 g, minus its mean; radius ceil(4 sigma) unless the kernel's
     * size is given. Negative on bright blobs of radius sigma sqrt(R).
     */
    LOG("log", 0, Parameter.real("sigma")) {
        @Override
        Kernels make(int rank, List<Double> arguments, Optional<Extent> size) {
            double sigma = arguments.isEmpty() ? 1 : arguments.get(0);
            return KernelFormulas.laplacianOfGaussian(sigma, size.orElseGet(() -> KernelFormulas.odd(rank, 4 * sigma)));
        }
    },
    /** A Gaussian of sigma1 minus one of sigma2; radius ceil(3 max(sigma1, sigma2)) unless the kernel's size is given. */
    DOG("dog", 2, Parameter.real("sigma1"), Parameter.real("sigma2")) {
        @Override
        Kernels make(int rank, List<Double> arguments, Optional<Extent> size) {
            double widest = Math.max(arguments.get(0), arguments.get(1));
            return KernelFormulas.differenceOfGaussians(
                    arguments.get(0), arguments.get(1), size.orElseGet(() -> KernelFormulas.odd(rank, 3 * widest)));
        }
    },
    /** The mean: one over the number of pixels; 3 wide unless a size is given. */
    BOX("box", 0, Parameter.whole("size")) {
        @Override
        Kernels make(int rank, List<Double> arguments, Optional<Extent> size) {
            return KernelFormulas.box(
                    arguments.isEmpty()
                            ? size.orElse(Extent.filled(rank, DEFAULT_SIZE))
                            : Extent.filled(rank, arguments.get(0).intValue()));
        }
    },
    /** The image minus its laplacian: 2R + 1 in the centre, -1 at the direct neighbours. */
    SHARPEN("sharpen") {
        @Override
        Kernels make(int rank, List<Double> arguments, Optional<Extent> size) {
            return KernelFormulas.sharpen(rank);
        }
    },
    /** Relief lit from the lower right, -2 -1 0; -1 1 1; 0 1 2; its sum is 1. 2-D only. */
    EMBOSS("emboss") {
        @Override
        Kernels make(int rank, List<Double> arguments, Optional<Extent> size) {
            if (rank != 2) {
                throw new IllegalArgumentException("emboss has a kernel over 2 axes only, but the layer has " + rank);
            }
            return new Kernels(new Tensor(new float[] {-2, -1, 0, -1, 1, 1, 0, 1, 2}, List.of(1, 3, 3)));
        }
    },
    /** 1 in the centre: the image itself; 3 wide unless a size is given. */
    IDENTITY("identity") {
        @Override
        Kernels make(int rank, List<Double> arguments, Optional<Extent> size) {
            return KernelFormulas.identity(size.orElse(Extent.filled(rank, DEFAULT_SIZE)));
        }
    };

    private static final int DEFAULT_SIZE = 3;

    private final String text;
    private final int required;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<Parameter> parameters;

    /** A number in brackets. */
    private record Parameter(String name, boolean isWhole) {
        static Parameter whole(String name) {
            return new Parameter(name, true);
        }

        static Parameter real(String name) {
            return new Parameter(name, false);
        }

        boolean allows(double value) {
            return value > 0 && value <= KernelFormulas.MAX_WIDTH && !(isWhole && value != Math.rint(value));
        }
    }

    FilterBank(String text, int required, Parameter... parameters) {
        this.text = text;
        this.required = required;
        this.parameters = List.of(parameters);
    }

    FilterBank(String text) {
        this(text, 0);
    }

    abstract Kernels make(int rank, List<Double> arguments, Optional<Extent> size);

    /** The bank of this name in any case; empty if there is none. */
    static Optional<FilterBank> named(String name) {
        String word = name.toLowerCase(Locale.ROOT);
        return Arrays.stream(values()).filter(bank -> bank.text.equals(word)).findFirst();
    }

    /** How it is written: its name, with the arguments it can take in brackets, for example {@code gaussian(sigma)}. */
    public String usage() {
        String names = parameters.stream().map(Parameter::name).collect(Collectors.joining(", "));
        return parameters.isEmpty() ? text : text + "(" + names + ")";
    }

    /**
     * The kernels.
     *
     * @param rank the number of spatial axes of the layer
     * @param arguments the numbers in brackets, as {@link #requireArguments} allows them
     * @param size the kernel size the user gave; banks of one size do not look at it
     * @throws IllegalArgumentException if the bank does not exist for this rank, or the kernel would be unreasonably large
     */
    public Kernels kernels(int rank, List<Double> arguments, Optional<Extent> size) {
        requireArguments(arguments);
        return make(rank, arguments, size);
    }

    /**
     * Checks the arguments.
     *
     * @throws IllegalArgumentException if there are too few or too many, or one is out of range; the message names it
     */
    void requireArguments(List<Double> arguments) {
        if (arguments.size() < required || arguments.size() > parameters.size()) {
            throw new IllegalArgumentException("there are " + arguments.size() + " arguments for " + text
                    + "; it is written " + usage() + (required == 0 && !parameters.isEmpty() ? " or " + text : ""));
        }
        for (int i = 0; i < arguments.size(); i++) {
            Parameter parameter = parameters.get(i);
            if (!parameter.allows(arguments.get(i))) {
                throw new IllegalArgumentException(parameter.name() + " of " + text + " must be a"
                        + (parameter.isWhole() ? " whole" : "") + " number above 0 and at most "
                        + KernelFormulas.MAX_WIDTH + ", but is " + KernelFormulas.plain(arguments.get(i)));
            }
        }
    }

    /** The name, as in the {@code weights} text. */
    @Override
    public String toString() {
        return text;
    }
}
