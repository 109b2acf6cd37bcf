package org.convlayers.arithmetic;

import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.convlayers.shape.EdgeMode;
import org.convlayers.shape.ShapeException;

/**
 * One axis of a layer's input as the window meets it, cell by cell, and the way of the window along it: for output pixel u
 * its taps are the cells start + u step + a dilation.
 *
 * <p>A transposed convolution is one of unit stride over its input stretched: s - 1 zeros between neighbours, d(k-1) - p
 * zeros before and d(k-1) - p + a behind, a the output padding, and the kernel turned round.
 */
public final class CellAxis {
    /** The most cells, padding and stretched zeros included. */
    public static final int MOST_CELLS = 64;

    /** The most taps whose places are written out. */
    private static final int MOST_LISTED = 7;

    private final List<Cell> cells;
    private final IntFunction<OptionalInt> numbers;
    private final Walk walk;
    private final int outputSize;
    private final BitSet seen = new BitSet();
    private final String symbols;
    private final String formula;
    private final IntFunction<String> indices;

    /** Where the window starts and how it moves; counted in cells. */
    private record Walk(int start, int step, int kernelSize, int dilation) {
        int cell(int output, int tap) {
            return start + output * step + tap * dilation;
        }
    }

    private CellAxis(
            List<Cell> cells,
            IntFunction<OptionalInt> numbers,
            Walk walk,
            int outputSize,
            String symbols,
            String formula,
            IntFunction<String> indices) {
        this.cells = List.copyOf(cells);
        this.numbers = numbers;
        this.walk = walk;
        this.outputSize = outputSize;
        this.symbols = symbols;
        this.formula = formula + " = " + outputSize;
        this.indices = indices;
        for (int output = 0; output < outputSize; output++) {
            for (int tap = 0; tap < walk.kernelSize(); tap++) {
                seen.set(walk.cell(output, tap));
            }
        }
    }

    /**
     * An axis of a convolution.
     *
     * @param n the size of the input
     * @param k kernel size
     * @param s stride
     * @param d dilation
     * @param begin padding before the first pixel
     * @param end padding behind the last pixel
     * @param edges what the padding is filled with
     * @param outputSize o, as the layer gives it
     */
    static CellAxis ofConvolution(int n, int k, int s, int d, int begin, int end, EdgeMode edges, int outputSize) {
        requireShowable((long) n + begin + end);
        List<Cell> cells = IntStream.range(-begin, n + end)
                .mapToObj(index -> padded(index, n, edges))
                .toList();
        String padding = begin == end ? "2·" + begin : begin + " + " + end;
        String holes = d == 1 ? "" : " - (" + k + " - 1)·(" + d + " - 1)";
        String formula = "floor((" + n + " + " + padding + " - " + k + holes + ")/" + s + ") + 1";
        String symbols = "floor((i + " + (begin == end ? "2·p" : "p_b + p_e") + " - k"
                + (d == 1 ? "" : " - (k - 1)·(d - 1)") + ")/s) + 1";
        IntFunction<String> indices = output -> output + "·" + s + " - " + begin + " + "
                + set(k, tap -> Integer.toString(tap * d)) + " = "
                + list(k, tap -> Integer.toString(output * s - begin + tap * d));
        return new CellAxis(
                cells,
                cell -> OptionalInt.of(cell - begin),
                new Walk(0, s, k, d),
                outputSize,
                symbols,
                formula,
                indices);
    }

    private static void requireShowable(long cells) {
        if (cells > MOST_CELLS) {
            throw new ShapeException(
                    "an input of " + cells + " pixels along an axis, padding and stretched zeros included,"
                            + " is too large to be shown; at most " + MOST_CELLS + " are possible");
        }
    }

    private static Cell padded(int index, int n, EdgeMode edges) {
        if (index >= 0 && index < n) {
            return Cell.input(index);
        }
        return edges.folds() ? Cell.folded(edges.fold(index, n)) : Cell.empty(Cell.Kind.CONSTANT);
    }

