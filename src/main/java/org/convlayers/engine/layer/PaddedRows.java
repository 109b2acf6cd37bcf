package org.convlayers.engine.layer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.convlayers.engine.memory.Block;
import org.convlayers.shape.AxisRanges;
import org.convlayers.shape.EdgeMode;
import org.convlayers.shape.Extent;

/**
 * Reads pieces of rows of a feature map as if it went on beyond its borders: the one place where padding is made.
 *
 * <p>A piece that lies in the block as it is wanted is not copied: {@link #values} from {@link #start} on is then the block
 * itself, and only to be read. For one thread.
 */
public final class PaddedRows {
    private final Block block;
    private final EdgeMode edges;
    private final int depth;
    private final int height;
    private final int width;
    private final List<AxisRanges.Range> columns;
    private final float[] line;
    private float[] values;
    private int start;

    /**
     * Makes a reader.
     *
     * @param block holds the pixels inside the map that are asked for
     * @param size the size (D, H, W) of the whole map
     * @param edges what lies beyond its borders
     * @param line where pieces that the block does not hold in one go are put together; as long as the longest piece
     */
    public PaddedRows(Block block, Extent size, EdgeMode edges, float[] line) {
        this.block = block;
        this.edges = edges;
        depth = size.get(0);
        height = size.get(1);
        width = size.get(2);
        columns = block.region().width().ranges();
        this.line = line;
    }

    /**
     * Makes the pixels (z, y, x) to (z, y, x + length - 1) of a channel available. Any of them may lie outside the map.
     *
     * @throws IllegalArgumentException if the block lacks one that lies inside
     */
    public void read(int channel, int z, int y, int x, int length) {
        int insideZ = edges.fold(z, depth);
        int insideY = edges.fold(y, height);
        // Beyond the map's last column too the block may lack the row: nobody asks for pixels that only padding covers.
        boolean isBeside = !edges.folds() && (x + length <= 0 || x >= width);
        if (insideZ == EdgeMode.OUTSIDE || insideY == EdgeMode.OUTSIDE || isBeside) {
            Arrays.fill(line, 0, length, edges.value());
            values = line;
            start = 0;
            return;
        }
        float[] plane = block.plane(channel, insideZ);
        int row = block.rowStart(insideY);
        for (int i = 0, column = 0; i < columns.size(); i++) {
            AxisRanges.Range range = columns.get(i);
            if (x >= range.first() && x + length - 1 <= range.last()) {
                values = plane;
                start = row + column + x - range.first();
                return;
            }
            column += range.size();
        }
        putTogether(plane, row, x, length);
        values = line;
        start = 0;
    }

    /**
     * Makes the pixels (z, y, x) to (z, y, x + length - 1) of a channel available, and zeros after them.
     *
     * @param length how many pixels; none if it is not positive
     * @param total how many pixels and zeros
     */
    public void readAndExtend(int channel, int z, int y, int x, int length, int total) {
        if (length <= 0) {
            readNothing(total);
            return;
        }
        read(channel, z, y, x, Math.min(length, total));
        if (length < total) {
            System.arraycopy(values, start, line, 0, length);
            Arrays.fill(line, length, total, 0);
            values = line;
            start = 0;
        }
    }

    /** Makes zeros available that stand for {@code length} pixels whose values do not matter. */
    public void readNothing(int length) {
        Arrays.fill(line, 0, length, 0);
        values = line;
        start = 0;
    }

    /** Pixels of a row that stand in the block at a distance: value {@code first + i} of those wanted, at {@code column}. */
    public record Run(int first, int column, int count) {}

    /**
     * Where the pixels x, x + step, … of every row stand in the block, as far as they stand for pixels of the map.
     *
     * @param count how many pixels
     * @return runs of pixels, each at a distance of {@code step} from the one before; the others have {@link #beyond}
     * @throws IllegalArgumentException if the block lacks one that lies inside
     */
    public List<Run> runs(int x, int step, int count) {
        List<Run> runs = new ArrayList<>();
        int first = 0;
        int begin = 0;
        int length = 0;
        for (int i = 0; i < count; i++) {
            int inside = edges.fold(x + i * step, width);
            if (inside != EdgeMode.OUTSIDE) {
                if (!block.region().width().contains(inside)) {
                    throw lacking(x, x + (count - 1) * step);
                }
                int column = block.column(inside);
                if (i != first + length || column != begin + length * step) {
                    addRun(runs, first, begin, length);
                    first = i;
                    begin = column;
                    length = 0;
                }
                length++;
            }
        }
        addRun(runs, first, begin, length);
        return runs;
    }

    private static void addRun(List<Run> runs, int first, int column, int count) {
        if (count > 0) {
            runs.add(new Run(first, column, count));
        }
    }

    /** Whether a slice stands for one of the map. */
    public boolean hasSlice(int z) {
        return edges.fold(z, depth) != EdgeMode.OUTSIDE;
    }

    /** Whether a row stands for one of the map. */
    public boolean hasRow(int y) {
        return edges.fold(y, height) != EdgeMode.OUTSIDE;
    }

    /** Where a row that {@linkplain #hasRow stands for one of the map} begins in each plane of the block. */
    public int rowStart(int y) {
        return block.rowStart(edges.fold(y, height));
    }

    /** The plane of a slice that {@linkplain #hasSlice stands for one of the map}. */
    public float[] plane(int channel, int z) {
        return block.plane(channel, edges.fold(z, depth));
    }

    /** The value of pixels that stand for none of the map. */
    public float beyond() {
        return edges.value();
    }

    private IllegalArgumentException lacking(int first, int last) {
        return new IllegalArgumentException("columns " + first + " to " + last + " are needed, but the block holds "
                + block.region().width());
    }

    /** The array that holds what was read. */
    public float[] values() {
        return values;
    }

    /** Where in {@link #values} what was read begins. */
    public int start() {
        return start;
    }

    private void putTogether(float[] plane, int row, int x, int length) {
        int before = Math.min(length, Math.max(0, -x));
        int after = Math.max(before, Math.min(length, width - x));
        fold(plane, row, x, 0, before);
        copy(plane, row, x, before, after);
        fold(plane, row, x, after, length);
    }

    private void fold(float[] plane, int row, int x, int from, int to) {
        if (!edges.folds()) {
            Arrays.fill(line, from, to, edges.value());
            return;
        }
        for (int i = from; i < to; i++) {
            line[i] = plane[row + block.column(edges.fold(x + i, width))];
        }
    }

    private void copy(float[] plane, int row, int x, int from, int to) {
        int copied = 0;
        int column = 0;
        for (AxisRanges.Range range : columns) {
            int first = Math.max(x + from, range.first());
            int last = Math.min(x + to - 1, range.last());
            if (first <= last) {
                System.arraycopy(plane, row + column + first - range.first(), line, first - x, last - first + 1);
                copied += last - first + 1;
            }
            column += range.size();
        }
        if (copied != to - from) {
            throw lacking(x + from, x + to - 1);
        }
    }
}
