package org.convlayers.ij.image;

import ij.ImageStack;
import java.util.Arrays;
import org.convlayers.app.StackLayout;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.BlockSink;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.engine.memory.SharedPieces;
import org.convlayers.io.SampleType;
import org.convlayers.shape.AxisRanges.Range;
import org.convlayers.shape.Box;
import org.convlayers.shape.Region;

/**
 * A result in memory as planes of ImageJ. Each is made by the thread whose tile reaches it first; float32 tiles are computed
 * in place, those of other types converted when they are complete.
 */
public final class HyperstackSink implements BlockSink {
    private final StackLayout layout;
    private final SampleType type;
    private final Object[] planes;
    private final SharedPieces pieces;

    /**
     * Makes room for a result.
     *
     * @param layout its size
     * @param type how its values are stored
     */
    public HyperstackSink(StackLayout layout, SampleType type) {
        this.layout = layout;
        this.type = type;
        planes = new Object[layout.planes()];
        pieces = new SharedPieces(planes.length, index -> planes[index] = newPlane());
    }

    /** The planes, complete when the run has ended. */
    public ImageStack stack() {
        ImageStack stack = new ImageStack(layout.width(), layout.height());
        for (Object plane : planes) {
            stack.addSlice(null, plane);
        }
        return stack;
    }

    @Override
    public Block target(int item, Box box, Scratch scratch) {
        if (type != SampleType.FLOAT32) {
            return scratch.block(layout.channels(), Region.of(box));
        }
        makePlanes(item, box, scratch);
        float[][][] views = new float[layout.channels()][box.depth().size()][];
        for (int c = 0; c < views.length; c++) {
            for (int z = 0; z < views[c].length; z++) {
                views[c][z] = (float[]) planes[layout.plane(item, box.depth().first() + z, c)];
            }
        }
        return new Block(Region.of(box), views, start(item, box), layout.width());
    }

    @Override
    public void complete(int item, Block block, Scratch scratch) {
        if (type == SampleType.FLOAT32) {
            return; // it is a view: its values are in place
        }
        try {
            for (Box box : block.region().boxes()) {
                makePlanes(item, box, scratch);
                for (int c = 0; c < layout.channels(); c++) {
                    for (int z = box.depth().first(); z <= box.depth().last(); z++) {
                        convert(block, box, c, z, planes[layout.plane(item, z, c)], start(item, box), scratch);
                    }
                }
            }
        } finally {
            scratch.give(block);
        }
    }

    @Override
    public void discard(Block block, Scratch scratch) {
        if (type != SampleType.FLOAT32) {
            scratch.give(block);
        }
    }

    /** The index of a box's first pixel in its planes. */
    private int start(int item, Box box) {
        return (layout.firstRow(item) + box.height().first()) * layout.width()
                + box.width().first();
    }

    private void makePlanes(int item, Box box, Scratch scratch) {
        int channels = layout.channels();
        int[] needed = new int[channels * box.depth().size()];
        Arrays.setAll(needed, i -> layout.plane(item, box.depth().first() + i / channels, i % channels));
        pieces.require(scratch, needed);
    }

    private Object newPlane() {
        int pixels = Math.multiplyExact(layout.width(), layout.height());
        return switch (type) {
            case FLOAT32 -> new float[pixels];
            case UINT16 -> new short[pixels];
            case UINT8 -> new byte[pixels];
        };
    }

    private void convert(Block block, Box box, int channel, int z, Object plane, int start, Scratch scratch) {
        float[] values = block.plane(channel, z);
        Range width = box.width();
        for (int y = 0; y < box.height().size(); y++) {
            scratch.checkCancelled();
            int from = block.rowStart(box.height().first() + y) + block.column(width.first());
            int to = start + y * layout.width();
            for (int x = 0; x < width.size(); x++) {
                int value = (int) type.nearest(values[from + x]);
                if (plane instanceof byte[] bytes) {
                    bytes[to + x] = (byte) value;
                } else {
                    ((short[]) plane)[to + x] = (short) value;
                }
            }
        }
    }
}
