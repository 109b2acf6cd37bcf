package org.convlayers.gradient;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Softmax along a spatial axis: the pixels of a line belong together, of which some may not be looked at. */
record LineSoftmaxLayer(List<Line> lines, SoftmaxRule rule) implements LocalLayer {
    LineSoftmaxLayer {
        lines = List.copyOf(lines);
    }

    /** A line: the places of its pixels in the input, and in the output, where -1 stands for one not looked at. */
    static final class Line {
        private final int[] inputs;
        private final int[] outputs;

        private Line(int[] inputs, int[] outputs) {
            this.inputs = inputs;
            this.outputs = outputs;
        }
    }

    /**
     * Finds the lines.
     *
     * @param taps each output pixel meets all pixels of its line, and no others
     * @param along where each output pixel lies in its line
     */
    static LineSoftmaxLayer of(Taps taps, int[] along, SoftmaxRule rule) {
        Map<Integer, Line> lines = new LinkedHashMap<>();
        taps.forEachPixel(() -> {}, (place, pixel) -> {
            Line line = lines.computeIfAbsent(pixel.source(0), start -> {
                int[] inputs = new int[pixel.count()];
                int[] outputs = new int[pixel.count()];
                Arrays.setAll(inputs, pixel::source);
                Arrays.fill(outputs, -1);
                return new Line(inputs, outputs);
            });
            line.outputs[along[place]] = place;
        });
        return new LineSoftmaxLayer(List.copyOf(lines.values()), rule);
    }

    @Override
    public void compute(List<Maps> inputs, Maps output, Runnable look) {
        for (int c = 0; c < output.channels(); c++) {
            look.run();
            for (Line line : lines) {
                double[] y = rule.apply(values(inputs.get(0).values()[c], line.inputs));
                for (int i = 0; i < y.length; i++) {
                    if (line.outputs[i] >= 0) {
                        output.values()[c][line.outputs[i]] = y[i];
                    }
                }
            }
        }
    }

    private static double[] values(double[] map, int[] places) {
        return Arrays.stream(places)
                .mapToDouble(place -> place < 0 ? 0 : map[place])
                .toArray();
    }

    @Override
    public void pullBack(List<Maps> inputs, Maps gradient, List<Maps> sinks, Runnable look) {
        for (int c = 0; c < gradient.channels(); c++) {
            look.run();
            double[] sink = sinks.get(0).values()[c];
            for (Line line : lines) {
                double[] x = values(inputs.get(0).values()[c], line.inputs);
                double[] sums = rule.pullBack(x, values(gradient.values()[c], line.outputs));
                for (int i = 0; i < sums.length; i++) {
                    sink[line.inputs[i]] += sums[i];
                }
            }
        }
    }
}
