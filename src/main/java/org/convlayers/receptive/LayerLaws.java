package org.convlayers.receptive;

import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.convlayers.layer.AdaptivePooling;
import org.convlayers.layer.ArgMax;
import org.convlayers.layer.Concatenation;
import org.convlayers.layer.Constant;
import org.convlayers.layer.Convolution;
import org.convlayers.layer.Elementwise;
import org.convlayers.layer.Layer;
import org.convlayers.layer.Normalization;
import org.convlayers.layer.Pad;
import org.convlayers.layer.PixelShuffle;
import org.convlayers.layer.PixelUnshuffle;
import org.convlayers.layer.Pooling;
import org.convlayers.layer.Rearrangement;
import org.convlayers.layer.Softmax;
import org.convlayers.layer.TransposedConvolution;
import org.convlayers.layer.Upsampling;
import org.convlayers.shape.EdgeMode;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.Window;

/** The law of each kind of layer; the one place that knows them. */
final class LayerLaws {
    private static final IdentityLaw SAME = new IdentityLaw();

    private final FeatureShape input;
    private final FeatureShape output;

    private LayerLaws(FeatureShape input, FeatureShape output) {
        this.input = input;
        this.output = output;
    }

    /**
     * From which values of one of its inputs a layer computes its output.
     *
     * @param layer the layer
     * @param inputs the shapes of its inputs
     * @param number which input is meant, from 0
     * @param output the shape of its output
     */
    static ValueLaw of(Layer layer, List<FeatureShape> inputs, int number, FeatureShape output) {
        LayerLaws laws = new LayerLaws(inputs.get(number), output);
        if (layer instanceof Concatenation) {
            int before = inputs.stream()
                    .limit(number)
                    .mapToInt(FeatureShape::channels)
                    .sum();
            return laws.perAxis(laws.partFrom(before), axis -> SAME);
        }
        return laws.of(layer);
    }

    private ValueLaw of(Layer layer) {
        if (layer.isPointwise()) {
            return perAxis(SAME, axis -> SAME);
        }
        if (layer instanceof ArgMax) {
            return perAxis(groups(1), axis -> SAME);
        }
        if (layer instanceof Convolution convolution) {
            return ofWindow(groups(convolution.groups()), convolution.window(), convolution.edges());
        }
        if (layer instanceof TransposedConvolution transposed) {
            return ofTransposed(groups(transposed.groups()), transposed.window());
        }
        if (layer instanceof Pooling pooling) {
            return ofWindow(SAME, pooling.window(), EdgeMode.ZEROS);
        }
        if (layer instanceof AdaptivePooling pooling) {
            return perOwnAxis(
                    SAME,
                    axis -> new BinLaw(
                            size(axis), pooling.outputSize().get(axis).orElse(size(axis))));
        }
        if (layer instanceof Upsampling upsampling) {
            return perOwnAxis(SAME, axis -> new SamplingLaw(upsampling.axis(axis, size(axis))));
        }
        if (layer instanceof Pad pad) {
            Extent begin = pad.margins().begin();
            return perOwnAxis(SAME, axis -> new WindowLaw(size(axis), 1, 1, 1, begin.get(axis), pad.edges()));
        }
        if (layer instanceof Elementwise) {
            return perAxis(
                    broadcast(input.channels(), output.channels()),
                    axis -> broadcast(
                            input.spatial().to3D(1).get(axis),
                            output.spatial().to3D(1).get(axis)));
        }
        if (layer instanceof Normalization normalization) {
            return perAxis(groups(input.channels() / normalization.groupSize()), this::whole);
        }
        if (layer instanceof Softmax softmax) {
            return ofSoftmax(softmax.axis(input));
        }
        if (layer instanceof Constant) {
            return perAxis(groups(1), axis -> new NothingLaw());
        }
        return ofRearranged(layer);
    }