    /**
     * An axis of a transposed convolution.
     *
     * @param n the size of the input
     * @param k kernel size
     * @param s stride
     * @param d dilation
     * @param begin padding, which a transposed convolution takes away from the output, at its begin
     * @param end padding that it takes away at the end
     * @param outpad extra pixels at the end
     * @param outputSize o, as the layer gives it
     */
    static CellAxis ofTransposed(int n, int k, int s, int d, int begin, int end, int outpad, int outputSize) {
        requireShowable((long) n * s + d * (k - 1L) + outpad);
        int before = d * (k - 1) - begin;
        int first = Math.min(0, -before); // begin may be so large that the window never sees the first pixels
        int stretched = (n - 1) * s + 1;
        int last = stretched + Math.max(0, d * (k - 1) - end + outpad);
        List<Cell> cells = IntStream.range(first, last)
                .mapToObj(place -> stretched(place, stretched, s))
                .toList();
        String padding = begin == end ? "2·" + begin : begin + " - " + end;
        String formula = "(" + n + " - 1)·" + s + " - " + padding + " + " + d + "·(" + k + " - 1) + " + outpad + " + 1";
        IntFunction<String> indices = output -> "(" + output + " + " + begin + " - "
                + set(k, tap -> Integer.toString((k - 1 - tap) * d)) + ")/" + s + " = "
                + list(k, tap -> quotient(output + begin - (k - 1 - tap) * d, s, n));
        return new CellAxis(
                cells,
                cell -> cells.get(cell).source(),
                new Walk(-before - first, 1, k, d),
                outputSize,
                "(i - 1)·s - " + (begin == end ? "2·p" : "p_b - p_e") + " + d·(k - 1) + a + 1",
                formula,
                indices);
    }

    private static Cell stretched(int place, int size, int s) {
        if (place < 0 || place >= size) {
            return Cell.empty(Cell.Kind.CONSTANT);
        }
        return place % s == 0 ? Cell.input(place / s) : Cell.empty(Cell.Kind.STRETCHED);
    }

    /** The index of an input pixel, or a dash where there is none. */
    private static String quotient(int dividend, int s, int n) {
        boolean isPixel = Math.floorMod(dividend, s) == 0 && dividend >= 0 && dividend / s < n;
        return isPixel ? Integer.toString(dividend / s) : "–";
    }

    private static String set(int count, IntFunction<String> text) {
        return count == 1 ? text.apply(0) : "{" + list(count, text) + "}";
    }

    /** All, or the first two and the last. */
    private static String list(int count, IntFunction<String> text) {
        return count > MOST_LISTED
                ? text.apply(0) + ", " + text.apply(1) + ", …, " + text.apply(count - 1)
                : IntStream.range(0, count).mapToObj(text).collect(Collectors.joining(", "));
    }

    /** The cells in order, padding included. */
    public List<Cell> cells() {
        return cells;
    }

    /**
     * The number by which a cell is called: its index along the input, negative in the padding before it; empty where a cell of
     * a stretched input has none.
     */
    public OptionalInt number(int cell) {
        return numbers.apply(cell);
    }

    /** o, the number of output pixels. */
    public int outputSize() {
        return outputSize;
    }

    /** k, the number of taps. */
    public int kernelSize() {
        return walk.kernelSize();
    }

    /** The cell that a tap of the window looks at when it computes an output pixel. */
    public int cell(int output, int tap) {
        return walk.cell(output, tap);
    }

    /** Whether the window looks at a cell for any output pixel; holes, strides and what is left at the end may leave it out. */
    public boolean isSeen(int cell) {
        return seen.get(cell);
    }

    /** The number of cells that are never looked at. */
    public int unseen() {
        return cells.size() - seen.cardinality();
    }

    /** The cell of a pixel of the input itself. */
    public int cellOf(int pixel) {
        return cells.indexOf(Cell.input(pixel));
    }

    /** The law of the output size with letters. */
    public String symbols() {
        return symbols;
    }

    /** The law of the output size with its numbers, for example {@code floor((5 + 2·1 - 3)/2) + 1 = 3}. */
    public String formula() {
        return formula;
    }

    /**
     * The indices of the input pixels that an output pixel looks at, for example {@code 1·2 - 1 + {0, 1, 2} = 1, 2, 3}; of a
     * transposed convolution {@code (3 + 1 - {2, 1, 0})/2 = 1, –, 2}, a dash where there is none.
     */
    public String indices(int output) {
        return indices.apply(output);
    }
}
