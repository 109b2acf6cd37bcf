package org.convlayers.engine;

import java.util.List;
import org.convlayers.layer.Convolution;
import org.convlayers.shape.AxisRanges.Range;
import org.convlayers.shape.Box;
import org.convlayers.shape.EdgeMode;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.Window;

/** A convolution value by value, as its formula says: b + sum w x, one chain of fused multiply-adds. */
final class DirectConvolution implements LayerKernel {
    private final Convolution layer;
    private final Extent size;
    private final Window window;
    private final Extent begin;
    private final float[] weight;
    private final float[] bias;
    private final Epilogue epilogue;

    private DirectConvolution(Convolution layer, FeatureShape input, float[] weight, float[] bias, Epilogue epilogue) {
        this.layer = layer;
        this.weight = weight;
        this.bias = bias;
        this.epilogue = epilogue;
        size = input.spatial().to3D(1);
        window = layer.window().to3D(input.spatial());
        begin = window.margins(size).begin();
    }

    static LayerKernel create(Convolution layer, FeatureShape input, float[] weight, float[] bias, Epilogue epilogue) {
        return new DirectConvolution(layer, input, weight, bias, epilogue);
    }

    @Override
    public String algorithm() {
        return "direct: value by value";
    }

    @Override
    public void compute(List<Block> inputs, Block output, Box box, Scratch scratch) {
        Range width = box.width();
        for (int c = 0; c < layer.outChannels(); c++) {
            for (int z = box.depth().first(); z <= box.depth().last(); z++) {
                float[] plane = output.plane(c, z);
                for (int y = box.height().first(); y <= box.height().last(); y++) {
                    int start = output.rowStart(y) + output.column(width.first());
                    for (int x = width.first(); x <= width.last(); x++) {
                        plane[start + x - width.first()] = value(inputs.get(0), c, z, y, x);
                    }
                    epilogue.apply(plane, start, start + width.size());
                }
            }
        }
    }

    private float value(Block input, int channel, int z, int y, int x) {
        int inGroup = layer.inChannels() / layer.groups();
        int firstInput = channel / (layer.outChannels() / layer.groups()) * inGroup;
        Extent kernel = window.kernelSize();
        int w = Math.toIntExact((long) channel * inGroup * kernel.product());
        float sum = bias[channel];
        for (int j = 0; j < inGroup; j++) {
            for (int az = 0; az < kernel.get(0); az++) {
                int iz = source(0, z, az);
                for (int ay = 0; ay < kernel.get(1); ay++) {
                    int iy = source(1, y, ay);
                    for (int ax = 0; ax < kernel.get(2); ax++) {
                        int ix = source(2, x, ax);
                        boolean outside = iz == EdgeMode.OUTSIDE || iy == EdgeMode.OUTSIDE || ix == EdgeMode.OUTSIDE;
                        float value = outside
                                ? layer.edges().value()
                                : input.plane(firstInput + j, iz)[input.rowStart(iy) + input.column(ix)];
                        sum = Math.fma(weight[w++], value, sum);
                    }
                }
            }
        }
        return sum;
    }

    /** u s - p_b + a d, folded back at the border. */
    private int source(int axis, int target, int tap) {
        int index = target * window.stride().get(axis)
                - begin.get(axis)
                + tap * window.dilation().get(axis);
        return layer.edges().fold(index, size.get(axis));
    }
}
