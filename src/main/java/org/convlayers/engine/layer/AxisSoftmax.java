package org.convlayers.engine.layer;

import java.util.Arrays;
import java.util.List;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.Crew;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.shape.AxisRanges;
import org.convlayers.shape.Box;

/**
 * Softmax along one of the three axes, or its logarithm: for each line the largest value and the sum of exponentials, then
 * each value.
 *
 * @param channels how many there are
 * @param axis 0 to 2 for D, H, W
 * @param logarithm whether the logarithm is wanted
 * @param next what follows in the same pass
 */
record AxisSoftmax(int channels, int axis, boolean logarithm, Epilogue next) implements WholeMapKernel {
    @Override
    public double nanos(Box box) {
        return SoftmaxLine.NANOS_PER_VALUE * channels * box.pixels();
    }

    @Override
    public String algorithm() {
        return "whole maps first: sums of lines, then pointwise";
    }

    @Override
    public LayerKernel bind(List<Block> inputs, Crew crew) {
        return new Lines(inputs.get(0), crew);
    }

    /** Is shown the values of a channel, and the line each belongs to. */
    private interface Visitor {
        void visit(int line, float value);
    }

    /** The lines of an item, by channel and by their place on the other two axes. */
    private final class Lines implements LayerKernel {
        private final AxisRanges outer;
        private final AxisRanges inner;
        private final SoftmaxLine[][] lines;

        Lines(Block input, Crew crew) {
            outer = axis == 0 ? input.region().height() : input.region().depth();
            inner = axis == 2 ? input.region().height() : input.region().width();
            lines = new SoftmaxLine[input.channels()][outer.size() * inner.size()];
            crew.run(lines.length, (channel, scratch) -> measure(input, channel, scratch));
        }

        private void measure(Block input, int c, Scratch scratch) {
            float[] largest = new float[lines[c].length];
            double[] sums = new double[lines[c].length];
            Arrays.fill(largest, Float.NEGATIVE_INFINITY);
            forEach(input, c, scratch, (line, value) -> largest[line] = Math.max(largest[line], value));
            forEach(input, c, scratch, (line, value) -> sums[line] += Math.exp((double) value - largest[line]));
            Arrays.setAll(lines[c], line -> new SoftmaxLine(largest[line], sums[line]));
        }

        private void forEach(Block input, int c, Scratch scratch, Visitor visitor) {
            for (Box box : input.region().boxes()) {
                List<Run> runs = Run.of(box, false);
                for (int z = box.depth().first(); z <= box.depth().last(); z++) {
                    float[] plane = input.plane(c, z);
                    for (Run run : runs) {
                        scratch.checkCancelled();
                        int start = run.startIn(input);
                        int line = line(z, run.y(), run.x());
                        for (int i = 0; i < run.length(); i++) {
                            visitor.visit(axis == 2 ? line : line + i, plane[start + i]);
                        }
                    }
                }
            }
        }

        private int line(int z, int y, int x) {
            int first = outer.position(axis == 0 ? y : z);
            return first * inner.size() + inner.position(axis == 2 ? y : x);
        }

        @Override
        public double nanos(Box box) {
            return AxisSoftmax.this.nanos(box);
        }

        @Override
        public String algorithm() {
            return AxisSoftmax.this.algorithm();
        }

        @Override
        public void compute(List<Block> inputs, Block output, Box box, Scratch scratch) {
            Block input = inputs.get(0);
            List<Run> runs = Run.of(box, false);
            for (int c = 0; c < output.channels(); c++) {
                for (int z = box.depth().first(); z <= box.depth().last(); z++) {
                    for (Run run : runs) {
                        scratch.checkCancelled();
                        int from = run.startIn(input);
                        int to = run.startIn(output);
                        int line = line(z, run.y(), run.x());
                        for (int i = 0; i < run.length(); i++) {
                            SoftmaxLine common = lines[c][axis == 2 ? line : line + i];
                            output.plane(c, z)[to + i] = common.apply(input.plane(c, z)[from + i], logarithm);
                        }
                        next.apply(c, output.plane(c, z), to, to + run.length());
                    }
                }
            }
        }
    }
}
