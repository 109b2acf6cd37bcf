package org.convlayers.arithmetic;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.convlayers.arithmetic.Frame.ChannelSum;
import org.convlayers.arithmetic.Frame.Tap;
import org.convlayers.layer.Convolution;
import org.convlayers.layer.Layer;
import org.convlayers.layer.Network;
import org.convlayers.layer.TransposedConvolution;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.Margins;
import org.convlayers.shape.ShapeException;
import org.convlayers.weights.Tensor;
import org.convlayers.weights.Weights;

/**
 * A convolution, or a transposed one, over two axes of a small input: which cells its window meets at each output pixel, and
 * what they give. Computed in double precision as the definition says. Immutable.
 *
 * <p>A transposed convolution appears as the convolution that it equals, of a stretched input with a turned kernel.
 */
public final class LayerArithmetic {
    private static final int RANK = 2;

    /** The most channels that a layer takes or gives. */
    public static final int MOST_CHANNELS = 16;

    /** The most output pixels. */
    public static final int MOST_FRAMES = 2000;

    private final String name;
    private final Layer layer;
    private final Tensor input;
    private final CellAxis rows;
    private final CellAxis columns;
    private final MetWeights weights;
    private final double padding;
    private final double[] output;

    private LayerArithmetic(Network.Node node, Tensor input, List<CellAxis> axes, MetWeights weights, double padding) {
        this.name = node.name();
        this.layer = node.layer();
        this.input = input;
        this.rows = axes.get(0);
        this.columns = axes.get(1);
        this.weights = weights;
        this.padding = padding;
        output = IntStream.range(0, weights.outChannels() * rows.outputSize() * columns.outputSize())
                .mapToDouble(pixel -> frame(pixel).value())
                .toArray();
    }

    /**
     * The layers of a network, each on the output of the one before.
     *
     * @param network convolutions one after the other
     * @param parameters its weights
     * @param input [C, H, W]
     * @throws ShapeException if a layer does not take its input
     * @throws IllegalArgumentException if there are other layers, or more channels or cells than can be shown
     */
    public static List<LayerArithmetic> stages(Network network, Weights parameters, Tensor input) {
        requireShowable(shape(input));
        List<LayerArithmetic> stages = new ArrayList<>();
        Tensor values = input;
        for (Network.Node node : network.nodes()) {
            LayerArithmetic stage = of(node, parameters, values);
            stages.add(stage);
            values = stage.output();
        }
        return List.copyOf(stages);
    }

    private static LayerArithmetic of(Network.Node node, Weights parameters, Tensor input) {
        if (node.layer() instanceof Convolution convolution) {
            return of(node, convolution, parameters, input);
        }
        if (node.layer() instanceof TransposedConvolution transposed) {
            return of(node, transposed, parameters, input);
        }
        throw new IllegalArgumentException("layer '" + node.name() + "' is no convolution; only the arithmetic of"
                + " convolutions and transposed convolutions is shown");
    }

    private static LayerArithmetic of(Network.Node node, Convolution layer, Weights parameters, Tensor input) {
        FeatureShape shape = shape(input);
        FeatureShape result = layer.outputShape(List.of(shape));
        requireShowable(layer.inChannels(), result);
        Margins margins = layer.window().margins(shape.spatial());
        List<CellAxis> axes = IntStream.range(0, RANK)
                .mapToObj(axis -> CellAxis.ofConvolution(
                        shape.spatial().get(axis),
                        layer.window().kernelSize().get(axis),
                        layer.window().stride().get(axis),
                        layer.window().dilation().get(axis),
                        margins.begin().get(axis),
                        margins.end().get(axis),
                        layer.edges(),
                        result.spatial().get(axis)))
                .toList();
        MetWeights weights = MetWeights.of(
                parameters.get(node.name() + ".weight"), bias(node, layer.bias(), parameters), layer.groups());
        return new LayerArithmetic(node, input, axes, weights, layer.edges().value());
    }

    private static LayerArithmetic of(
            Network.Node node, TransposedConvolution layer, Weights parameters, Tensor input) {
        FeatureShape shape = shape(input);
        FeatureShape result = layer.outputShape(List.of(shape));
        requireShowable(layer.inChannels(), result);
        Margins margins = layer.window().margins(shape.spatial());
        List<CellAxis> axes = IntStream.range(0, RANK)
                .mapToObj(axis -> CellAxis.ofTransposed(
                        shape.spatial().get(axis),
                        layer.window().kernelSize().get(axis),
                        layer.window().stride().get(axis),
                        layer.window().dilation().get(axis),
                        margins.begin().get(axis),
                        margins.end().get(axis),
                        layer.outputPadding().get(axis),
                        result.spatial().get(axis)))
                .toList();
        MetWeights weights = MetWeights.turned(
                parameters.get(node.name() + ".weight"), bias(node, layer.bias(), parameters), layer.groups());
        return new LayerArithmetic(node, input, axes, weights, 0);
    }

    private static FeatureShape shape(Tensor input) {
        int[] sizes = input.shape().stream().skip(1).mapToInt(Integer::intValue).toArray();
        return FeatureShape.of(input.shape().get(0), sizes).requirePixels();
    }

    private static Optional<Tensor> bias(Network.Node node, boolean hasBias, Weights parameters) {
        return hasBias ? Optional.of(parameters.get(node.name() + ".bias")) : Optional.empty();
    }

