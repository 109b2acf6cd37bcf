package org.convlayers.ij.arithmetic;

import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import org.convlayers.arithmetic.LayerArithmetic;

/**
 * Where everything is drawn in the frames of a layer, in pixels at scale 1; the same in all frames.
 *
 * <p>From left to right: the input channels, the sums, the output channels. Weights and products stand beside a single input
 * channel, and below each of several; where a frame sees one of them only, below them all.
 */
final class ArithmeticLayout {
    static final double MARGIN = 24;
    static final double TITLE = 52;
    static final double LINE = 26;
    static final double SUM_LINE = 28;

    /** Above a map: its name. */
    static final double CAPTION = 24;

    /** Above and left of a map: the numbers of its rows and columns. */
    static final double NUMBERS = 20;

    /** Between maps: room for a sign. */
    static final double GAP = 44;

    private static final double BELOW = 16;

    /** How much higher than the inputs the outputs may be before they stand in several columns. */
    private static final double SLACK = 1.2;

    private final List<CellGrid> inputs = new ArrayList<>();
    private final List<CellGrid> weights = new ArrayList<>();
    private final List<CellGrid> products = new ArrayList<>();
    private final List<CellGrid> outputs = new ArrayList<>();
    private final Rectangle2D sums;
    private final double textTop;
    private final int lines;
    private final double width;

    /**
     * Finds room for a layer.
     *
     * @param inputNames the names of its input channels
     * @param textWidth the width of the widest line of text, if it is wider than those that are known
     */
    ArithmeticLayout(LayerArithmetic layer, List<String> inputNames, double textWidth) {
        ArithmeticSizes sizes = ArithmeticSizes.of(layer);
        boolean isSingle = layer.inChannels() == 1;
        double blockHeight = map(sizes.input())
                + (isSingle
                        ? 0
                        : BELOW
                                + CAPTION
                                + Math.max(
                                        sizes.weights().height(),
                                        sizes.products().height()));
        double sumsHeight = (layer.inputsOf(0).size() + 2) * SUM_LINE;
        boolean isShared = !isSingle && layer.inputsOf(0).size() == 1;
        int mostRows = Math.max(1, (int) (SLACK * blockHeight / map(sizes.output())));
        int outputColumns = ceilDiv(layer.outChannels(), mostRows);
        int outputRows = ceilDiv(layer.outChannels(), outputColumns);
        double outputsHeight = outputRows * (map(sizes.output()) + BELOW) - BELOW;
        double height = Math.max(sumsHeight, Math.max(blockHeight, outputsHeight));

        double x = MARGIN;
        for (int channel = 0; channel < layer.inChannels(); channel++) {
            double name = ArithmeticPen.width(
                    ArithmeticText.inputName(channel, inputNames.get(channel)), ArithmeticPen.CAPTION);
            CellGrid input =
                    sizes.input().at(x + NUMBERS, Math.rint(TITLE + (height - blockHeight) / 2 + CAPTION + NUMBERS));
            inputs.add(input);
            double right = input.x() + input.width();
            if (!isShared) {
                right = Math.max(
                        right,
                        placeWeights(sizes, isSingle ? right + GAP : input.x(), weightsY(input, sizes, isSingle)));
            }
            x = Math.ceil(Math.max(right, x + NUMBERS + name)) + BELOW;
        }
        if (isShared) {
            x = Math.max(x, placeShared(layer, sizes) + BELOW);
        }
        x += GAP - BELOW;
        sums = new Rectangle2D.Double(x, TITLE + (height - sumsHeight) / 2, sizes.sumsWidth(), sumsHeight);
        double outputsRight = placeOutputs(
                sizes.output(),
                layer.outChannels(),
                outputColumns,
                sums.getMaxX() + GAP,
                TITLE + (height - outputsHeight) / 2);
        textTop = TITLE + height + BELOW;
        lines = 2 + ArithmeticText.explanation(layer, layer.frame(0)).size(); // the equation, these, and the legend
        width = Math.max(outputsRight, MARGIN + Math.max(textWidth, sizes.textWidth())) + MARGIN;
    }

    private static int ceilDiv(int a, int b) {
        return (a + b - 1) / b;
    }

    /** The height of a map with what stands above it. */
    private static double map(CellGrid grid) {
        return CAPTION + NUMBERS + grid.height();
    }

    /** The upper border of the weights of an input channel. */
    private static double weightsY(CellGrid input, ArithmeticSizes sizes, boolean isSingle) {
        return isSingle
                ? input.y() + (input.height() - sizes.weights().height()) / 2
                : input.y() + input.height() + BELOW + CAPTION;
    }

    /** Places the weights and products of the next input channel; returns their right border. */
    private double placeWeights(ArithmeticSizes sizes, double x, double y) {
        CellGrid kernel = sizes.weights().at(x, Math.rint(y));
        CellGrid product = sizes.products()
                .at(
                        kernel.x() + productsX(sizes),
                        Math.rint(y + (kernel.height() - sizes.products().height()) / 2));
        weights.add(kernel);
        products.add(product);
        return product.x() + product.width();
    }

    /** How far right of the weights the products begin. */
    private static double productsX(ArithmeticSizes sizes) {
        return Math.max(sizes.weights().width() + GAP, sizes.weightName() + BELOW);
    }

    /** Places the weights and products of all input channels in one place, in the middle below them; returns its right border. */
    private double placeShared(LayerArithmetic layer, ArithmeticSizes sizes) {
        CellGrid first = inputs.get(0);
        CellGrid last = inputs.get(inputs.size() - 1);
        double room = last.x() + last.width() - first.x();
        double taken = productsX(sizes) + sizes.products().width();
        double x = first.x() + Math.rint(Math.max(0, (room - taken) / 2));
        double right = x;
        for (int channel = 0; channel < layer.inChannels(); channel++) {
            right = placeWeights(sizes, x, weightsY(first, sizes, false));
        }
        return right;
    }

    /** Places the output channels row by row; returns the right border. */
    private double placeOutputs(CellGrid output, int count, int columns, double x, double y) {
        double pitch = NUMBERS + output.width() + BELOW;
        for (int channel = 0; channel < count; channel++) {
            int row = channel / columns;
            int column = channel % columns;
            outputs.add(output.at(
                    x + NUMBERS + column * pitch, Math.rint(y + CAPTION + NUMBERS + row * (map(output) + BELOW))));
        }
        return x + columns * pitch - BELOW;
    }

    /** The cells of an input channel. */
    CellGrid input(int channel) {
        return inputs.get(channel);
    }

    /** The weights that meet an input channel. */
    CellGrid weights(int channel) {
        return weights.get(channel);
    }

    /** The products of an input channel. */
    CellGrid products(int channel) {
        return products.get(channel);
    }

    /** The column in which the sums stand. */
    Rectangle2D sums() {
        return sums;
    }

    /** The cells of an output channel. */
    CellGrid output(int channel) {
        return outputs.get(channel);
    }

    /** The upper border of the text below. */
    double textTop() {
        return textTop;
    }

    double width() {
        return width;
    }

    double height() {
        return textTop + lines * LINE + MARGIN;
    }
}
