package org.convlayers.ij;

import java.awt.Color;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.OptionalInt;
import org.convlayers.arithmetic.Cell;
import org.convlayers.arithmetic.CellAxis;
import org.convlayers.arithmetic.Frame;
import org.convlayers.arithmetic.Frame.ChannelSum;
import org.convlayers.arithmetic.Frame.Tap;
import org.convlayers.arithmetic.LayerArithmetic;
import org.convlayers.arithmetic.NumberText;
import org.convlayers.ij.ArithmeticPen.Place;

/** One frame of a layer: the input with the window, the weights, the products, their sum, and the output so far. */
final class ArithmeticDrawing {
    private static final Color WEIGHT = OkabeIto.tint(OkabeIto.ORANGE, 0.35);
    private static final Color CHIP = OkabeIto.tint(OkabeIto.ORANGE, 0.6);
    private static final Color OUTPUT = OkabeIto.tint(OkabeIto.GREEN, 0.22);
    private static final Color NOW = OkabeIto.tint(OkabeIto.GREEN, 0.7);
    /** Over channels of other groups. */
    private static final Color VEIL = new Color(255, 255, 255, 170);

    private static final Color OUTPUT_TEXT = OkabeIto.shade(OkabeIto.GREEN, 0.65);

    private static final double CHIP_HEIGHT = 14;
    private static final double INSET = 6;
    private static final double RING = 3;

    private final LayerArithmetic layer;
    private final ArithmeticLayout layout;
    private final ArithmeticLegend legend;
    private final Frame frame;
    private final int index;
    private final ArithmeticPen pen;

    ArithmeticDrawing(
            LayerArithmetic layer, ArithmeticLayout layout, ArithmeticLegend legend, int index, ArithmeticPen pen) {
        this.layer = layer;
        this.layout = layout;
        this.legend = legend;
        this.index = index;
        this.frame = layer.frame(index);
        this.pen = pen;
    }

    /** Draws all of it. */
    void draw(List<String> inputNames) {
        for (int channel = 0; channel < layer.inChannels(); channel++) {
            drawInput(channel, inputNames.get(channel));
        }
        for (ChannelSum sum : frame.sums()) {
            drawWindow(sum);
            drawWeights(sum);
            drawProducts(sum);
        }
        drawSums();
        drawSigns();
        for (int channel = 0; channel < layer.outChannels(); channel++) {
            drawOutput(channel);
        }
        drawText();
    }

    private void drawInput(int channel, String name) {
        CellGrid grid = layout.input(channel);
        caption(grid, ArithmeticLayout.NUMBERS, ArithmeticText.inputName(channel, name));
        drawNumbers(grid, layer.rows(), layer.columns());
        for (int row = 0; row < grid.rows(); row++) {
            for (int column = 0; column < grid.columns(); column++) {
                drawCell(channel, row, column, grid.cell(row, column));
            }
        }
        if (!layer.inputsOf(frame.channel()).contains(channel)) {
            pen.fill(ArithmeticPen.inset(grid.box(), -1), VEIL);
        }
    }

    private void caption(CellGrid grid, double above, String text) {
        Rectangle2D box = new Rectangle2D.Double(
                grid.x(), grid.y() - above - ArithmeticLayout.CAPTION, grid.width(), ArithmeticLayout.CAPTION);
        pen.text(text, ArithmeticPen.CAPTION, ArithmeticPen.INK, box, Place.LEFT);
    }

    private void drawNumbers(CellGrid grid, CellAxis rows, CellAxis columns) {
        for (int row = 0; row < grid.rows(); row++) {
            number(rows.number(row), grid.cell(row, 0), -ArithmeticLayout.NUMBERS, 0, Place.RIGHT);
        }
        for (int column = 0; column < grid.columns(); column++) {
            number(columns.number(column), grid.cell(0, column), 0, -ArithmeticLayout.NUMBERS, Place.CENTRE);
        }
    }

    private void number(OptionalInt number, Rectangle2D cell, double dx, double dy, Place place) {
        if (number.isPresent()) {
            Rectangle2D box = new Rectangle2D.Double(
                    cell.getX() + dx,
                    cell.getY() + dy,
                    dx == 0 ? cell.getWidth() : -dx - INSET,
                    dy == 0 ? cell.getHeight() : -dy);
            pen.text(Integer.toString(number.getAsInt()), ArithmeticPen.SMALL, ArithmeticPen.GREY, box, place);
        }
    }

    private void drawCell(int channel, int row, int column, Rectangle2D cell) {
        CellStyle style = CellStyle.of(layer.kind(row, column));
        style.draw(pen, cell);
        if (!layer.rows().isSeen(row) || !layer.columns().isSeen(column)) {
            pen.hatch(cell, ArithmeticPen.PALE);
        }
        pen.text(
                NumberText.of(layer.value(channel, row, column)),
                ArithmeticPen.VALUE,
                style.text(),
                cell,
                Place.CENTRE);
        drawSource(row, column, cell, CellStyle.SOURCE);
    }

