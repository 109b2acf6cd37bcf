package org.convlayers.engine.convolution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.convlayers.engine.layer.Epilogue;
import org.convlayers.engine.layer.LayerKernel;
import org.convlayers.engine.layer.NarrowMaps;
import org.convlayers.engine.layer.WindowAxis;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.OnFirstUse;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.engine.memory.StridedCopy;
import org.convlayers.layer.Convolution;
import org.convlayers.layer.TransposedConvolution;
import org.convlayers.shape.AxisRanges.Range;
import org.convlayers.shape.Box;
import org.convlayers.shape.EdgeMode;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.Margins;
import org.convlayers.shape.Padding;
import org.convlayers.shape.PerAxis;
import org.convlayers.shape.Region;
import org.convlayers.shape.Window;

/**
 * A transposed convolution by the {@linkplain TransposedPhase phases} of its output, each of which is a convolution of stride
 * 1 with some of the taps, computed by the sum of its definition; nothing is multiplied by stretched zeros.
 */
final class TransposedConvolutionKernel implements LayerKernel {
    /** Fewer pixels take less time than to begin with a row. */
    private static final int SHORT_ROW = 16;

    private static final double NANOS_PER_COPY = 10;

    private final List<Phase> phases = new ArrayList<>();
    private final float[] bias;
    private final Epilogue epilogue;

    /**
     * One phase on each axis.
     *
     * @param convolution what computes it; empty if no tap reaches it
     */
    private record Phase(
            TransposedPhase depth, TransposedPhase height, TransposedPhase width, Optional<LayerKernel> convolution) {

        /** The places of this phase whose output pixels are in a box; empty if there are none. */
        Optional<Box> places(Box outputs) {
            Optional<Range> inDepth = depth.places(outputs.depth());
            Optional<Range> inHeight = height.places(outputs.height());
            Optional<Range> inWidth = width.places(outputs.width());
            return inDepth.isPresent() && inHeight.isPresent() && inWidth.isPresent()
                    ? Optional.of(new Box(inDepth.get(), inHeight.get(), inWidth.get()))
                    : Optional.empty();
        }
    }

    private TransposedConvolutionKernel(
            TransposedConvolution layer, Maps maps, float[] weight, boolean isFinite, float[] bias, Epilogue epilogue) {
        this.bias = bias;
        this.epilogue = epilogue;
        FeatureShape input = new FeatureShape(layer.inChannels(), maps.input());
        for (TransposedPhase depth : maps.phases(0)) {
            for (TransposedPhase height : maps.phases(1)) {
                for (TransposedPhase width : maps.phases(2)) {
                    List<TransposedPhase> ofAxes = List.of(depth, height, width);
                    boolean hasTaps =
                            ofAxes.stream().noneMatch(axis -> axis.taps().isEmpty());
                    OnFirstUse<float[]> sorted =
                            new OnFirstUse<>(scratch -> sorted(layer, ofAxes, maps, weight, scratch));
                    Optional<LayerKernel> kernel = hasTaps
                            ? Optional.of(ConvolutionKernels.alongRows(new BoundConvolution(
                                    convolution(layer, ofAxes, maps),
                                    input,
                                    sorted::get,
                                    () -> isFinite,
                                    bias,
                                    epilogue)))
                            : Optional.empty();
                    phases.add(new Phase(depth, height, width, kernel));
                }
            }
        }
    }

    /**
     * Prepares a layer. Its weights are sorted by phases when they are first needed.
     *
     * @param layer the layer
     * @param input the shape of the whole input
     * @param weight the weights in PyTorch's order [inChannels, outChannels/groups, k...]
     * @param bias a number for each output channel, 0 for a layer without bias
     * @param epilogue what follows in the same pass
     */
    static LayerKernel of(
            TransposedConvolution layer, FeatureShape input, float[] weight, float[] bias, Epilogue epilogue) {
        FeatureShape output = layer.outputShape(List.of(input));
        PerAxis<WindowAxis> axes = WindowAxis.of(layer.window(), input.spatial());
        Extent steps = Extent.of(
                axes.height().kernel() * axes.width().kernel(), axes.width().kernel(), 1);
        Maps maps =
                new Maps(axes, steps, input.spatial().to3D(1), output.spatial().to3D(1));
        boolean isFinite = BoundConvolution.areFinite(weight);
        NarrowMaps narrow = new NarrowMaps(
                input,
                output,
                (axis, outputs) ->
                        axes.axis(axis).transposedReach(outputs, maps.input().get(axis)));
        return narrow.faster(
                new TransposedConvolutionKernel(layer, maps, weight, isFinite, bias, epilogue),
                axis -> new TransposedConvolutionKernel(layer, maps.exchanged(axis), weight, isFinite, bias, epilogue));
    }

