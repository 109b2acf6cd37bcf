package org.convlayers.gradient;

import java.util.List;
import org.convlayers.layer.Elementwise;

/**
 * Joins values from the first branch to the last; a branch of one channel meets all channels.
 *
 * @param operation what is done with two values
 * @param sources for each input the place of each output pixel
 */
record ElementwiseLayer(Elementwise.Operation operation, List<int[]> sources) implements LocalLayer {
    ElementwiseLayer {
        sources = List.copyOf(sources);
    }

    @Override
    public void compute(List<Maps> inputs, Maps output, Runnable look) {
        double[] partial = new double[inputs.size()];
        for (int c = 0; c < output.channels(); c++) {
            look.run();
            double[] y = output.values()[c];
            for (int place = 0; place < y.length; place++) {
                join(inputs, c, place, partial);
                y[place] = partial[partial.length - 1];
            }
        }
    }

    /** What the first branch, the first two, ... give. */
    private void join(List<Maps> inputs, int channel, int place, double[] partial) {
        partial[0] = value(inputs, 0, channel, place);
        for (int i = 1; i < partial.length; i++) {
            partial[i] = operation.apply(partial[i - 1], value(inputs, i, channel, place));
        }
    }

    private double value(List<Maps> inputs, int input, int channel, int place) {
        return map(inputs.get(input), channel)[sources.get(input)[place]];
    }

    private static double[] map(Maps maps, int channel) {
        return maps.values()[maps.channels() == 1 ? 0 : channel];
    }

    @Override
    public void pullBack(List<Maps> inputs, Maps gradient, List<Maps> sinks, Runnable look) {
        double[] partial = new double[inputs.size()];
        for (int c = 0; c < gradient.channels(); c++) {
            look.run();
            double[] g = gradient.values()[c];
            for (int place = 0; place < g.length; place++) {
                if (g[place] == 0) {
                    continue;
                }
                join(inputs, c, place, partial);
                double left = g[place];
                for (int i = partial.length - 1; i > 0; i--) {
                    double a = partial[i - 1];
                    double b = value(inputs, i, c, place);
                    map(sinks.get(i), c)[sources.get(i)[place]] += left * bySecond(a, b);
                    left *= byFirst(a, b);
                }
                map(sinks.get(0), c)[sources.get(0)[place]] += left;
            }
        }
    }

    /** d (a operation b) / da; where both are equal, maximum and minimum belong to each by half, as in PyTorch. */
    private double byFirst(double a, double b) {
        return switch (operation) {
            case ADD, SUBTRACT, REMAINDER, FMOD -> 1;
            case MULTIPLY -> b;
            case DIVIDE -> 1 / b;
            case MAXIMUM -> share(a, b);
            case MINIMUM -> share(b, a);
            case GREATER, GREATER_OR_EQUAL, EQUAL, WHERE -> 0;
        };
    }

    private double bySecond(double a, double b) {
        return switch (operation) {
            case ADD -> 1;
            case SUBTRACT -> -1;
            case MULTIPLY -> a;
            case DIVIDE -> -a / b / b;
            case MAXIMUM -> share(b, a);
            case MINIMUM -> share(a, b);
            case REMAINDER -> -Math.floor(a / b);
            case FMOD -> a / b < 0 ? -Math.ceil(a / b) : -Math.floor(a / b);
            case GREATER, GREATER_OR_EQUAL, EQUAL -> 0;
            case WHERE -> a != 0 ? 1 : 0;
        };
    }

    /** How much of the maximum the first value is. */
    private static double share(double a, double b) {
        if (a == b) {
            return 0.5;
        }
        return a > b ? 1 : 0;
    }
}
