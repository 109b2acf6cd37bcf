package org.convlayers.ij.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.ImageRoi;
import ij.process.ImageProcessor;
import java.awt.Rectangle;
import java.awt.geom.Rectangle2D;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.convlayers.app.FilledNetwork;
import org.convlayers.app.InputScaling;
import org.convlayers.ij.image.AppliedWeights;
import org.convlayers.ij.image.Lineage;
import org.convlayers.ij.image.OkabeIto;
import org.convlayers.layer.Layer;
import org.convlayers.layer.Network;
import org.convlayers.text.NetworkText;
import org.convlayers.weights.Tensor;
import org.convlayers.weights.WeightSource;
import org.convlayers.weights.Weights;
import org.junit.jupiter.api.Test;

final class FieldKernelTest {
    /** Two groups of two channels each, two maps a group: the weights count 0, 1, 2 and so on in [4, 2, 1, 3]. */
    private static final String GROUPED = "Conv2d(4, 4, (1, 3), groups=2, dilation=(1, 2), bias=False)";

    private final ImagePlus source = IJ.createHyperStack("source", 20, 10, 4, 1, 1, 8);

    private Optional<FieldKernel> kernel(String layers, int node, int map, int channel) {
        Network network = NetworkText.parse(layers);
        FieldsOnImage fields = FieldsOnImage.of(new Lineage(network, source));
        int maps = network.outputShape(fields.pullBack().input()).channels();
        ImagePlus result = IJ.createHyperStack("map", 16, 10, maps, 1, 1, 32);
        FilledNetwork filled = new FilledNetwork(network, counting(network), new WeightSource.Kaiming());
        new AppliedWeights(filled, InputScaling.AS_IS).keepWith(result);
        result.setPosition(map, 1, 1);
        source.setPosition(channel, 1, 1);
        return FieldKernel.of(fields, node, result);
    }

    private static Weights counting(Network network) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Layer.Parameter parameter : network.parameters()) {
            float[] values = new float[(int) parameter.elements()];
            for (int i = 0; i < values.length; i++) {
                values[i] = i;
            }
            tensors.put(parameter.name(), new Tensor(values, parameter.shape()));
        }
        return new Weights(network, tensors);
    }

    @Test
    void kernelIsThatOfTheMapAndTheChannelShown() {
        FieldKernel kernel = kernel(GROUPED, 0, 3, 4).orElseThrow();
        assertEquals("weights of map 3 on channel 4", kernel.title());
        assertEquals(List.of(15f, 16f, 17f), kernel.weights());
        assertEquals(2, kernel.dilationX());
        assertEquals(17, kernel.largest());
    }

    @Test
    void weightsOfAnySizeStandApart() {
        FieldKernel kernel = new FieldKernel("weights", List.of(-1.5e-6f, -0.0015f, -15000f), 1, 3, 1, 1);
        String row = kernel.lines().lines().skip(1).findFirst().orElseThrow();
        assertEquals(
                List.of("-1.500e-06", "-0.001500", "-1.500e+04"),
                List.of(row.strip().split(" +")));
    }

    @Test
    void channelOfAnotherGroupGivesWayToOneThatIsSeen() {
        assertEquals(
                "weights of map 1 on channel 2",
                kernel(GROUPED, 0, 1, 4).orElseThrow().title());
    }

    @Test
    void pointwiseLayersDoNotMatterOthersDo() {
        assertTrue(kernel("ReLU(); " + GROUPED + "; ReLU()", 2, 1, 1).isPresent());
        assertTrue(kernel(GROUPED + "; Conv2d(4, 1, 3, padding=1)", 1, 1, 1).isEmpty());
        assertTrue(kernel(GROUPED + "; Conv2d(4, 1, 3, padding=1)", 0, 1, 1).isPresent());
        assertTrue(kernel("MaxPool2d(2); " + GROUPED, 1, 1, 1).isEmpty());
        assertTrue(kernel("ReLU()", 0, 1, 1).isEmpty());
    }

    @Test
    void resultsOfOtherSessionsHaveNoKernel() {
        FieldsOnImage fields = FieldsOnImage.of(new Lineage(NetworkText.parse(GROUPED), source));
        assertTrue(FieldKernel.of(fields, 0, IJ.createHyperStack("map", 16, 10, 4, 1, 1, 32))
                .isEmpty());
    }

    /** -1 lies in the padding, 0.5 is orange by half, 1 fully; between them dilation leaves a hole. */
    @Test
    void weightsAreDrawnOnTheirPixels() {
        FieldKernel kernel = new FieldKernel("", List.of(-1f, 0.5f, 1f), 1, 3, 1, 2);
        ImageRoi roi =
                (ImageRoi) LiveElements.weights(kernel, new Rectangle2D.Double(-2, 4, 5, 1), new Rectangle(20, 10))
                        .get(0);
        assertEquals(new Rectangle(0, 4, 3, 1), roi.getBounds());
        ImageProcessor colors = roi.getProcessor();
        assertEquals(105, colors.get(0, 0) >>> 24);
        assertEquals(0, colors.get(1, 0) >>> 24);
        assertEquals(210, colors.get(2, 0) >>> 24);
        assertEquals(OkabeIto.ORANGE.getRGB() & 0xffffff, colors.get(2, 0) & 0xffffff);
    }
}
