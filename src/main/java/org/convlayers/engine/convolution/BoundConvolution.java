package org.convlayers.engine.convolution;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.convlayers.engine.layer.Epilogue;
import org.convlayers.engine.layer.NarrowMaps;
import org.convlayers.engine.layer.PaddedRows;
import org.convlayers.engine.layer.WindowAxis;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.OnFirstUse;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.layer.Convolution;
import org.convlayers.shape.AxisRanges;
import org.convlayers.shape.Box;
import org.convlayers.shape.EdgeMode;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.PerAxis;

/** A convolution with its weights, bound to the shape of its input: what every algorithm begins from. Immutable. */
final class BoundConvolution {
    private final Extent inputSize;
    private final Box outputBox;
    private final PerAxis<WindowAxis> axes;
    private final EdgeMode edges;
    private final int groups;
    private final int groupInputs;
    private final int groupOutputs;
    private final BooleanSupplier hasFiniteWeights;
    private final Function<Scratch, float[]> weight;
    private final float[] bias;
    private final Epilogue epilogue;

    /**
     * Binds a layer.
     *
     * @param layer the layer
     * @param input the shape of the whole input
     * @param weight the weights in PyTorch's order [outChannels, inChannels/groups, k...]; not to be changed any more
     * @param bias a number for each output channel, 0 for a layer without bias; not to be changed any more
     * @param epilogue what follows in the same pass
     * @throws IllegalArgumentException if numbers of weights or biases do not fit the layer
     */
    BoundConvolution(Convolution layer, FeatureShape input, float[] weight, float[] bias, Epilogue epilogue) {
        this(layer, input, scratch -> weight, () -> areFinite(weight), bias, epilogue);
        requireCount("weights", weight.length, Math.multiplyExact(layer.outChannels(), taps()));
        requireCount("biases", bias.length, layer.outChannels());
    }

    /**
     * Binds a layer whose weights are made when they are first asked for.
     *
     * @param layer the layer
     * @param input the shape of the whole input
     * @param weight gives the weights as above, always the same
     * @param hasFiniteWeights whether all of them are finite; may be false if others are not
     * @param bias as above
     * @param epilogue what follows in the same pass
     */
    BoundConvolution(
            Convolution layer,
            FeatureShape input,
            Function<Scratch, float[]> weight,
            BooleanSupplier hasFiniteWeights,
            float[] bias,
            Epilogue epilogue) {
        inputSize = input.spatial().to3D(1);
        axes = WindowAxis.of(layer.window(), input.spatial());
        outputBox = Box.whole(layer.outputShape(List.of(input)));
        edges = layer.edges();
        groups = layer.groups();
        groupInputs = layer.inChannels() / groups;
        groupOutputs = layer.outChannels() / groups;
        this.weight = weight;
        this.hasFiniteWeights = hasFiniteWeights;
        this.bias = bias;
        this.epilogue = epilogue;
    }

    private BoundConvolution(
            BoundConvolution other,
            Extent inputSize,
            Box outputBox,
            PerAxis<WindowAxis> axes,
            Function<Scratch, float[]> weight) {
        this.inputSize = inputSize;
        this.outputBox = outputBox;
        this.axes = axes;
        edges = other.edges;
        groups = other.groups;
        groupInputs = other.groupInputs;
        groupOutputs = other.groupOutputs;
        hasFiniteWeights = other.hasFiniteWeights;
        this.weight = weight;
        bias = other.bias;
        epilogue = other.epilogue;
    }

    /** This layer over maps whose rows are put one after the other; empty if a pixel sees more of its slice than itself. */
    Optional<BoundConvolution> flat() {
        boolean isPointwise = isPointwise(height(), 1) && isPointwise(width(), 2);
        long pixels = (long) inputSize.get(1) * inputSize.get(2);
        if (!isPointwise || pixels > Integer.MAX_VALUE) {
            return Optional.empty();
        }
        Extent flatSize = Extent.of(inputSize.get(0), 1, (int) pixels);
        return Optional.of(new BoundConvolution(this, flatSize, flat(outputBox), axes, weight));
    }

    private boolean isPointwise(WindowAxis axis, int index) {
        int outputs = index == 1 ? outputBox.height().size() : outputBox.width().size();
        return axis.kernel() == 1 && axis.stride() == 1 && axis.padding() == 0 && outputs == inputSize.get(index);
    }

    /** Whole rows as one row of pixels. */
    Box flat(Box rows) {
        int columns = inputSize.get(2);
        AxisRanges.Range pixels = new AxisRanges.Range(
                rows.height().first() * columns, (rows.height().last() + 1) * columns - 1);
        return new Box(rows.depth(), new AxisRanges.Range(0, 0), pixels);
    }

