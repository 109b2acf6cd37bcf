package org.convlayers.engine.layer;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.Crew;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.layer.Network;
import org.convlayers.layer.Normalization;
import org.convlayers.shape.Box;
import org.convlayers.shape.FeatureShape;
import org.convlayers.weights.Weights;

/**
 * Normalisation by the statistics of whole feature maps, one by one or in groups.
 *
 * <p>Mean and variance are summed in double precision, the variance as the mean square of the distance from the mean, so
 * that a bright background costs no digits.
 *
 * @param channels how many there are
 * @param groupSize the number of neighbouring channels with common statistics
 * @param epsilon is added to the variance
 * @param affine whether the node has weight and bias
 * @param name the node's name
 * @param weights the network's parameters
 * @param next what follows in the same pass
 */
record MapNormalization(
        int channels, int groupSize, double epsilon, boolean affine, String name, Weights weights, Epilogue next)
        implements WholeMapKernel {
    private static final double NANOS_PER_VALUE = 0.15;

    static MapNormalization of(Network.Node node, Weights weights, FeatureShape input, Epilogue next) {
        Normalization layer = (Normalization) node.layer();
        return new MapNormalization(
                input.channels(), layer.groupSize(), layer.epsilon(), layer.affine(), node.name(), weights, next);
    }

    @Override
    public String algorithm() {
        return "whole maps first: mean and variance, then pointwise";
    }

    /** Of the second part, when the statistics are known. */
    @Override
    public double nanos(Box box) {
        return NANOS_PER_VALUE * channels * box.pixels();
    }

    @Override
    public LayerKernel bind(List<Block> inputs, Crew crew) {
        Block input = inputs.get(0);
        double[] mean = new double[input.channels()];
        double[] variance = new double[input.channels()];
        double values = (double) groupSize * input.region().pixels();
        crew.run(input.channels() / groupSize, (group, scratch) -> {
            int first = group * groupSize;
            double centre = sum(input, first, value -> value, scratch) / values;
            double square = sum(input, first, value -> (value - centre) * (value - centre), scratch) / values;
            Arrays.fill(mean, first, first + groupSize, centre);
            Arrays.fill(variance, first, first + groupSize, square);
        });
        ChannelAffine normalization = ChannelAffine.of(mean, variance, epsilon, affine, name, weights);
        return new CopyKernel(channels, normalization.epilogue().andThen(next), algorithm());
    }

    /** The sum over a group of channels, row by row. */
    private double sum(Block input, int first, DoubleUnaryOperator term, Scratch scratch) {
        double sum = 0;
        for (int c = first; c < first + groupSize; c++) {
            for (Box box : input.region().boxes()) {
                List<Run> runs = Run.of(box, false);
                for (int z = box.depth().first(); z <= box.depth().last(); z++) {
                    float[] plane = input.plane(c, z);
                    for (Run run : runs) {
                        scratch.checkCancelled();
                        sum += sum(plane, run.startIn(input), run.length(), term);
                    }
                }
            }
        }
        return sum;
    }

    /** Four sums at a time, as the next addition has to wait for the one before. */
    private static double sum(float[] row, int from, int length, DoubleUnaryOperator term) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = from;
        for (; i + 4 <= from + length; i += 4) {
            a += term.applyAsDouble(row[i]);
            b += term.applyAsDouble(row[i + 1]);
            c += term.applyAsDouble(row[i + 2]);
            d += term.applyAsDouble(row[i + 3]);
        }
        for (; i < from + length; i++) {
            a += term.applyAsDouble(row[i]);
        }
        return a + b + (c + d);
    }
}
