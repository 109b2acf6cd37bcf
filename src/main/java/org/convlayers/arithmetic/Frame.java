package org.convlayers.arithmetic;

import java.util.List;
import java.util.OptionalDouble;

/**
 * How one output pixel comes about.
 *
 * @param channel the output channel, from 0
 * @param row the row of the output pixel, from 0
 * @param column its column, from 0
 * @param sums what each input channel of its group gives, in order
 * @param bias what is added at the end; empty if the layer has none
 * @param value the output pixel: the sums and the bias together
 */
public record Frame(int channel, int row, int column, List<ChannelSum> sums, OptionalDouble bias, double value) {
    public Frame {
        sums = List.copyOf(sums);
    }

    /**
     * What one input channel gives.
     *
     * @param channel the input channel, from 0
     * @param taps the products, kernel row by kernel row
     * @param value their sum
     */
    public record ChannelSum(int channel, List<Tap> taps, double value) {
        public ChannelSum {
            taps = List.copyOf(taps);
        }
    }

    /**
     * A weight that meets a value.
     *
     * @param row the place of the value among the rows of {@link LayerArithmetic#rows()}
     * @param column the place of the value among the columns
     * @param weight the weight
     * @param value the value
     */
    public record Tap(int row, int column, double weight, double value) {
        /** Weight times value. */
        public double product() {
            return weight * value;
        }
    }

    /** The sums of the channels, the bias and the result: {@code y[0, 1, 2] = 12 + 3 + 1 = 16}. */
    public String equation() {
        StringBuilder text = new StringBuilder("y[" + channel + ", " + row + ", " + column + "] = ");
        text.append(NumberText.of(sums.get(0).value()));
        sums.stream().skip(1).forEach(sum -> text.append(NumberText.added(sum.value())));
        bias.ifPresent(number -> text.append(NumberText.added(number)));
        if (sums.size() > 1 || bias.isPresent()) {
            text.append(" = ").append(NumberText.of(value));
        }
        return text.toString();
    }
}