    /**
     * Checks the size of an input before it is read.
     *
     * @throws ShapeException if it has more channels or pixels than can be shown
     */
    public static void requireShowable(FeatureShape input) {
        boolean isSmall = input.channels() <= MOST_CHANNELS
                && input.spatial().get(0) <= CellAxis.MOST_CELLS
                && input.spatial().get(1) <= CellAxis.MOST_CELLS;
        if (!isSmall) {
            throw new ShapeException("an input of " + input + " is too large to be shown; at most " + MOST_CHANNELS
                    + " channels of " + CellAxis.MOST_CELLS + " x " + CellAxis.MOST_CELLS + " pixels are possible");
        }
    }

    private static void requireShowable(int inChannels, FeatureShape result) {
        if (Math.max(inChannels, result.channels()) > MOST_CHANNELS) {
            throw new ShapeException("a layer of " + inChannels + " -> " + result.channels()
                    + " channels is too large to be shown; at most " + MOST_CHANNELS + " are possible");
        }
        if (result.elements() > MOST_FRAMES) {
            throw new ShapeException("an output of " + result + " would take " + result.elements() + " frames; at most "
                    + MOST_FRAMES + " are possible");
        }
    }

    /** The layer's name in its network. */
    public String name() {
        return name;
    }

    /** The layer. */
    public Layer layer() {
        return layer;
    }

    /** The rows of each input channel as the window meets them. */
    public CellAxis rows() {
        return rows;
    }

    /** The columns. */
    public CellAxis columns() {
        return columns;
    }

    /** C_in. */
    public int inChannels() {
        return input.shape().get(0);
    }

    /** C_out. */
    public int outChannels() {
        return weights.outChannels();
    }

    /** The input channels that an output channel is computed from, in order: those of its group. */
    public List<Integer> inputsOf(int outChannel) {
        return weights.inputsOf(outChannel);
    }

    /** What stands at a place of the rows and the columns. */
    public Cell.Kind kind(int row, int column) {
        return Cell.Kind.of(rows.cells().get(row), columns.cells().get(column));
    }

    /** The value at a place of the rows and the columns. */
    public double value(int channel, int row, int column) {
        Cell.Kind kind = kind(row, column);
        if (kind == Cell.Kind.CONSTANT) {
            return padding;
        }
        if (kind == Cell.Kind.STRETCHED) {
            return 0;
        }
        int height = input.shape().get(1);
        int width = input.shape().get(2);
        int y = rows.cells().get(row).source().orElseThrow();
        int x = columns.cells().get(column).source().orElseThrow();
        return input.data()[(channel * height + y) * width + x];
    }

    /**
     * The weight that a tap of the window has; of a transposed convolution in the turned kernel.
     *
     * @param outChannel the output channel
     * @param inChannel an input channel of its group
     */
    public double weight(int outChannel, int inChannel, int tapRow, int tapColumn) {
        return weights.get(outChannel, inChannel, tapRow, tapColumn);
    }

    /**
     * Which plane of the layer's weight tensor meets an input channel, for example {@code w[1, 0]}.
     *
     * @param outChannel the output channel
     * @param inChannel an input channel of its group
     */
    public String weightName(int outChannel, int inChannel) {
        return weights.name(outChannel, inChannel);
    }

    /** Whether the input is stretched and the kernel turned. */
    public boolean isTransposed() {
        return layer instanceof TransposedConvolution;
    }

    /** The number of frames: one for each output pixel, channel by channel, each from the top left. */
    public int frames() {
        return output.length;
    }

    /** How an output pixel comes about. */
    public Frame frame(int index) {
        int column = index % columns.outputSize();
        int row = index / columns.outputSize() % rows.outputSize();
        int channel = index / columns.outputSize() / rows.outputSize();
        List<ChannelSum> sums = inputsOf(channel).stream()
                .map(in -> sum(channel, in, row, column))
                .toList();
        OptionalDouble bias = weights.bias()
                .map(tensor -> OptionalDouble.of(tensor.data()[channel]))
                .orElse(OptionalDouble.empty());
        double value = sums.stream().mapToDouble(ChannelSum::value).sum() + bias.orElse(0);
        return new Frame(channel, row, column, sums, bias, value);
    }

    private ChannelSum sum(int outChannel, int inChannel, int row, int column) {
        List<Tap> taps = new ArrayList<>();
        for (int tapRow = 0; tapRow < rows.kernelSize(); tapRow++) {
            for (int tapColumn = 0; tapColumn < columns.kernelSize(); tapColumn++) {
                int y = rows.cell(row, tapRow);
                int x = columns.cell(column, tapColumn);
                taps.add(new Tap(y, x, weight(outChannel, inChannel, tapRow, tapColumn), value(inChannel, y, x)));
            }
        }
        return new ChannelSum(
                inChannel, taps, taps.stream().mapToDouble(Tap::product).sum());
    }

    /** An output pixel. */
    public double output(int channel, int row, int column) {
        return output[(channel * rows.outputSize() + row) * columns.outputSize() + column];
    }

    /** The whole output, [C, H, W]. */
    public Tensor output() {
        float[] values = new float[output.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) output[i];
        }
        return new Tensor(values, List.of(outChannels(), rows.outputSize(), columns.outputSize()));
    }
}
