package org.convlayers.ij.arithmetic;

import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.convlayers.arithmetic.Cell;
import org.convlayers.arithmetic.LayerArithmetic;
import org.convlayers.arithmetic.NumberText;
import org.convlayers.ij.arithmetic.ArithmeticPen.Place;
import org.convlayers.layer.Convolution;

/** What the cells of a layer's input mean: a line of samples, each with a few words. */
final class ArithmeticLegend {
    private static final double SIDE = 18;
    private static final double SPACE = 8;
    private static final double GAP = 26;

    private final List<Entry> entries = new ArrayList<>();

    /** A sample and what it means. */
    private record Entry(Sample sample, String text) {
        double width() {
            return SIDE + SPACE + ArithmeticPen.width(text, ArithmeticPen.CAPTION);
        }
    }

    private interface Sample {
        void draw(ArithmeticPen pen, Rectangle2D cell);
    }

    ArithmeticLegend(LayerArithmetic layer) {
        add(ArithmeticLegend::drawWindow, "seen now, with its weight");
        String edges = layer.layer() instanceof Convolution convolution
                ? convolution.edges().toString()
                : "zeros";
        if (has(layer, Cell.Kind.CONSTANT)) {
            add(CellStyle.of(Cell.Kind.CONSTANT)::draw, "padding: " + edges);
        }
        if (has(layer, Cell.Kind.FOLDED)) {
            add(CellStyle.of(Cell.Kind.FOLDED)::draw, "padding: " + edges + "; in the corner the pixel it repeats");
        }
        if (has(layer, Cell.Kind.STRETCHED)) {
            add(CellStyle.of(Cell.Kind.STRETCHED)::draw, "zeros between pixels");
        }
        int rows = layer.rows().unseen();
        int columns = layer.columns().unseen();
        if (rows + columns > 0) {
            add((pen, cell) -> pen.hatch(cell, ArithmeticPen.GREY), "never seen: " + unseen(rows, columns));
        }
        if (isRounded(layer)) {
            add(
                    (pen, cell) -> pen.text("≈", ArithmeticPen.SIGN, ArithmeticPen.GREY, cell, Place.CENTRE),
                    "numbers are shown to four digits");
        }
    }

    /** Whether an input or a result is written with fewer digits than it has. */
    private static boolean isRounded(LayerArithmetic layer) {
        return IntStream.range(0, layer.frames())
                .mapToObj(layer::frame)
                .anyMatch(frame -> isRounded(frame.value())
                        || frame.sums().stream()
                                .flatMap(sum -> sum.taps().stream())
                                .anyMatch(tap -> isRounded(tap.weight()) || isRounded(tap.value())));
    }

    private static boolean isRounded(double number) {
        return Float.compare(Float.parseFloat(NumberText.of(number)), (float) number + 0f) != 0;
    }

    private static String unseen(int rows, int columns) {
        return Stream.of(count(rows, "row"), count(columns, "column"))
                .filter(text -> !text.startsWith("0 "))
                .collect(Collectors.joining(" and "));
    }

    private void add(Sample sample, String text) {
        entries.add(new Entry(sample, text));
    }

    private static boolean has(LayerArithmetic layer, Cell.Kind kind) {
        int columns = layer.columns().cells().size();
        return IntStream.range(0, layer.rows().cells().size() * columns)
                .anyMatch(i -> layer.kind(i / columns, i % columns) == kind);
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private static void drawWindow(ArithmeticPen pen, Rectangle2D cell) {
        CellStyle.of(Cell.Kind.INPUT).drawMet(pen, cell);
        pen.outline(cell, CellStyle.WINDOW, ArithmeticPen.THICK);
    }

    double width() {
        return entries.stream().mapToDouble(entry -> entry.width() + GAP).sum() - GAP;
    }

    /**
     * Draws the line.
     *
     * @param x its left border
     * @param y its upper border
     */
    void draw(ArithmeticPen pen, double x, double y) {
        double left = x;
        double top = y + (ArithmeticLayout.LINE - SIDE) / 2;
        for (Entry entry : entries) {
            entry.sample().draw(pen, new Rectangle2D.Double(left, top, SIDE, SIDE));
            Rectangle2D words = new Rectangle2D.Double(left + SIDE + SPACE, y, entry.width(), ArithmeticLayout.LINE);
            pen.text(entry.text(), ArithmeticPen.CAPTION, ArithmeticPen.GREY, words, Place.LEFT);
            left += entry.width() + GAP;
        }
    }
}