    private ValueLaw ofRearranged(Layer layer) {
        if (layer instanceof PixelShuffle shuffle) {
            int factor = shuffle.upscaleFactor();
            SourceLaw blocks = ofTransposed(PixelShuffleLaw.channels(factor, true), blocks(factor));
            return new PixelShuffleLaw(blocks, factor, input, true);
        }
        if (layer instanceof PixelUnshuffle unshuffle) {
            int factor = unshuffle.downscaleFactor();
            SourceLaw blocks = ofWindow(PixelShuffleLaw.channels(factor, false), blocks(factor), EdgeMode.ZEROS);
            return new PixelShuffleLaw(blocks, factor, input, false);
        }
        if (layer instanceof Rearrangement rearrangement) {
            return rearrangement
                    .alongAxes()
                    .<ValueLaw>map(along -> perAxis(
                            selection(rearrangement),
                            axis -> new LineLaw(
                                    along.get(axis).start(), along.get(axis).step())))
                    .orElseGet(() -> new RearrangementLaw(rearrangement));
        }
        throw new IllegalStateException("no law of source values is known for " + layer);
    }

    private SourceLaw ofSoftmax(OptionalInt along) {
        return along.isEmpty()
                ? perAxis(groups(1), axis -> SAME)
                : perAxis(SAME, axis -> axis == along.getAsInt() ? whole(axis) : SAME);
    }

    private IndexLaw groups(int groups) {
        boolean isDepthwise = groups == input.channels() && groups == output.channels();
        return isDepthwise ? SAME : new GroupLaw(input.channels() / groups, output.channels() / groups);
    }

    /** The channels of the input are those of the output from {@code first} on. */
    private IndexLaw partFrom(int first) {
        return new WindowLaw(input.channels(), 1, 1, 1, first, EdgeMode.ZEROS);
    }

    private IndexLaw selection(Rearrangement layer) {
        int outPixels = Math.toIntExact(output.spatial().product());
        int inPixels = Math.toIntExact(input.spatial().product());
        return new SelectionLaw(IntStream.range(0, output.channels())
                .mapToObj(channel -> layer.source(channel * outPixels) / inPixels)
                .toList());
    }

    private AxisLaw whole(int axis) {
        return new WholeLaw(input.spatial().to3D(1).get(axis));
    }

    private static AxisLaw broadcast(int input, int output) {
        return input == output ? SAME : new BroadcastLaw();
    }

    /** Blocks of r by r pixels side by side. */
    private static Window blocks(int factor) {
        Extent size = Extent.filled(2, factor);
        return Window.ofKernel(size).withStride(size);
    }

    private SourceLaw ofWindow(IndexLaw channels, Window window, EdgeMode edges) {
        Extent begin = window.margins(input.spatial()).begin();
        return perOwnAxis(
                channels,
                axis -> new WindowLaw(
                        size(axis),
                        window.kernelSize().get(axis),
                        window.stride().get(axis),
                        window.dilation().get(axis),
                        begin.get(axis),
                        edges));
    }

    private SourceLaw ofTransposed(IndexLaw channels, Window window) {
        Extent begin = window.margins(input.spatial()).begin();
        return perOwnAxis(
                channels,
                axis -> new TransposedLaw(
                        size(axis),
                        window.kernelSize().get(axis),
                        window.stride().get(axis),
                        window.dilation().get(axis),
                        begin.get(axis)));
    }

    private int size(int axis) {
        return input.spatial().get(axis);
    }

    /** The laws of a layer's own axes; maps of lower rank stay as they are on the outer ones. */
    private SourceLaw perOwnAxis(IndexLaw channels, IntFunction<AxisLaw> law) {
        int outer = Extent.MAX_RANK - input.rank();
        return perAxis(channels, axis -> axis < outer ? SAME : law.apply(axis - outer));
    }

    private SourceLaw perAxis(IndexLaw channels, IntFunction<AxisLaw> law) {
        return new SourceLaw(channels, law.apply(0), law.apply(1), law.apply(2));
    }
}
