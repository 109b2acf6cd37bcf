package org.convlayers.weights;

import java.util.List;
import org.convlayers.layer.Convolution;
import org.convlayers.layer.TransposedConvolution;
import org.convlayers.shape.Extent;
import org.convlayers.shape.ShapeException;

/** M kernels of one size: a tensor [M, k...]. Kernels know no channels; {@link #spread} gives them to a convolution. */
public final class Kernels {
    private final Tensor tensor;
    private final Extent size;

    /**
     * Checks the shape.
     *
     * @param tensor [M, k...], one to three axes after the first
     * @throws ShapeException if it has other axes or no element
     */
    public Kernels(Tensor tensor) {
        int rank = tensor.rank() - 1;
        if (rank < 1 || rank > Extent.MAX_RANK || tensor.shape().contains(0)) {
            throw new ShapeException("a tensor of shape " + tensor.shape() + " holds no kernels");
        }
        this.tensor = tensor;
        int[] sizes = new int[rank];
        for (int axis = 0; axis < rank; axis++) {
            sizes[axis] = tensor.shape().get(axis + 1);
        }
        this.size = Extent.of(sizes);
    }

    /** M, the number of kernels. */
    public int count() {
        return tensor.shape().get(0);
    }

    /** The size of each kernel, outermost axis first. */
    public Extent size() {
        return size;
    }

    /** The kernels as [M, k...]. */
    public Tensor tensor() {
        return tensor;
    }

    /**
     * The kernels as the weight of a convolution with G groups: M x G filters, those of group 0 first, each kernel repeated
     * over the input channels of its group.
     *
     * @param convolution gives groups and channels
     * @throws ShapeException if it has another kernel size, or other than M x G output channels
     */
    public Tensor spread(Convolution convolution) {
        requireFits(convolution.window().kernelSize(), convolution.groups(), convolution.outChannels());
        int pixels = Math.toIntExact(size.product());
        int repeats = convolution.inChannels() / convolution.groups();
        List<Integer> shape = convolution.weightShape();
        float[] weight = new float[shape.stream().reduce(1, Math::multiplyExact)];
        for (int filter = 0, to = 0; filter < convolution.outChannels(); filter++) {
            int from = filter % count() * pixels;
            for (int channel = 0; channel < repeats; channel++, to += pixels) {
                System.arraycopy(tensor.data(), from, weight, to, pixels);
            }
        }
        return new Tensor(weight, shape);
    }

    /**
     * The kernels as the weight of a transposed convolution with G groups: M x G filters, each input channel scattering all
     * kernels.
     *
     * @param convolution gives groups and channels
     * @throws ShapeException if it has another kernel size, or other than M x G output channels
     */
    public Tensor spread(TransposedConvolution convolution) {
        requireFits(convolution.window().kernelSize(), convolution.groups(), convolution.outChannels());
        float[] all = tensor.data();
        float[] weight = new float[Math.multiplyExact(convolution.inChannels(), all.length)];
        for (int channel = 0; channel < convolution.inChannels(); channel++) {
            System.arraycopy(all, 0, weight, channel * all.length, all.length);
        }
        return new Tensor(weight, convolution.weightShape());
    }

    private void requireFits(Extent kernelSize, int groups, int outChannels) {
        if (!kernelSize.equals(size)) {
            throw new ShapeException("the kernels are " + size + ", but the layer's kernel_size is " + kernelSize);
        }
        if (outChannels != Math.multiplyExact(count(), groups)) {
            throw new ShapeException(count() + " kernels with groups=" + groups + " give " + count() * groups
                    + " filters, but the layer has out_channels=" + outChannels);
        }
    }

    @Override
    public String toString() {
        return count() + " kernels of " + size;
    }
}