    /**
     * The maps of a layer, or those with axes exchanged.
     *
     * @param axes the windows along D, H and W
     * @param steps how far taps are apart in a kernel's weights along these axes
     * @param input the size (D, H, W) of the whole input
     * @param output the size of the whole output
     */
    private record Maps(PerAxis<WindowAxis> axes, Extent steps, Extent input, Extent output) {
        Maps exchanged(int axis) {
            return new Maps(axes.exchanged(axis), steps.exchanged(axis), input.exchanged(axis), output.exchanged(axis));
        }

        List<TransposedPhase> phases(int axis) {
            return TransposedPhase.of(axes.axis(axis), output.get(axis));
        }
    }

    /** The convolution over the places of a phase; it may have more output than there are places. */
    private static Convolution convolution(TransposedConvolution layer, List<TransposedPhase> axes, Maps maps) {
        int[] kernel = new int[Extent.MAX_RANK];
        int[] dilation = new int[Extent.MAX_RANK];
        int[] begin = new int[Extent.MAX_RANK];
        int[] end = new int[Extent.MAX_RANK];
        for (int axis = 0; axis < Extent.MAX_RANK; axis++) {
            TransposedPhase phase = axes.get(axis);
            kernel[axis] = phase.taps().size();
            dilation[axis] = phase.dilation();
            begin[axis] = phase.padding();
            int lastPlace = phase.lastAtOrBefore(maps.output().get(axis) - 1) + phase.skipped();
            int lastSource = lastPlace - begin[axis] + (kernel[axis] - 1) * dilation[axis];
            end[axis] = Math.max(0, lastSource - maps.input().get(axis) + 1);
        }
        Window window = new Window(
                Extent.of(kernel),
                Extent.filled(Extent.MAX_RANK, 1),
                Extent.of(dilation),
                new Padding.Explicit(new Margins(Extent.of(begin), Extent.of(end))));
        return new Convolution(
                layer.inChannels(), layer.outChannels(), window, EdgeMode.ZEROS, layer.groups(), layer.bias());
    }

    /** The weights of a phase as [outChannels, inChannels/groups, taps...]. */
    private static float[] sorted(
            TransposedConvolution layer, List<TransposedPhase> axes, Maps maps, float[] weight, Scratch scratch) {
        int[] steps = maps.steps().toArray();
        int kernel = maps.axes().toList().stream().mapToInt(WindowAxis::kernel).reduce(1, Math::multiplyExact);
        int inGroup = layer.inChannels() / layer.groups();
        int outGroup = layer.outChannels() / layer.groups();
        int perChannel = axes.stream().mapToInt(axis -> axis.taps().size()).reduce(1, Math::multiplyExact);
        float[] sorted = new float[Math.multiplyExact(Math.multiplyExact(layer.outChannels(), inGroup), perChannel)];
        int to = 0;
        for (int c = 0; c < layer.outChannels(); c++) {
            scratch.checkCancelled();
            for (int j = 0; j < inGroup; j++) {
                int channel = c / outGroup * inGroup + j;
                int from = (channel * outGroup + c % outGroup) * kernel;
                for (int az : axes.get(0).taps()) {
                    for (int ay : axes.get(1).taps()) {
                        for (int ax : axes.get(2).taps()) {
                            sorted[to++] = weight[from + az * steps[0] + ay * steps[1] + ax * steps[2]];
                        }
                    }
                }
            }
        }
        return sorted;
    }

    @Override
    public String algorithm() {
        List<String> algorithms = phases.stream()
                .flatMap(phase -> phase.convolution().stream())
                .map(LayerKernel::algorithm)
                .distinct()
                .toList();
        return phases.size() == 1
                ? "as a convolution, " + String.join(", ", algorithms)
                : "by " + phases.size() + " phases, each a convolution, " + String.join("; ", algorithms);
    }

