package org.convlayers.engine.layer;

import java.util.List;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.shape.Box;
import org.convlayers.shape.Extent;
import org.convlayers.shape.Region;

/**
 * A layer of maps that are much higher or deeper than wide: the long axis and the columns are exchanged, so that what is
 * computed row by row has long rows, which fill strips and are copied in one go.
 *
 * <p>Each value is that of the kernel that computes the layer with these axes exchanged. Maps go through it in pieces, of which
 * only one exists at a time.
 */
final class NarrowMapKernel implements LayerKernel {
    /** Memory of an exchanged plane is taken. */
    private static final double NANOS_PER_PLANE = 150;

    /** By the long axis: what stands at one place of many slices is copied more slowly. */
    private static final double[] NANOS_PER_VALUE = {1, 0.4};

    private static final String[] EXCHANGED = {"slices", "rows"};

    private final NarrowMaps maps;
    private final int axis;
    private final int crossAxis;
    private final LayerKernel exchanged;

    /**
     * Makes one.
     *
     * @param maps narrow maps
     * @param axis the long axis: 0 or 1 for D or H
     * @param exchanged computes the layer with this axis and the columns exchanged, in blocks of one column
     */
    NarrowMapKernel(NarrowMaps maps, int axis, LayerKernel exchanged) {
        this.maps = maps;
        this.axis = axis;
        crossAxis = NarrowMaps.crossAxis(axis);
        this.exchanged = exchanged;
    }

    @Override
    public String algorithm() {
        return exchanged.algorithm() + ", " + EXCHANGED[axis] + " and columns exchanged";
    }

    @Override
    public Extent block() {
        return exchanged.block().exchanged(axis);
    }

    @Override
    public double nanos(Box box) {
        Pieces pieces = new Pieces(box);
        double values = (double) pieces.valuesPerPixel * box.axis(axis).size();
        double planes = axis == 0
                ? box.width().size() * (maps.input().channels() + maps.output().channels())
                : maps.inputsAcross(axis, pieces.width) * maps.input().channels()
                        + pieces.width * maps.output().channels();
        double nanos = NANOS_PER_VALUE[axis] * values + NANOS_PER_PLANE * planes * pieces.along;
        Box piece = box.cut(crossAxis, pieces.across, block().get(crossAxis))
                .get(0)
                .cut(axis, pieces.along, 1)
                .get(0);
        return pieces.across * (nanos + pieces.along * exchanged.nanos(piece.exchanged(axis)));
    }

    /**
     * How a box is cut: pixels across the long axis stay together as far as pieces are then still long, since neighbours see the
     * same input.
     */
    private final class Pieces {
        /** How many there are across the long axis. */
        final int across;

        /** How many pixels each has across the long axis. */
        final int width;

        /** How many values belong to a pixel of the long axis in each. */
        final long valuesPerPixel;

        /** How many there are along the long axis. */
        final int along;

        Pieces(Box box) {
            int columns = box.width().size();
            int all = box.axis(crossAxis).size();
            int block = block().get(crossAxis);
            int length = box.axis(axis).size();
            long mostPerPixel = NarrowMaps.MAX_VALUES / Math.min(NarrowMaps.MIN_LENGTH, length);
            int parts = 1;
            int size = all;
            while (size > block && maps.valuesPerPixel(axis, size, columns) > mostPerPixel) {
                parts *= 2;
                size = Math.max(block, (all - 1) / parts + 1);
            }
            across = parts;
            width = size;
            valuesPerPixel = maps.valuesPerPixel(axis, size, columns);
            int together = (int) Math.max(1, NarrowMaps.MAX_VALUES / valuesPerPixel);
            along = (length - 1) / together + 1;
        }
    }

    @Override
    public void compute(List<Block> inputs, Block output, Box box, Scratch scratch) {
        Pieces pieces = new Pieces(box);
        for (Box part : box.cut(crossAxis, pieces.across, block().get(crossAxis))) {
            for (Box piece : part.cut(axis, pieces.along, 1)) {
                computePiece(inputs.get(0), output, piece, scratch);
            }
        }
    }

    private void computePiece(Block input, Block output, Box piece, Scratch scratch) {
        Block wideInput = scratch.filled(
                input.channels(),
                maps.exchangedInput(axis, input, piece),
                (wide, box) -> AxisExchange.TO_WIDE.copy(axis, input, wide, box.exchanged(axis), scratch));
        try {
            Box wideBox = piece.exchanged(axis);
            Block wideOutput = scratch.block(output.channels(), Region.of(wideBox));
            try {
                exchanged.compute(List.of(wideInput), wideOutput, wideBox, scratch);
                AxisExchange.TO_NARROW.copy(axis, output, wideOutput, piece, scratch);
            } finally {
                scratch.give(wideOutput);
            }
        } finally {
            scratch.give(wideInput);
        }
    }
}
