package org.convlayers.engine.layer;

import java.util.List;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.shape.AxisRanges.Range;
import org.convlayers.shape.Box;
import org.convlayers.shape.Extent;
import org.convlayers.shape.Region;

/**
 * A layer of maps that are much higher than wide: rows and columns are exchanged, so that what is computed row by row has long
 * rows, which fill strips and are copied in one go.
 *
 * <p>Each value is that of the kernel that computes the layer with rows and columns exchanged. Maps go through it in pieces, of
 * which only one exists at a time.
 */
final class NarrowMapKernel implements LayerKernel {
    /** The values of a plane are found and its memory is taken. */
    private static final double NANOS_PER_PLANE = 150;

    private static final double NANOS_PER_VALUE = 0.4;

    private final NarrowMaps maps;
    private final LayerKernel exchanged;

    /**
     * Makes one.
     *
     * @param maps narrow maps
     * @param exchanged computes the layer with rows and columns exchanged, in blocks of one column
     */
    NarrowMapKernel(NarrowMaps maps, LayerKernel exchanged) {
        this.maps = maps;
        this.exchanged = exchanged;
    }

    @Override
    public String algorithm() {
        return exchanged.algorithm() + ", rows and columns exchanged";
    }

    @Override
    public Extent block() {
        return exchanged.block().exchanged();
    }

    @Override
    public double nanos(Box box) {
        double values =
                (double) maps.valuesPerRow(box.width().size()) * box.height().size();
        double planes = maps.inputPlanes() + maps.output().channels();
        double slice = NANOS_PER_VALUE * values + NANOS_PER_PLANE * planes * Math.ceil(values / NarrowMaps.MAX_VALUES);
        return box.depth().size() * slice + exchanged.nanos(box.exchanged());
    }

    @Override
    public void compute(List<Block> inputs, Block output, Box box, Scratch scratch) {
        int rows = maps.rowsTogether(box.width().size());
        int pieces = (box.height().size() - 1) / rows + 1;
        for (int z = box.depth().first(); z <= box.depth().last(); z++) {
            Box slice = new Box(new Range(z, z), box.height(), box.width());
            for (Box piece : slice.cut(1, pieces, 1)) {
                computePiece(inputs.get(0), output, piece, scratch);
            }
        }
    }

    private void computePiece(Block input, Block output, Box piece, Scratch scratch) {
        Block wideInput = scratch.filled(
                input.channels(),
                maps.exchangedInput(input, piece),
                (wide, box) -> ColumnExchange.TO_WIDE.copy(input, wide, box.exchanged(), scratch));
        try {
            Block wideOutput = scratch.block(output.channels(), Region.of(piece.exchanged()));
            try {
                exchanged.compute(List.of(wideInput), wideOutput, piece.exchanged(), scratch);
                ColumnExchange.TO_NARROW.copy(output, wideOutput, piece, scratch);
            } finally {
                scratch.give(wideOutput);
            }
        } finally {
            scratch.give(wideInput);
        }
    }
}
