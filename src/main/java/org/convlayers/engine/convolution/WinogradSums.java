package org.convlayers.engine.convolution;

import java.util.Arrays;
import java.util.List;
import org.convlayers.engine.kernel.Winograd;
import org.convlayers.engine.layer.LayerKernel;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.shape.AxisRanges.Range;
import org.convlayers.shape.Box;

/**
 * Makes output rows of the sums of Winograd's products, and stores them. For one thread.
 */
final class WinogradSums implements AutoCloseable {
    private final BoundConvolution layer;
    private final Winograd winograd;
    private final WinogradAxis grid;
    private final Lanes lanes;
    private final Block output;
    private final Box box;
    private final Scratch scratch;
    private final float[][] outputs;
    private final float[] check;

    /**
     * Takes memory for the rows of a group.
     *
     * @param layer the layer
     * @param winograd the transforms
     * @param grid how output rows are grouped; the lanes' rows are groups
     * @param lanes the output pixels
     * @param output where results go
     * @param box the pixels that are stored
     * @param scratch where memory comes from
     */
    WinogradSums(
            BoundConvolution layer,
            Winograd winograd,
            WinogradAxis grid,
            Lanes lanes,
            Block output,
            Box box,
            Scratch scratch) {
        this.layer = layer;
        this.winograd = winograd;
        this.grid = grid;
        this.lanes = lanes;
        this.output = output;
        this.box = box;
        this.scratch = scratch;
        outputs = scratch.takeStrips(Winograd.SUMS + 1);
        check = outputs[Winograd.SUMS];
        Arrays.fill(check, 0);
    }

    /**
     * Stores the output rows of a group of channels.
     *
     * @param row the row of the pass
     * @param sums those of the first product for each output channel, then of the next
     */
    void store(int group, int row, float[][] sums) {
        int channels = layer.groupOutputs();
        for (int i = 0; i < channels; i++) {
            int channel = group * channels + i;
            winograd.transformProducts(lanes.length(), sums, i, channels, outputs, check);
            for (int r = 0; r < Winograd.SUMS; r++) {
                layer.epilogue().apply(channel, outputs[r], lanes.lane(0), lanes.end());
                store(channel, row, r);
            }
        }
    }

    private void store(int channel, int row, int index) {
        for (int segment = 0; segment < lanes.segments(); segment++) {
            if (row < lanes.rows(segment)) {
                int y = grid.pixel(lanes.y(segment, row), index);
                if (box.height().contains(y)) {
                    float[] plane = output.plane(channel, lanes.z(segment));
                    int to = output.rowStart(y) + output.column(lanes.x(segment));
                    System.arraycopy(outputs[index], lanes.lane(segment), plane, to, lanes.width(segment));
                }
            }
        }
    }

    /**
     * Computes those pixels directly whose group has a result that is not finite, because a product that a pixel is made of
     * may have seen what the pixel does not see.
     *
     * @param row the row of the pass that all channels have been stored for
     * @param direct computes the same layer
     * @param inputs the layer's input
     */
    void repair(int row, LayerKernel direct, List<Block> inputs) {
        for (int segment = 0; segment < lanes.segments(); segment++) {
            if (row < lanes.rows(segment)) {
                int lane = lanes.lane(segment);
                int first = 0;
                while (first < lanes.width(segment)) {
                    int end = first;
                    while (end < lanes.width(segment) && check[lane + end] != 0) {
                        end++;
                    }
                    if (end > first) {
                        int x = lanes.x(segment);
                        repair(segment, row, new Range(x + first, x + end - 1), direct, inputs);
                    }
                    first = end + 1;
                }
            }
        }
        Arrays.fill(check, 0);
    }

    private void repair(int segment, int row, Range columns, LayerKernel direct, List<Block> inputs) {
        int z = lanes.z(segment);
        for (int index = 0; index < Winograd.SUMS; index++) {
            int y = grid.pixel(lanes.y(segment, row), index);
            if (box.height().contains(y)) {
                direct.compute(inputs, output, new Box(new Range(z, z), new Range(y, y), columns), scratch);
            }
        }
    }

    @Override
    public void close() {
        scratch.giveStrips(outputs);
    }
}
