package org.convlayers.ij.field;

import ij.ImagePlus;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.convlayers.ij.image.AppliedWeights;
import org.convlayers.ij.image.ImagePlusImg;
import org.convlayers.layer.Convolution;
import org.convlayers.layer.Network;
import org.convlayers.shape.Extent;
import org.convlayers.weights.Tensor;
import org.convlayers.weights.Weights;

/**
 * The weights with which the pixels of a field are added up, where a single convolution stands between the image and the
 * layer: one kernel, that of a feature map and a channel of the image.
 *
 * @param title whose weights these are
 * @param weights the weights row by row; of a 3-D kernel its middle slice
 * @param rows the number of rows
 * @param columns the number of columns
 * @param dilationY the distance of the rows on the image
 * @param dilationX the distance of the columns
 */
record FieldKernel(String title, List<Float> weights, int rows, int columns, int dilationY, int dilationX) {
    FieldKernel {
        weights = List.copyOf(weights);
    }

    /**
     * The kernel behind a layer, if there is but one and its weights are known.
     *
     * @param fields the layers
     * @param node the layer
     * @param map the result of the last layer, whose channel says which of several kernels; of layers inside it is the first
     */
    static Optional<FieldKernel> of(FieldsOnImage fields, int node, ImagePlus map) {
        int convolution = onlyConvolution(fields.network(), node);
        Optional<AppliedWeights> applied = AppliedWeights.of(map);
        if (convolution < 0 || applied.isEmpty()) {
            return Optional.empty();
        }
        Weights weights = applied.get().filled().weights();
        Network.Node found = fields.network().nodes().get(convolution);
        Convolution layer = (Convolution) found.layer();
        Optional<Tensor> tensor = Optional.ofNullable(weights.asMap().get(found.name() + ".weight"))
                .filter(values -> values.shape().equals(layer.weightShape()));
        int filter = node == fields.last() && map.getNChannels() == layer.outChannels() ? map.getC() - 1 : 0;
        int channel = Math.min(fields.source().getC(), ImagePlusImg.channels(fields.source())) - 1;
        return tensor.map(values -> of(layer, values, filter, channel));
    }

    /** The convolution between a node and the image if all else is pointwise; negative if there is none or another layer. */
    private static int onlyConvolution(Network network, int node) {
        int found = -1;
        for (int at = node;
                at >= 0;
                at = network.indexOf(network.nodes().get(at).inputs().get(0))) {
            Network.Node passed = network.nodes().get(at);
            if (passed.layer() instanceof Convolution && found < 0) {
                found = at;
            } else if (!passed.layer().isPointwise() || passed.inputs().size() != 1) {
                return -1;
            }
        }
        return found;
    }

    private static FieldKernel of(Convolution layer, Tensor values, int filter, int channel) {
        int inGroup = layer.inChannels() / layer.groups();
        int group = filter / (layer.outChannels() / layer.groups());
        int input = Math.max(0, Math.min(channel - group * inGroup, inGroup - 1));
        Extent kernel = layer.window().kernelSize().to3D(1);
        Extent dilation = layer.window().dilation().to3D(1);
        int plane = kernel.get(1) * kernel.get(2);
        int begin = ((filter * inGroup + input) * kernel.get(0) + kernel.get(0) / 2) * plane;
        List<Float> weights = IntStream.range(begin, begin + plane)
                .mapToObj(i -> values.data()[i])
                .toList();
        String title = "weights of map " + (filter + 1) + " on channel " + (group * inGroup + input + 1);
        return new FieldKernel(title, weights, kernel.get(1), kernel.get(2), dilation.get(1), dilation.get(2));
    }

    /** The weight of a row and a column. */
    float at(int row, int column) {
        return weights.get(row * columns + column);
    }

    /** The largest weight without its sign; 1 if all are 0. */
    float largest() {
        float largest = 0;
        for (float weight : weights) {
            largest = Math.max(largest, Math.abs(weight));
        }
        return largest == 0 ? 1 : largest;
    }

    /** The title and a line for each row, for a font of equal widths. */
    String lines() {
        StringBuilder lines = new StringBuilder(title).append(System.lineSeparator());
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                lines.append(String.format(Locale.ROOT, " %9.4g", at(row, column)));
            }
            lines.append(System.lineSeparator());
        }
        return lines.toString();
    }
}