    /** In padding that stands for a pixel of the input: which. */
    private void drawSource(int row, int column, Rectangle2D cell, Color color) {
        if (layer.kind(row, column) == Cell.Kind.FOLDED) {
            int y = layer.rows().cells().get(row).source().orElseThrow();
            int x = layer.columns().cells().get(column).source().orElseThrow();
            pen.text(y + "," + x, ArithmeticPen.SMALL, color, ArithmeticPen.inset(cell, INSET), Place.TOP_LEFT);
        }
    }

    /** The cells that the window meets, each with its weight. */
    private void drawWindow(ChannelSum sum) {
        CellGrid grid = layout.input(sum.channel());
        for (Tap tap : sum.taps()) {
            drawMet(tap, grid.cell(tap.row(), tap.column()));
        }
        for (Tap tap : sum.taps()) {
            drawRepeated(tap, grid);
        }
        Tap first = sum.taps().get(0);
        Tap last = sum.taps().get(sum.taps().size() - 1);
        Rectangle2D window = grid.cells(
                first.row(), first.column(), last.row() - first.row() + 1, last.column() - first.column() + 1);
        pen.outline(window, CellStyle.WINDOW, ArithmeticPen.THICK);
        for (Tap tap : sum.taps()) {
            drawChip(NumberText.of(tap.weight()), grid.cell(tap.row(), tap.column()));
        }
    }

    /** Around the pixel that padding in the window stands for. */
    private void drawRepeated(Tap tap, CellGrid grid) {
        if (layer.kind(tap.row(), tap.column()) == Cell.Kind.FOLDED) {
            int row = layer.rows()
                    .cellOf(layer.rows().cells().get(tap.row()).source().orElseThrow());
            int column = layer.columns()
                    .cellOf(layer.columns().cells().get(tap.column()).source().orElseThrow());
            pen.outline(ArithmeticPen.inset(grid.cell(row, column), RING), OkabeIto.PURPLE, ArithmeticPen.THICK);
        }
    }

    private void drawMet(Tap tap, Rectangle2D cell) {
        CellStyle style = CellStyle.of(layer.kind(tap.row(), tap.column()));
        style.drawMet(pen, cell);
        pen.text(NumberText.of(tap.value()), ArithmeticPen.STRONG, style.text(), cell, Place.CENTRE);
        drawSource(tap.row(), tap.column(), cell, ArithmeticPen.INK);
    }

    private void drawChip(String weight, Rectangle2D cell) {
        double width = ArithmeticPen.width(weight, ArithmeticPen.SMALL) + 6;
        Rectangle2D box = new Rectangle2D.Double(
                cell.getMaxX() - width - 2, cell.getMaxY() - CHIP_HEIGHT - 2, width, CHIP_HEIGHT);
        pen.fill(ArithmeticPen.chip(box), CHIP);
        pen.text(weight, ArithmeticPen.SMALL, ArithmeticPen.INK, box, Place.CENTRE);
    }

    private void drawWeights(ChannelSum sum) {
        CellGrid grid = layout.weights(sum.channel());
        caption(grid, 0, ArithmeticText.weightName(layer, frame.channel(), sum.channel()));
        forEachTap(grid, sum, (tap, cell) -> {
            pen.fill(cell, WEIGHT);
            pen.outline(cell, OkabeIto.ORANGE, ArithmeticPen.THIN);
            pen.text(NumberText.of(tap.weight()), ArithmeticPen.VALUE, ArithmeticPen.INK, cell, Place.CENTRE);
        });
    }

    private void drawProducts(ChannelSum sum) {
        CellGrid grid = layout.products(sum.channel());
        caption(grid, 0, "w · x");
        forEachTap(grid, sum, (tap, cell) -> {
            boolean isNothing = tap.product() == 0;
            pen.outline(cell, ArithmeticPen.PALE, ArithmeticPen.THIN);
            pen.text(
                    ArithmeticText.factors(tap),
                    ArithmeticPen.SMALL,
                    ArithmeticPen.GREY,
                    ArithmeticPen.inset(cell, INSET),
                    Place.TOP);
            Rectangle2D below = new Rectangle2D.Double(
                    cell.getX(), cell.getY() + CHIP_HEIGHT, cell.getWidth(), cell.getHeight() - CHIP_HEIGHT);
            pen.text(
                    NumberText.of(tap.product()),
                    ArithmeticPen.VALUE,
                    isNothing ? ArithmeticPen.PALE : ArithmeticPen.INK,
                    below,
                    Place.CENTRE);
        });
    }

    private interface TapDrawing {
        void draw(Tap tap, Rectangle2D cell);
    }

    private static void forEachTap(CellGrid grid, ChannelSum sum, TapDrawing drawing) {
        for (int i = 0; i < sum.taps().size(); i++) {
            drawing.draw(sum.taps().get(i), grid.cell(i / grid.columns(), i % grid.columns()));
        }
    }

