package org.convlayers.img;

import java.util.List;
import net.imglib2.Cursor;
import net.imglib2.RandomAccess;
import net.imglib2.RandomAccessible;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.real.DoubleType;
import net.imglib2.view.Views;
import org.convlayers.engine.layer.ChannelAffine;
import org.convlayers.engine.layer.ChannelFunction;
import org.convlayers.layer.ArgMax;
import org.convlayers.layer.Elementwise;
import org.convlayers.layer.Normalization;
import org.convlayers.weights.Weights;

/** What the layers other than convolutions do to images (X, Y, Z, C), each as its formula says. */
final class CursorMaps {
    /** The dimension of the channels. */
    static final int CHANNELS = 3;

    private CursorMaps() {}

    /** Copies what lies at the places of the output. */
    static void copy(RandomAccessible<DoubleType> input, RandomAccessibleInterval<DoubleType> output, Looks looks) {
        Cursor<DoubleType> value =
                Views.flatIterable(Views.interval(input, output)).cursor();
        for (DoubleType result : Views.flatIterable(output)) {
            looks.atValue();
            result.set(value.next());
        }
    }

    /** A function of each value. */
    static void apply(
            ChannelFunction function,
            RandomAccessibleInterval<DoubleType> input,
            RandomAccessibleInterval<DoubleType> output,
            Looks looks) {
        Cursor<DoubleType> value =
                Views.flatIterable(Views.interval(input, output)).cursor();
        Cursor<DoubleType> result = Views.flatIterable(output).localizingCursor();
        while (result.hasNext()) {
            result.fwd();
            looks.atValue();
            int channel = result.getIntPosition(CHANNELS);
            result.get().set(function.apply(channel, value.next().get()));
        }
    }

    /** Value by value; what is one pixel or channel long is met by all. */
    static void join(
            Elementwise.Operation operation,
            List<RandomAccessibleInterval<DoubleType>> inputs,
            RandomAccessibleInterval<DoubleType> output,
            Looks looks) {
        Cursor<DoubleType> result = Views.flatIterable(output).localizingCursor();
        long[] place = new long[output.numDimensions()];
        while (result.hasNext()) {
            result.fwd();
            double joined = 0;
            for (int i = 0; i < inputs.size(); i++) {
                looks.atValue();
                RandomAccess<DoubleType> value = inputs.get(i).randomAccess();
                for (int d = 0; d < place.length; d++) {
                    place[d] = inputs.get(i).dimension(d) == 1 ? 0 : result.getLongPosition(d);
                }
                double operand = value.setPositionAndGet(place).get();
                joined = i == 0 ? operand : operation.apply(joined, operand);
            }
            result.get().set(joined);
        }
    }

    /** e^x / sum e^x along a dimension, or its logarithm; the largest x is taken off first. */
    static void softmax(
            int dimension,
            boolean logarithm,
            RandomAccessibleInterval<DoubleType> input,
            RandomAccessibleInterval<DoubleType> output,
            Looks looks) {
        Cursor<DoubleType> line = Views.flatIterable(Views.hyperSlice(output, dimension, output.min(dimension)))
                .localizingCursor();
        RandomAccess<DoubleType> value = input.randomAccess();
        RandomAccess<DoubleType> result = output.randomAccess();
        while (line.hasNext()) {
            line.fwd();
            for (int d = 0; d < line.numDimensions(); d++) {
                value.setPosition(line.getLongPosition(d), d < dimension ? d : d + 1);
            }
            result.setPosition(value);
            double largest = Double.NEGATIVE_INFINITY;
            for (long i = 0; i < input.dimension(dimension); i++) {
                looks.atValue();
                value.setPosition(i, dimension);
                largest = Math.max(largest, value.get().get());
            }
            double sum = 0;
            for (long i = 0; i < input.dimension(dimension); i++) {
                looks.atValue();
                value.setPosition(i, dimension);
                sum += Math.exp(value.get().get() - largest);
            }
            for (long i = output.min(dimension); i <= output.max(dimension); i++) {
                looks.atValue();
                value.setPosition(i, dimension);
                result.setPosition(i, dimension);
                double above = value.get().get() - largest;
                result.get().set(logarithm ? above - Math.log(sum) : Math.exp(above) / sum);
            }
        }
    }

    /** The channel of the largest value of each pixel. */
    static void largestChannel(
            RandomAccessibleInterval<DoubleType> input, RandomAccessibleInterval<DoubleType> output, Looks looks) {
        Cursor<DoubleType> result = Views.flatIterable(output).localizingCursor();
        RandomAccess<DoubleType> value = input.randomAccess();
        while (result.hasNext()) {
            result.fwd();
            value.setPosition(result);
            double largest = value.get().get();
            int channel = 0;
            for (int c = 1; c < input.dimension(CHANNELS); c++) {
                looks.atValue();
                value.setPosition(c, CHANNELS);
                if (ArgMax.isLarger(value.get().get(), largest)) {
                    largest = value.get().get();
                    channel = c;
                }
            }
            result.get().set(channel);
        }
    }

    /** Takes off the mean of each group of channels and divides by their standard deviation; then scale and shift. */
    static void normalize(
            Normalization layer,
            String name,
            Weights weights,
            RandomAccessibleInterval<DoubleType> input,
            RandomAccessibleInterval<DoubleType> output,
            Looks looks) {
        int channels = (int) input.dimension(CHANNELS);
        int groupSize = layer.groupSize();
        double[] means = new double[channels];
        double[] variances = new double[channels];
        for (int first = 0; first < channels; first += groupSize) {
            long[] min = {0, 0, 0, first};
            long[] max = {input.max(0), input.max(1), input.max(2), first + groupSize - 1L};
            RandomAccessibleInterval<DoubleType> group = Views.interval(input, min, max);
            double mean = 0;
            for (DoubleType value : Views.flatIterable(group)) {
                looks.atValue();
                mean += value.get();
            }
            mean /= Views.flatIterable(group).size();
            double variance = 0;
            for (DoubleType value : Views.flatIterable(group)) {
                looks.atValue();
                variance += (value.get() - mean) * (value.get() - mean);
            }
            variance /= Views.flatIterable(group).size();
            for (int c = first; c < first + groupSize; c++) {
                means[c] = mean;
                variances[c] = variance;
            }
        }
        apply(ChannelAffine.of(means, variances, layer.epsilon(), layer.affine(), name, weights), input, output, looks);
    }
}
