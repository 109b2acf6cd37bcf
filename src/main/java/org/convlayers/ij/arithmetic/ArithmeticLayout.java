package org.convlayers.ij.arithmetic;

import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import org.convlayers.arithmetic.LayerArithmetic;

/**
 * Where everything is drawn in the frames of a layer, in pixels at scale 1; the same in all frames.
 *
 * <p>From left to right: the input channels, the sums, the output channels. Weights and products stand beside a single input
 * channel, and below each of several.
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

    /** How much higher than the inputs the outputs may be before they stand in two columns. */
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
        int outputRows = Math.min(layer.outChannels(), Math.max(1, (int) (SLACK * blockHeight / map(sizes.output()))));
        double outputsHeight = outputRows * (map(sizes.output()) + BELOW) - BELOW;
        double height = Math.max(sumsHeight, Math.max(blockHeight, outputsHeight));

        double x = MARGIN;
        for (int channel = 0; channel < layer.inChannels(); channel++) {
            double name = ArithmeticPen.width(
                    ArithmeticText.inputName(channel, inputNames.get(channel)), ArithmeticPen.CAPTION);
            double right = placeInput(sizes, isSingle, x, TITLE + (height - blockHeight) / 2);
            x = Math.ceil(Math.max(right, x + NUMBERS + name)) + BELOW;
        }
        x += GAP - BELOW;
        sums = new Rectangle2D.Double(x, TITLE + (height - sumsHeight) / 2, sizes.sumsWidth(), sumsHeight);
        double outputsRight = placeOutputs(
                sizes.output(),
                layer.outChannels(),
                outputRows,
                sums.getMaxX() + GAP,
                TITLE + (height - outputsHeight) / 2);
        textTop = TITLE + height + BELOW;
        lines = 2 + ArithmeticText.explanation(layer, layer.frame(0)).size(); // the equation, these, and the legend
        width = Math.max(outputsRight, MARGIN + Math.max(textWidth, sizes.textWidth())) + MARGIN;
    }

    /** The height of a map with what stands above it. */
    private static double map(CellGrid grid) {
        return CAPTION + NUMBERS + grid.height();
    }

    /** Places a channel with its weights and products; returns its right border. */
    private double placeInput(ArithmeticSizes sizes, boolean isSingle, double x, double y) {
        CellGrid input = sizes.input().at(x + NUMBERS, Math.rint(y + CAPTION + NUMBERS));
        inputs.add(input);
        double inputRight = input.x() + input.width();
        double weightsX = isSingle ? inputRight + GAP : input.x();
        double weightsY = isSingle
                ? input.y() + (input.height() - sizes.weights().height()) / 2
                : input.y() + input.height() + BELOW + CAPTION;
        CellGrid kernel = sizes.weights().at(weightsX, Math.rint(weightsY));
        CellGrid product = sizes.products()
                .at(
                        kernel.x() + Math.max(kernel.width() + GAP, sizes.weightName() + BELOW),
                        Math.rint(weightsY + (kernel.height() - sizes.products().height()) / 2));
        weights.add(kernel);
        products.add(product);
        return Math.max(inputRight, product.x() + product.width());
    }

    /** Places the output channels one below the other, and then beside; returns the right border. */
    private double placeOutputs(CellGrid output, int count, int rows, double x, double y) {
        double pitch = NUMBERS + output.width() + BELOW;
        for (int channel = 0; channel < count; channel++) {
            int stack = channel / rows;
            outputs.add(output.at(
                    x + NUMBERS + stack * pitch,
                    Math.rint(y + CAPTION + NUMBERS + channel % rows * (map(output) + BELOW))));
        }
        CellGrid last = outputs.get(count - 1);
        return last.x() + last.width();
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
