package org.convlayers.app;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.convlayers.layer.AveragePooling;
import org.convlayers.layer.Coordinates;
import org.convlayers.layer.Interpolation;
import org.convlayers.layer.Layer;
import org.convlayers.layer.MaxPooling;
import org.convlayers.layer.Network;
import org.convlayers.layer.PixelShuffle;
import org.convlayers.layer.Pooling;
import org.convlayers.layer.PoolingOperation;
import org.convlayers.layer.TransposedConvolution;
import org.convlayers.layer.Upsampling;
import org.convlayers.shape.Extent;
import org.convlayers.shape.Padding;
import org.convlayers.shape.ShapeException;
import org.convlayers.shape.Window;
import org.convlayers.weights.FixedShape;
import org.convlayers.weights.Initializer;

/** The networks that the commands stand for which make images smaller or larger. */
public final class SizeNetworks {
    private static final String ONLY = "0";

    private SizeNetworks() {}

    /** How an image is enlarged. */
    public enum Method {
        /** The value of the nearest pixel. */
        NEAREST,
        /** Straight lines between pixels, along each axis. */
        BILINEAR,
        /** Cubic convolution, in 2-D. */
        BICUBIC,
        /** Channels side by side, in 2-D. */
        PIXEL_SHUFFLE;

        /**
         * Reads a name, such as {@code pixel shuffle}.
         *
         * @throws IllegalArgumentException naming the text and what is allowed
         */
        public static Method parse(String text) {
            return Arrays.stream(values())
                    .filter(method -> method.toString().equalsIgnoreCase(text.strip()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("'" + text + "' is not a method; allowed are "
                            + Arrays.stream(values()).map(Method::toString).collect(Collectors.joining(", "))));
        }

        /** The name in texts. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /**
     * One transposed convolution.
     *
     * @param settings what is asked for; edges and activation are not looked at
     * @param outputPadding pixels added at the end of each axis
     * @param weights what fills the layer
     * @param channels the channels of the image
     * @throws IllegalArgumentException if settings, weights and channels do not fit; the message names what
     */
    public static Network transposed(LayerSettings settings, Extent outputPadding, Initializer weights, int channels) {
        FixedShape fixed = weights.ofOnlyTransposed(ONLY, settings.kernel());
        int groups = settings.groups().of(channels, fixed);
        int filters = LayerSettings.agree(
                "filters", settings.filters(), fixed.filters(groups), LayerSettings.DEFAULT_FILTERS);
        Padding padding = settings.padding().orElse(Padding.none(settings.rank()));
        TransposedConvolution.requirePixels(padding);
        Window window = Window.ofKernel(settings.kernelSize(fixed))
                .withStride(settings.stride())
                .withDilation(settings.dilation())
                .withPadding(padding);
        boolean bias = fixed.bias() && !settings.noBias();
        return only(new TransposedConvolution(channels, filters, window, outputPadding, groups, bias));
    }

    /**
     * One pooling layer.
     *
     * @param operation what is made of the pixels in a window
     * @param window size, stride, dilation and padding of the window
     * @param ceil whether the size of the result is rounded up
     * @param excludeBorder whether padding does not count in an average
     * @throws ShapeException if these do not go together
     */
    public static Network pooling(PoolingOperation operation, Window window, boolean ceil, boolean excludeBorder) {
        Pooling.requireAtMostHalf(window);
        if (operation == PoolingOperation.AVERAGE) {
            return only(new AveragePooling(
                    window, ceil, !excludeBorder, OptionalInt.empty(), Pooling.isAtMostHalf(window)));
        }
        if (excludeBorder) {
            throw new ShapeException("exclude-border is for operation=average; a maximum never is of the padding");
        }
        return only(new MaxPooling(window, ceil));
    }

    /**
     * One layer that enlarges.
     *
     * @param method how
     * @param factors how much along each axis, outermost first; a whole number, the same for all, for a pixel shuffle
     * @param alignCorners whether the centres of the corner pixels lie on one another, and not the borders
     * @throws ShapeException if these do not go together
     */
    public static Network upsampling(Method method, List<Double> factors, boolean alignCorners) {
        if (method == Method.PIXEL_SHUFFLE) {
            return only(new PixelShuffle(wholeFactor(factors)));
        }
        Interpolation interpolation = interpolation(method, factors.size());
        Coordinates borders = method == Method.NEAREST ? Coordinates.ASYMMETRIC : Coordinates.HALF_PIXEL;
        return only(new Upsampling(
                interpolation,
                alignCorners ? Coordinates.ALIGN_CORNERS : borders,
                new Upsampling.Factors(factors, false)));
    }

    private static Interpolation interpolation(Method method, int rank) {
        if (method == Method.BICUBIC && rank != 2) {
            throw new ShapeException("bicubic interpolation is for 2-D, but got " + rank + "-D");
        }
        return switch (method) {
            case NEAREST -> Interpolation.NEAREST;
            case BICUBIC -> Interpolation.BICUBIC;
            default ->
                List.of(Interpolation.LINEAR, Interpolation.BILINEAR, Interpolation.TRILINEAR)
                        .get(rank - 1);
        };
    }

    private static int wholeFactor(List<Double> factors) {
        Optional<Double> factor = factors.stream().distinct().reduce((a, b) -> Double.NaN);
        double value = factor.orElse(Double.NaN);
        if (factors.size() != 2 || value != Math.rint(value)) {
            throw new ShapeException("a pixel shuffle is for 2-D and takes one whole factor, but got " + factors);
        }
        return (int) value;
    }

    private static Network only(Layer layer) {
        return Network.sequence(List.of(layer));
    }
}
