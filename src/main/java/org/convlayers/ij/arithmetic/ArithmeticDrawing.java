package org.convlayers.ij.arithmetic;

import java.awt.Color;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.OptionalInt;
import org.convlayers.arithmetic.Frame;
import org.convlayers.arithmetic.Frame.ChannelSum;
import org.convlayers.arithmetic.Frame.Tap;
import org.convlayers.arithmetic.LayerArithmetic;
import org.convlayers.arithmetic.NumberText;
import org.convlayers.ij.arithmetic.ArithmeticPen.Place;
import org.convlayers.ij.image.OkabeIto;

/** One frame of a layer: the input with the window, the weights, the products, their sum, and the output so far. */
final class ArithmeticDrawing {
    private static final Color WEIGHT = OkabeIto.tint(OkabeIto.ORANGE, 0.35);
    private static final Color OUTPUT = OkabeIto.tint(OkabeIto.GREEN, 0.22);
    private static final Color NOW = OkabeIto.tint(OkabeIto.GREEN, 0.7);
    private static final Color OUTPUT_TEXT = OkabeIto.shade(OkabeIto.GREEN, 0.65);

    /** The height of the factors above a product. */
    private static final double FACTORS = 14;

    private static final double INSET = 6;

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
            new ArithmeticInput(layer, layout.input(sum.channel()), pen).drawWindow(sum);
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
        GridLabels labels = new GridLabels(grid, pen);
        labels.caption(ArithmeticText.inputName(channel, name), ArithmeticLayout.NUMBERS);
        labels.numbers(layer.rows()::number, layer.columns()::number);
        ArithmeticInput input = new ArithmeticInput(layer, grid, pen);
        input.drawCells(channel);
        if (!layer.inputsOf(frame.channel()).contains(channel)) {
            input.fade();
        }
    }

    private void drawWeights(ChannelSum sum) {
        CellGrid grid = layout.weights(sum.channel());
        new GridLabels(grid, pen).caption(ArithmeticText.weightName(layer, frame.channel(), sum.channel()), 0);
        forEachTap(grid, sum, (tap, cell) -> {
            pen.fill(cell, WEIGHT);
            pen.outline(cell, OkabeIto.ORANGE, ArithmeticPen.THIN);
            pen.text(NumberText.of(tap.weight()), ArithmeticPen.VALUE, ArithmeticPen.INK, cell, Place.CENTRE);
        });
    }

    private void drawProducts(ChannelSum sum) {
        CellGrid grid = layout.products(sum.channel());
        new GridLabels(grid, pen).caption("w · x", 0);
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
                    cell.getX(), cell.getY() + FACTORS, cell.getWidth(), cell.getHeight() - FACTORS);
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
        GridLabels labels = new GridLabels(grid, pen);
        labels.caption("y[" + channel + "]", ArithmeticLayout.NUMBERS);
        labels.numbers(OptionalInt::of, OptionalInt::of);
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