    /** An addition as on paper. */
    private void drawSums() {
        int lines = frame.sums().size() + (frame.bias().isPresent() ? 2 : 1);
        Rectangle2D column = layout.sums();
        double y = column.getCenterY() - lines * ArithmeticLayout.SUM_LINE / 2;
        if (lines == 2) { // there is nothing to add
            sumLine(column.getCenterY() - ArithmeticLayout.SUM_LINE / 2, "sum", frame.value(), true);
            return;
        }
        for (ChannelSum sum : frame.sums()) {
            y = sumLine(y, "x[" + sum.channel() + "]", sum.value(), false);
        }
        if (frame.bias().isPresent()) {
            y = sumLine(y, "b[" + frame.channel() + "]", frame.bias().getAsDouble(), false);
        }
        pen.outline(new Line2D.Double(column.getX(), y, column.getMaxX(), y), ArithmeticPen.INK, ArithmeticPen.THIN);
        sumLine(y, "sum", frame.value(), true);
    }

    private double sumLine(double y, String label, double value, boolean isTotal) {
        Rectangle2D line =
                new Rectangle2D.Double(layout.sums().getX(), y, layout.sums().getWidth(), ArithmeticLayout.SUM_LINE);
        pen.text(label, ArithmeticPen.CAPTION, ArithmeticPen.GREY, line, Place.LEFT);
        pen.text(
                NumberText.of(value),
                isTotal ? ArithmeticPen.STRONG : ArithmeticPen.VALUE,
                isTotal ? OUTPUT_TEXT : ArithmeticPen.INK,
                line,
                Place.RIGHT);
        return y + ArithmeticLayout.SUM_LINE;
    }

    private void drawOutput(int channel) {
        CellGrid grid = layout.output(channel);
        caption(grid, ArithmeticLayout.NUMBERS, "y[" + channel + "]");
        for (int row = 0; row < grid.rows(); row++) {
            number(OptionalInt.of(row), grid.cell(row, 0), -ArithmeticLayout.NUMBERS, 0, Place.RIGHT);
        }
        for (int column = 0; column < grid.columns(); column++) {
            number(OptionalInt.of(column), grid.cell(0, column), 0, -ArithmeticLayout.NUMBERS, Place.CENTRE);
        }
        for (int row = 0; row < grid.rows(); row++) {
            for (int column = 0; column < grid.columns(); column++) {
                int pixel = (channel * grid.rows() + row) * grid.columns() + column;
                drawResult(pixel, NumberText.of(layer.output(channel, row, column)), grid.cell(row, column));
            }
        }
        if (channel == frame.channel()) {
            pen.outline(grid.cell(frame.row(), frame.column()), OkabeIto.GREEN, ArithmeticPen.THICK);
        }
    }

    private void drawResult(int pixel, String value, Rectangle2D cell) {
        if (pixel <= index) {
            pen.fill(cell, pixel == index ? NOW : OUTPUT);
            pen.text(
                    value,
                    pixel == index ? ArithmeticPen.STRONG : ArithmeticPen.VALUE,
                    ArithmeticPen.INK,
                    cell,
                    Place.CENTRE);
        }
        pen.outline(cell, ArithmeticPen.PALE, ArithmeticPen.THIN);
    }

    private void drawText() {
        double y = layout.textTop();
        pen.text(frame.equation(), ArithmeticPen.EQUATION, ArithmeticPen.INK, line(y), Place.LEFT);
        for (String text : ArithmeticText.explanation(layer, frame)) {
            y += ArithmeticLayout.LINE;
            pen.text(text, ArithmeticPen.CAPTION, ArithmeticPen.INK, line(y), Place.LEFT);
        }
        legend.draw(pen, ArithmeticLayout.MARGIN, y + ArithmeticLayout.LINE);
    }

    private Rectangle2D line(double y) {
        return new Rectangle2D.Double(
                ArithmeticLayout.MARGIN, y, layout.width() - 2 * ArithmeticLayout.MARGIN, ArithmeticLayout.LINE);
    }

    /** Between maps: what happens from one to the next. */
    private void drawSigns() {
        int first = frame.sums().get(0).channel();
        for (ChannelSum sum : frame.sums()) {
            CellGrid weights = layout.weights(sum.channel());
            sign("=", weights.x() + weights.width(), weights.box().getCenterY());
        }
        CellGrid input = layout.input(first);
        if (layer.inChannels() == 1) {
            sign("×", input.x() + input.width(), input.box().getCenterY());
        }
        Rectangle2D sums = layout.sums();
        sign("Σ", sums.getX() - ArithmeticLayout.GAP, sums.getCenterY());
        sign("→", sums.getMaxX(), sums.getCenterY());
    }

    private void sign(String sign, double x, double y) {
        Rectangle2D box =
                new Rectangle2D.Double(x, y - ArithmeticLayout.LINE / 2, ArithmeticLayout.GAP, ArithmeticLayout.LINE);
        pen.text(sign, ArithmeticPen.SIGN, ArithmeticPen.GREY, box, Place.CENTRE);
    }
}