    /** This layer with an axis (0 or 1 for D or H) and the columns exchanged, of its maps and of its kernels. */
    BoundConvolution exchanged(int axis) {
        OnFirstUse<float[]> exchanged =
                new OnFirstUse<>(scratch -> KernelExchange.exchanged(weight(scratch), axes, axis, scratch));
        return new BoundConvolution(
                this, inputSize.exchanged(axis), outputBox.exchanged(axis), axes.exchanged(axis), exchanged::get);
    }

    /** The maps of this layer. */
    NarrowMaps maps() {
        Extent outputSize = outputBox.size();
        return new NarrowMaps(
                new FeatureShape(groups * groupInputs, inputSize),
                new FeatureShape(groups * groupOutputs, outputSize),
                (axis, outputs) -> axes.axis(axis).reach(outputs, inputSize.get(axis), edges));
    }

    /** The number of columns of the input. */
    int inputColumns() {
        return inputSize.get(2);
    }

    private static void requireCount(String what, int count, int wanted) {
        if (count != wanted) {
            throw new IllegalArgumentException("the layer has " + wanted + " " + what + ", but got " + count);
        }
    }

    WindowAxis depth() {
        return axes.depth();
    }

    WindowAxis height() {
        return axes.height();
    }

    WindowAxis width() {
        return axes.width();
    }

    /** The number of slices of the input. */
    int inputSlices() {
        return inputSize.get(0);
    }

    /** The number of rows of the input. */
    int inputRows() {
        return inputSize.get(1);
    }

    /** What lies beyond the input. */
    EdgeMode edges() {
        return edges;
    }

    /** All pixels of the output. */
    Box outputBox() {
        return outputBox;
    }

    int groups() {
        return groups;
    }

    /** Input channels of each group. */
    int groupInputs() {
        return groupInputs;
    }

    /** The number of planes (input channel of a group, slice of the kernel). */
    int planes() {
        return groupInputs() * depth().kernel();
    }

    /** Output channels of each group. */
    int groupOutputs() {
        return groupOutputs;
    }

    /** The number of products that are summed for an output value. */
    int taps() {
        int perRow = Math.multiplyExact(groupInputs, width().kernel());
        return Math.multiplyExact(perRow, Math.multiplyExact(depth().kernel(), height().kernel()));
    }

    /** Where the weights of an output channel begin in {@link #weight}; they stand in the order (channel, kz, ky, kx). */
    int weightStart(int outChannel) {
        return outChannel * taps();
    }

    /**
     * The weights in PyTorch's order. Not to be changed.
     *
     * @param scratch says whether to go on: some are made when they are first asked for
     */
    float[] weight(Scratch scratch) {
        return weight.apply(scratch);
    }

    /** Whether a product with zero is zero. */
    boolean hasFiniteWeights() {
        return hasFiniteWeights.getAsBoolean();
    }

    /** Whether no weight is infinite or not a number. */
    static boolean areFinite(float[] weight) {
        for (float value : weight) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }

    /** What is added to each value of an output channel. */
    float bias(int outChannel) {
        return bias[outChannel];
    }

    /** What follows in the same pass. */
    Epilogue epilogue() {
        return epilogue;
    }

    /**
     * Reads the input.
     *
     * @param input the input's values
     * @param line memory of {@link #longestPiece} floats
     */
    PaddedRows rows(Block input, float[] line) {
        return new PaddedRows(input, inputSize, edges, line);
    }

    /** The length of the longest piece of an input row that is read for output in these lanes. */
    int longestPiece(Lanes lanes) {
        return width().span(lanes.chunkWidth(), width().kernel());
    }

    /**
     * The distance at which rows of input can lie side by side that some columns of output look at: as long as the rows, but
     * the constant beyond the end of one also stands before the begin of the next.
     *
     * @param columns the columns of output
     */
    int pitch(AxisRanges.Range columns) {
        WindowAxis width = width();
        int pitch = columns.size();
        for (int phase = 0; phase < width.phases(); phase++) {
            int length = columns.size() + width.shift(width.lastOf(phase));
            int first = width.source(columns.first(), phase);
            int before = Lanes.ceilDiv(-first, width.stride());
            int behind = length - Lanes.ceilDiv(inputSize.get(2) - first, width.stride());
            int shared = edges.folds() ? 0 : Math.max(0, Math.min(before, behind));
            pitch = Math.max(pitch, length - shared);
        }
        return pitch;
    }

    /** Begins and stores sums in these lanes, those of so many steps together. */
    SumStrips sums(Lanes lanes, Block output, int steps) {
        return new SumStrips(lanes, bias, epilogue, output, steps);
    }
}
