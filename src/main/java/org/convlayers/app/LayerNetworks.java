package org.convlayers.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.convlayers.layer.Activation;
import org.convlayers.layer.Concatenation;
import org.convlayers.layer.Convolution;
import org.convlayers.layer.Layer;
import org.convlayers.layer.Network;
import org.convlayers.shape.EdgeMode;
import org.convlayers.shape.Extent;
import org.convlayers.shape.ShapeException;
import org.convlayers.shape.Window;
import org.convlayers.weights.FixedShape;
import org.convlayers.weights.Initializer;

/** The networks that the convolution commands stand for, for an image of so many channels. */
public final class LayerNetworks {
    private static final String ONLY = "0";
    private static final String DEPTHWISE = "depthwise";

    /** The name of the second stage of a depthwise separable convolution. */
    public static final String POINTWISE = "pointwise";

    private LayerNetworks() {}

    /** How dilated convolutions are joined. */
    public enum Arrangement {
        /** Each takes the image; their results are put one after the other. */
        PARALLEL,
        /** Each takes the result of the one before. */
        SERIES
    }

    /**
     * One convolution, then the activation.
     *
     * @param settings what is asked for
     * @param weights what fills the layer
     * @param channels the channels of the image
     * @throws IllegalArgumentException if settings, weights and channels do not fit; the message names what
     */
    public static Network standard(LayerSettings settings, Initializer weights, int channels) {
        List<Layer> layers = new ArrayList<>();
        layers.add(settings.convolution(channels, weights.ofOnlyLayer(ONLY, settings.kernel())));
        settings.activation().ifPresent(layers::add);
        return Network.sequence(layers);
    }

    /**
     * A depthwise convolution named {@code depthwise}, and a 1x1 convolution named {@code pointwise}. Kernels that know no
     * channels fill the depthwise stage only.
     *
     * @param settings what is asked for; stride, padding, dilation, kernel are those of the depthwise stage, filters those of
     *     the pointwise one
     * @param multiplier the outputs of the depthwise stage for each channel; empty: what the weights say, or 1
     * @param between what is applied between the stages, if anything
     * @param weights what fills the layers
     * @param channels the channels of the image
     * @throws IllegalArgumentException if settings, weights and channels do not fit; the message names what
     */
    public static Network separable(
            LayerSettings settings,
            OptionalInt multiplier,
            Optional<Activation> between,
            Initializer weights,
            int channels) {
        FixedShape depthwise = weights.ofLayer(DEPTHWISE, settings.kernel());
        FixedShape pointwise = weights.ofLayer(POINTWISE, Optional.of(Extent.filled(settings.rank(), 1)));
        int perChannel = LayerSettings.agree("multiplier", multiplier, fixedMultiplier(depthwise, channels), 1);
        int filters =
                LayerSettings.agree("filters", settings.filters(), pointwise.filters(1), LayerSettings.DEFAULT_FILTERS);
        if ((long) channels * perChannel > Integer.MAX_VALUE) {
            throw new ShapeException(channels + " channels with multiplier=" + perChannel + " are more than "
                    + Integer.MAX_VALUE + " channels");
        }
        int inner = channels * perChannel;
        Chain chain = new Chain();
        chain.add(
                DEPTHWISE,
                settings.convolution(channels, inner, settings.kernelSize(depthwise), channels, depthwise.bias()));
        between.ifPresent(activation -> chain.add("between", activation));
        chain.add(POINTWISE, pointwise(settings, inner, filters, pointwise.bias()));
        settings.activation().ifPresent(activation -> chain.add("activation", activation));
        return chain.network();
    }

    private static OptionalInt fixedMultiplier(FixedShape depthwise, int channels) {
        OptionalInt filters = depthwise.filters(channels);
        if (filters.isPresent() && filters.getAsInt() % channels != 0) {
            throw new ShapeException("the weights of the depthwise stage have " + filters.getAsInt()
                    + " filters, which is no multiple of the " + channels + " channels");
        }
        return filters.isPresent() ? OptionalInt.of(filters.getAsInt() / channels) : OptionalInt.empty();
    }

    private static Convolution pointwise(LayerSettings settings, int inner, int filters, boolean bias) {
        Window window = Window.ofKernel(Extent.filled(settings.rank(), 1));
        return new Convolution(inner, filters, window, EdgeMode.ZEROS, 1, bias && !settings.noBias());
    }

    /**
     * One convolution for each rate, named {@code 0}, {@code 1}, …, dilated by it on every axis.
     *
     * @param settings what is asked for; its dilation is not looked at
     * @param rates the dilations
     * @param arrangement how the convolutions are joined; the activation follows each one of a series, or the joined results
     * @param weights what fills the layers
     * @param channels the channels of the image
     * @throws IllegalArgumentException if settings, weights and channels do not fit; the message names what
     */
    public static Network dilated(
            LayerSettings settings, List<Integer> rates, Arrangement arrangement, Initializer weights, int channels) {
        Chain chain = new Chain();
        List<String> branches = new ArrayList<>();
        int inChannels = channels;
        for (int i = 0; i < rates.size(); i++) {
            String name = Integer.toString(i);
            Convolution convolution = settings.dilatedBy(rates.get(i))
                    .convolution(inChannels, fixed(weights, name, settings, rates.size()));
            if (arrangement == Arrangement.PARALLEL) {
                chain.branch(name, convolution);
                branches.add(name);
            } else {
                chain.add(name, convolution);
                settings.activation().ifPresent(activation -> chain.add("activation" + name, activation));
                inChannels = convolution.outChannels();
            }
        }
        if (arrangement == Arrangement.PARALLEL) {
            chain.join("concat", branches);
            settings.activation().ifPresent(activation -> chain.add("activation", activation));
        }
        return chain.network();
    }

    private static FixedShape fixed(Initializer weights, String name, LayerSettings settings, int layers) {
        return layers == 1 ? weights.ofOnlyLayer(name, settings.kernel()) : weights.ofLayer(name, settings.kernel());
    }

    /** Collects nodes; each takes the one before unless said otherwise. */
    private static final class Chain {
        private final List<Network.Node> nodes = new ArrayList<>();

        void add(String name, Layer layer) {
            String before = nodes.isEmpty()
                    ? Network.INPUT
                    : nodes.get(nodes.size() - 1).name();
            nodes.add(new Network.Node(name, layer, List.of(before)));
        }

        void branch(String name, Layer layer) {
            nodes.add(new Network.Node(name, layer, List.of(Network.INPUT)));
        }

        void join(String name, List<String> branches) {
            if (branches.size() > 1) {
                nodes.add(new Network.Node(name, new Concatenation(), branches));
            }
        }

        Network network() {
            return new Network(nodes);
        }
    }
}
