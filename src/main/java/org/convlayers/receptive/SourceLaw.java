package org.convlayers.receptive;

import java.util.function.IntFunction;
import org.convlayers.layer.AdaptivePooling;
import org.convlayers.layer.ArgMax;
import org.convlayers.layer.Concatenation;
import org.convlayers.layer.Constant;
import org.convlayers.layer.Convolution;
import org.convlayers.layer.Elementwise;
import org.convlayers.layer.GroupNormalization;
import org.convlayers.layer.InstanceNormalization;
import org.convlayers.layer.Layer;
import org.convlayers.layer.Pad;
import org.convlayers.layer.PixelShuffle;
import org.convlayers.layer.PixelUnshuffle;
import org.convlayers.layer.Pooling;
import org.convlayers.layer.Rearrangement;
import org.convlayers.layer.Softmax;
import org.convlayers.layer.TransposedConvolution;
import org.convlayers.layer.Upsampling;
import org.convlayers.shape.AxisRanges;
import org.convlayers.shape.EdgeMode;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.Region;
import org.convlayers.shape.Window;

/**
 * From which pixels of one of its inputs a layer computes its output: one law for each of the three axes.
 *
 * @param depth the law along D
 * @param height the law along H
 * @param width the law along W
 */
record SourceLaw(AxisLaw depth, AxisLaw height, AxisLaw width) {
    private static final SourceLaw IDENTITY = new SourceLaw(new IdentityLaw(), new IdentityLaw(), new IdentityLaw());

    /**
     * The law of a layer; the one place that knows it for each kind of layer.
     *
     * @param layer the layer
     * @param input the shape of the input in question
     * @param output the shape of the output
     */
    static SourceLaw of(Layer layer, FeatureShape input, FeatureShape output) {
        if (layer.isPointwise() || layer instanceof Concatenation || layer instanceof ArgMax) {
            return IDENTITY;
        }
        Extent size = input.spatial();
        if (layer instanceof Convolution convolution) {
            return ofWindow(convolution.window(), convolution.edges(), size);
        }
        if (layer instanceof TransposedConvolution transposed) {
            return ofTransposed(transposed.window(), size);
        }
        if (layer instanceof Pooling pooling) {
            return ofWindow(pooling.window(), EdgeMode.ZEROS, size);
        }
        if (layer instanceof AdaptivePooling pooling) {
            return ofAxes(
                    size,
                    axis -> new BinLaw(
                            size.get(axis), pooling.outputSize().get(axis).orElse(size.get(axis))));
        }
        if (layer instanceof Upsampling upsampling) {
            return ofAxes(size, axis -> new SamplingLaw(upsampling.axis(axis, size.get(axis))));
        }
        if (layer instanceof PixelShuffle shuffle) {
            return ofTransposed(blocks(shuffle.upscaleFactor()), size);
        }
        if (layer instanceof PixelUnshuffle unshuffle) {
            return ofWindow(blocks(unshuffle.downscaleFactor()), EdgeMode.ZEROS, size);
        }
        if (layer instanceof Pad pad) {
            return ofPad(pad, input.spatial().to3D(1));
        }
        if (layer instanceof Elementwise) {
            return perAxis(axis -> broadcast(
                    input.spatial().to3D(1).get(axis), output.spatial().to3D(1).get(axis)));
        }
        if (layer instanceof Softmax softmax) {
            int along = softmax.dimension(input) - 2 + Extent.MAX_RANK - input.rank();
            boolean overChannels = softmax.dimension(input) == Softmax.CHANNELS;
            return perAxis(axis -> axis == along && !overChannels ? whole(input, axis) : new IdentityLaw());
        }
        if (layer instanceof InstanceNormalization || layer instanceof GroupNormalization) {
            return perAxis(axis -> whole(input, axis));
        }
        if (layer instanceof Constant) {
            return perAxis(axis -> new NothingLaw());
        }
        if (layer instanceof Rearrangement rearrangement) {
            return rearrangement
                    .alongAxes()
                    .map(along -> perAxis(axis ->
                            new LineLaw(along.get(axis).start(), along.get(axis).step())))
                    .orElseGet(() -> perAxis(axis -> whole(input, axis)));
        }
        throw new IllegalStateException("no law of source pixels is known for " + layer);
    }

