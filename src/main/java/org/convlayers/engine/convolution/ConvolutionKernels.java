package org.convlayers.engine.convolution;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.convlayers.engine.layer.Epilogue;
import org.convlayers.engine.layer.LayerKernel;
import org.convlayers.engine.layer.Precision;
import org.convlayers.engine.layer.StepKernel;
import org.convlayers.layer.Convolution;
import org.convlayers.layer.Network;
import org.convlayers.layer.TransposedConvolution;
import org.convlayers.shape.Box;
import org.convlayers.shape.FeatureShape;
import org.convlayers.weights.Weights;

/** Chooses how a convolution is computed, from the layer and the shape of its whole input alone. */
public final class ConvolutionKernels {
    /** Rounding errors of other algorithms than the sum of the definition are larger: it must be worth it. */
    private static final double WORTH_IT = 0.87;

    /** With fewer channels on either side Winograd's transforms take what the products save. */
    private static final int MIN_WINOGRAD_CHANNELS = 8;

    private ConvolutionKernels() {}

    /**
     * What computes a convolution, transposed or not, and the pointwise layers after it.
     *
     * @param node the convolution
     * @param weights the network's parameters
     * @param input the shape of its input
     * @param epilogue the layers after it
     * @param precision {@link Precision#FLOAT32} or {@link Precision#FLOAT32_DIRECT}
     */
    public static StepKernel of(
            Network.Node node, Weights weights, FeatureShape input, Epilogue epilogue, Precision precision) {
        float[] weight = weights.get(node.name() + ".weight").data();
        if (node.layer() instanceof TransposedConvolution layer) {
            float[] bias = bias(layer.bias(), layer.outChannels(), node.name(), weights);
            return TransposedConvolutionKernel.of(layer, input, weight, bias, epilogue);
        }
        Convolution layer = (Convolution) node.layer();
        float[] bias = bias(layer.bias(), layer.outChannels(), node.name(), weights);
        return fastest(new BoundConvolution(layer, input, weight, bias, epilogue), precision);
    }

    private static float[] bias(boolean present, int channels, String name, Weights weights) {
        return present ? weights.get(name + ".bias").data() : new float[channels];
    }

    /**
     * The algorithm for a layer that is estimated to be the fastest.
     *
     * @param precision {@link Precision#FLOAT32}, or {@link Precision#FLOAT32_DIRECT} to have sums of the definition
     */
    static LayerKernel fastest(BoundConvolution layer, Precision precision) {
        LayerKernel direct = direct(layer);
        List<LayerKernel> others = others(layer, direct);
        if (others.isEmpty()) {
            return new ReasonedKernel(direct, whyNoOther(layer));
        }
        if (precision == Precision.FLOAT32_DIRECT) {
            return new ReasonedKernel(direct, "asked for by the precision");
        }
        Box whole = layer.outputBox();
        LayerKernel other = cheapest(others, whole);
        double ratio = other.nanos(whole) / direct.nanos(whole);
        return ratio < WORTH_IT ? other : new ReasonedKernel(direct, notWorthIt(other, ratio));
    }

    /** What computes the sum of the definition in the shortest time. */
    static LayerKernel direct(BoundConvolution layer) {
        return layer.maps().faster(alongRows(layer), axis -> alongRows(layer.exchanged(axis)));
    }

    /** The same, rows as they are. */
    static LayerKernel alongRows(BoundConvolution layer) {
        return cheapest(sumsOfTheDefinition(layer), layer.outputBox());
    }

    /** All that compute a layer by the sum of its definition, rows as they are. */
    static List<LayerKernel> sumsOfTheDefinition(BoundConvolution layer) {
        DirectConvolution direct = DirectConvolution.of(layer);
        List<LayerKernel> kernels = new ArrayList<>(List.of(direct));
        if (FlatConvolution.suits(layer)) {
            kernels.add(new FlatConvolution(layer, direct));
        }
        if (RowScatterConvolution.suits(layer)) {
            kernels.add(new RowScatterConvolution(layer));
        }
        if (FewRowsConvolution.suits(layer)) {
            kernels.add(new FewRowsConvolution(layer));
        }
        if (FewPixelsConvolution.suits(layer)) {
            kernels.add(new FewPixelsConvolution(layer));
        }
        return kernels;
    }

    private static LayerKernel cheapest(List<LayerKernel> kernels, Box whole) {
        return kernels.stream()
                .min(Comparator.comparingDouble(kernel -> kernel.nanos(whole)))
                .orElseThrow();
    }

    private static String whyNoOther(BoundConvolution layer) {
        if (layer.taps() == layer.groupInputs()) {
            return "there are no products of neighbours to save";
        }
        if (layer.height().stride() > 1 || layer.width().stride() > 1) {
            return "no other suits this stride";
        }
        if (FourierConvolution.suits(layer)) {
            return "FFT would not be clearly faster";
        }
        return WinogradConvolution.suits(layer) && !hasManyChannels(layer)
                ? "Winograd needs " + MIN_WINOGRAD_CHANNELS + " channels in a group on both sides"
                : "no other suits these kernels";
    }

    private static String notWorthIt(LayerKernel other, double ratio) {
        return String.format(
                Locale.ROOT,
                "%s, whose rounding errors are larger, would take %.2f of the time",
                other.algorithm().split(":", 2)[0],
                ratio);
    }

    /** What else could compute the layer. */
    private static List<LayerKernel> others(BoundConvolution layer, LayerKernel direct) {
        List<LayerKernel> kernels = new ArrayList<>();
        if (SeparableConvolution.suits(layer)) {
            SeparableConvolution.of(layer, direct).ifPresent(kernels::add);
        }
        if (FourierConvolution.suits(layer)
                && FourierConvolution.nanos(layer, layer.outputBox()) < WORTH_IT * direct.nanos(layer.outputBox())) {
            kernels.add(new FourierConvolution(layer, direct));
        }
        if (hasManyChannels(layer) && WinogradConvolution.suits(layer)) {
            kernels.add(new WinogradConvolution(layer));
        }
        if (hasManyChannels(layer) && WinogradTilesConvolution.suits(layer)) {
            kernels.add(new WinogradTilesConvolution(layer));
        }
        if (hasManyChannels(layer) && WinogradFewTilesConvolution.suits(layer)) {
            kernels.add(new WinogradFewTilesConvolution(layer));
        }
        return kernels;
    }

    private static boolean hasManyChannels(BoundConvolution layer) {
        return Math.min(layer.groupInputs(), layer.groupOutputs()) >= MIN_WINOGRAD_CHANNELS;
    }
}
