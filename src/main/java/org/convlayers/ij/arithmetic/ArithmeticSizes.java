package org.convlayers.ij.arithmetic;

import java.awt.Font;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.convlayers.arithmetic.Frame;
import org.convlayers.arithmetic.Frame.ChannelSum;
import org.convlayers.arithmetic.Frame.Tap;
import org.convlayers.arithmetic.LayerArithmetic;
import org.convlayers.arithmetic.NumberText;

/**
 * How large the cells of a layer's maps are drawn, in pixels at scale 1: the same in all frames, and wide enough for the
 * longest number of any of them.
 *
 * @param input the cells of an input channel
 * @param weights those of a kernel
 * @param weightName the width of what stands above the weights
 * @param products those of the products
 * @param output those of an output channel
 * @param sumsWidth the width of the column of sums
 * @param textWidth the width of the longest line under the maps
 */
record ArithmeticSizes(
        CellGrid input,
        CellGrid weights,
        double weightName,
        CellGrid products,
        CellGrid output,
        double sumsWidth,
        double textWidth) {
    private static final double CELL = 48;
    private static final double CELL_MARGIN = 14;

    /** What stands left of the sums: {@code x[12]}. */
    private static final double SUM_LABEL = 56;

    /** Measures the text of all frames. */
    static ArithmeticSizes of(LayerArithmetic layer) {
        return new Measure(layer).sizes();
    }

    private record Measure(LayerArithmetic layer) {
        ArithmeticSizes sizes() {
            int kernelRows = layer.rows().kernelSize();
            int kernelColumns = layer.columns().kernelSize();
            double chip = side(taps().map(tap -> NumberText.of(tap.weight())), ArithmeticPen.SMALL);
            double input = Math.max(side(inputs(), ArithmeticPen.STRONG), chip);
            double weights = side(taps().map(tap -> NumberText.of(tap.weight())), ArithmeticPen.VALUE);
            double weightName = widest(
                    frames().flatMap(frame -> frame.sums().stream()
                            .map(sum -> ArithmeticText.weightName(layer, frame.channel(), sum.channel()))),
                    ArithmeticPen.CAPTION);
            double output = side(frames().map(frame -> NumberText.of(frame.value())), ArithmeticPen.STRONG);
            return new ArithmeticSizes(
                    grid(
                            input,
                            input,
                            layer.rows().cells().size(),
                            layer.columns().cells().size()),
                    grid(weights, CELL, kernelRows, kernelColumns),
                    Math.ceil(weightName),
                    grid(products(), CELL, kernelRows, kernelColumns),
                    grid(
                            output,
                            output,
                            layer.rows().outputSize(),
                            layer.columns().outputSize()),
                    SUM_LABEL + Math.ceil(widest(sums(), ArithmeticPen.STRONG)),
                    Math.ceil(text()));
        }

        private static CellGrid grid(double width, double height, int rows, int columns) {
            return new CellGrid(0, 0, width, height, rows, columns);
        }

        private static double side(Stream<String> texts, Font font) {
            return Math.max(CELL, Math.ceil(widest(texts, font)) + CELL_MARGIN);
        }

        private static double widest(Stream<String> texts, Font font) {
            return texts.distinct()
                    .mapToDouble(text -> ArithmeticPen.width(text, font))
                    .max()
                    .orElse(0);
        }

        private Stream<Frame> frames() {
            return IntStream.range(0, layer.frames()).mapToObj(layer::frame);
        }

        private Stream<Tap> taps() {
            return frames().flatMap(frame -> frame.sums().stream()).flatMap(sum -> sum.taps().stream());
        }

        private Stream<String> inputs() {
            int rows = layer.rows().cells().size();
            int columns = layer.columns().cells().size();
            return IntStream.range(0, layer.inChannels() * rows * columns)
                    .mapToObj(i -> NumberText.of(layer.value(i / (rows * columns), i / columns % rows, i % columns)));
        }

        private double products() {
            return Math.max(
                    side(taps().map(ArithmeticText::factors), ArithmeticPen.SMALL),
                    side(taps().map(tap -> NumberText.of(tap.product())), ArithmeticPen.VALUE));
        }

        private Stream<String> sums() {
            return frames().flatMap(frame -> Stream.concat(
                            Stream.of(frame.value(), frame.bias().orElse(0)),
                            frame.sums().stream().map(ChannelSum::value)))
                    .map(NumberText::of);
        }

        private double text() {
            double equation = widest(frames().map(Frame::equation), ArithmeticPen.EQUATION);
            double others = widest(
                    frames().flatMap(frame -> ArithmeticText.explanation(layer, frame).stream()),
                    ArithmeticPen.CAPTION);
            return Math.max(equation, others);
        }
    }
}