    private static SourceLaw perAxis(IntFunction<AxisLaw> law) {
        return new SourceLaw(law.apply(0), law.apply(1), law.apply(2));
    }

    private static AxisLaw whole(FeatureShape input, int axis) {
        return new WholeLaw(input.spatial().to3D(1).get(axis));
    }

    private static AxisLaw broadcast(int input, int output) {
        return input == output ? new IdentityLaw() : new BroadcastLaw();
    }

    /** A window of one pixel, shifted. */
    private static SourceLaw ofPad(Pad pad, Extent input) {
        Extent begin = pad.margins().begin().to3D(0);
        return perAxis(axis -> new WindowLaw(input.get(axis), 1, 1, 1, begin.get(axis), pad.edges()));
    }

    /** Blocks of r by r pixels side by side. */
    private static Window blocks(int factor) {
        Extent size = Extent.filled(2, factor);
        return Window.ofKernel(size).withStride(size);
    }

    private static SourceLaw ofWindow(Window window, EdgeMode edges, Extent input) {
        Extent begin = window.margins(input).begin();
        return ofAxes(
                input,
                axis -> new WindowLaw(
                        input.get(axis),
                        window.kernelSize().get(axis),
                        window.stride().get(axis),
                        window.dilation().get(axis),
                        begin.get(axis),
                        edges));
    }

    private static SourceLaw ofTransposed(Window window, Extent input) {
        Extent begin = window.margins(input).begin();
        return ofAxes(
                input,
                axis -> new TransposedLaw(
                        input.get(axis),
                        window.kernelSize().get(axis),
                        window.stride().get(axis),
                        window.dilation().get(axis),
                        begin.get(axis)));
    }

    /** The laws of a layer's own axes; maps of lower rank stay as they are on the outer ones. */
    private static SourceLaw ofAxes(Extent input, IntFunction<AxisLaw> law) {
        int outer = Extent.MAX_RANK - input.rank();
        return perAxis(axis -> axis < outer ? new IdentityLaw() : law.apply(axis - outer));
    }

    /** The law along one of the three axes, outermost first. */
    AxisLaw axis(int axis) {
        return switch (axis) {
            case 0 -> depth;
            case 1 -> height;
            case 2 -> width;
            default -> throw new IllegalArgumentException("a law has the axes 0 to 2, but got " + axis);
        };
    }

    /** A bound of the input pixels that {@code target} is computed from; see {@link AxisLaw#reach(int, int)}. */
    Region reach(Region target) {
        return target.isEmpty()
                ? Region.EMPTY
                : product(depth.reach(target.depth()), height.reach(target.height()), width.reach(target.width()));
    }

    /** Exactly the input pixels that {@code target} is computed from. */
    Region sources(Region target) {
        return target.isEmpty()
                ? Region.EMPTY
                : product(
                        depth.sources(target.depth()), height.sources(target.height()), width.sources(target.width()));
    }

    private static Region product(AxisRanges depth, AxisRanges height, AxisRanges width) {
        Region product = new Region(depth, height, width);
        return product.isEmpty() ? Region.EMPTY : product;
    }

    /** Exactly the input pixels that {@code targets} are computed from. */
    PixelSet sources(PixelSet targets) {
        return equals(IDENTITY)
                ? targets
                : PixelSet.ofRegions(
                        targets.regions().stream().map(this::sources).toList());
    }

    /**
     * Exactly the output pixels that are computed from any of {@code sources}. Because layers treat their axes
     * independently, the field of an output pixel meets a product of ranges where it does so on every axis.
     *
     * @param sources pixels of the input
     * @param output the size (D, H, W) of the output
     */
    PixelSet targets(PixelSet sources, Extent output) {
        return equals(IDENTITY)
                ? sources
                : PixelSet.ofRegions(sources.regions().stream()
                        .map(region -> product(
                                depth.targets(region.depth(), output.get(0)),
                                height.targets(region.height(), output.get(1)),
                                width.targets(region.width(), output.get(2))))
                        .toList());
    }
}