    @Override
    public double nanos(Box box) {
        double nanos = box.pixels() * bias.length;
        for (Phase phase : phases) {
            Optional<Box> places = phase.places(box);
            nanos += places.map(TransposedConvolutionKernel::copies).orElse(0L) * bias.length * NANOS_PER_COPY;
            if (places.isPresent() && phase.convolution().isPresent()) {
                nanos += phase.convolution().get().nanos(places.get());
            }
        }
        return nanos;
    }

    @Override
    public void compute(List<Block> inputs, Block output, Box box, Scratch scratch) {
        for (Phase phase : phases) {
            Optional<Box> places = phase.places(box);
            if (places.isPresent() && phase.convolution().isPresent()) {
                convolve(inputs, output, phase, places.get(), scratch);
            } else if (places.isPresent()) {
                fill(output, phase, places.get(), scratch);
            }
        }
    }

    private void convolve(List<Block> inputs, Block output, Phase phase, Box places, Scratch scratch) {
        Box shifted = new Box(
                shifted(places.depth(), phase.depth()),
                shifted(places.height(), phase.height()),
                shifted(places.width(), phase.width()));
        Block block = scratch.block(output.channels(), Region.of(shifted));
        try {
            phase.convolution().orElseThrow().compute(inputs, block, shifted, scratch);
            store(block, shifted, output, phase, places, scratch);
        } finally {
            scratch.give(block);
        }
    }

    /** Puts the pixels of a phase between those of the other phases. */
    private static void store(Block block, Box shifted, Block output, Phase phase, Box places, Scratch scratch) {
        Grid from = new Grid(
                block.rowStart(shifted.height().first())
                        + block.column(shifted.width().first()),
                block.rowStride(),
                1);
        Grid to = grid(output, phase, places);
        for (int c = 0; c < output.channels(); c++) {
            for (int z = 0; z < places.depth().size(); z++) {
                scratch.checkCancelled();
                float[] plane = block.plane(c, shifted.depth().first() + z);
                float[] target =
                        output.plane(c, phase.depth().output(places.depth().first() + z));
                copy(
                        plane,
                        from,
                        target,
                        to,
                        places.height().size(),
                        places.width().size());
            }
        }
    }

    /**
     * Where pixels stand in a plane.
     *
     * @param start the index of the first one
     * @param row how far the next row is
     * @param column how far the next column is
     */
    private record Grid(int start, int row, int column) {
        Grid exchanged() {
            return new Grid(start, column, row);
        }
    }

    /** Where the output pixels of the places of a phase stand. */
    private static Grid grid(Block output, Phase phase, Box places) {
        int start = output.rowStart(phase.height().output(places.height().first()))
                + output.column(phase.width().output(places.width().first()));
        return new Grid(
                start,
                phase.height().stride() * output.rowStride(),
                phase.width().stride());
    }

    /** Copies pixels row by row, or short rows column by column. */
    private static void copy(float[] plane, Grid from, float[] target, Grid to, int rows, int columns) {
        if (areColumnsCopied(rows, columns)) {
            copy(plane, from.exchanged(), target, to.exchanged(), columns, rows);
            return;
        }
        for (int y = 0; y < rows; y++) {
            int source = from.start() + y * from.row();
            int place = to.start() + y * to.row();
            StridedCopy.copy(plane, source, from.column(), target, place, to.column(), columns);
        }
    }

    /** How many rows, or columns, are copied one by one. */
    private static long copies(Box places) {
        int rows = places.height().size();
        int columns = places.width().size();
        return (long) places.depth().size() * (areColumnsCopied(rows, columns) ? columns : rows);
    }

    private static boolean areColumnsCopied(int rows, int columns) {
        return columns < SHORT_ROW && columns < rows;
    }

    private static Range shifted(Range places, TransposedPhase phase) {
        return new Range(places.first() + phase.skipped(), places.last() + phase.skipped());
    }

    /** Where only the bias is seen. */
    private void fill(Block output, Phase phase, Box places, Scratch scratch) {
        Grid to = grid(output, phase, places);
        int count = places.width().size();
        float[] row = scratch.take(count);
        try {
            for (int c = 0; c < output.channels(); c++) {
                Arrays.fill(row, 0, count, bias[c]);
                epilogue.apply(c, row, 0, count);
                for (int z = 0; z < places.depth().size(); z++) {
                    float[] target =
                            output.plane(c, phase.depth().output(places.depth().first() + z));
                    scratch.checkCancelled();
                    copy(row, new Grid(0, 0, 1), target, to, places.height().size(), count);
                }
            }
        } finally {
            scratch.give(row);
        }
    }
}
