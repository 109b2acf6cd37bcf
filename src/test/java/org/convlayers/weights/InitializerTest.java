package org.convlayers.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.convlayers.layer.Activation;
import org.convlayers.layer.ActivationFunction;
import org.convlayers.layer.Convolution;
import org.convlayers.layer.Network;
import org.convlayers.shape.EdgeMode;
import org.convlayers.shape.Extent;
import org.convlayers.shape.ShapeException;
import org.convlayers.shape.Window;
import org.convlayers.text.NetworkText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InitializerTest {
    private static final WeightFiles NO_FILES = path -> {
        throw new IOException(path);
    };

    private static Convolution convolution(int in, int out, int groups, boolean bias, int... kernel) {
        return new Convolution(in, out, Window.ofKernel(Extent.of(kernel)), EdgeMode.ZEROS, groups, bias);
    }

    private static Network only(Convolution convolution) {
        return Network.sequence(List.of(convolution, Activation.of(ActivationFunction.RELU)));
    }

    private static Network separable(int channels, int multiplier, int filters, boolean bias) {
        return new Network(List.of(
                new Network.Node(
                        "depthwise",
                        convolution(channels, channels * multiplier, channels, bias, 3, 3),
                        List.of(Network.INPUT)),
                new Network.Node(
                        "pointwise",
                        convolution(channels * multiplier, filters, 1, true, 1, 1),
                        List.of("depthwise"))));
    }

    private static Initializer open(String text, int rank) throws IOException {
        return WeightSource.parse(text).open(rank, NO_FILES);
    }

    private static Initializer file(String text, Map<String, Tensor> tensors) throws IOException {
        return WeightSource.parse(text).open(2, path -> tensors);
    }

    /** A tensor of 0, 1, 2, ... */
    private static Tensor counting(Integer... shape) {
        float[] data = new float[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
        for (int i = 0; i < data.length; i++) {
            data[i] = i;
        }
        return new Tensor(data, List.of(shape));
    }

    private static Map<String, Tensor> tensors(Object... namesAndTensors) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (int i = 0; i < namesAndTensors.length; i += 2) {
            tensors.put((String) namesAndTensors[i], (Tensor) namesAndTensors[i + 1]);
        }
        return tensors;
    }

    private static String misfit(Initializer initializer, Network network) {
        return assertThrows(ShapeException.class, () -> initializer.initialize(network, 0))
                .getMessage();
    }

    private static FixedShape kernels(int count, int... size) {
        return new FixedShape(OptionalInt.of(count), OptionalInt.empty(), Optional.of(Extent.of(size)), false);
    }

    @Test
    void kernelsAreGivenToEachGroupWithTheFiltersOfGroupZeroFirst() throws IOException {
        Weights weights = open("1 2 | 3 4", 2).initialize(only(convolution(4, 4, 2, false, 1, 2)), 0);
        assertArrayEquals(
                new float[] {1, 2, 1, 2, 3, 4, 3, 4, 1, 2, 1, 2, 3, 4, 3, 4},
                weights.get("0.weight").data());
        assertEquals(List.of(4, 2, 1, 2), weights.get("0.weight").shape());
    }

    @Test
    void theBiasOfAFilledLayerIsZero() throws IOException {
        Weights weights = open("sobel", 2).initialize(only(convolution(1, 2, 1, true, 3, 3)), 0);
        assertArrayEquals(new float[] {0, 0}, weights.get("0.bias").data());
    }

    @Test
    void inASeparableLayerABankFillsTheDepthwiseStageAndThePointwiseStaysKaiming() throws IOException {
        Network network = separable(3, 2, 5, false);
        Weights weights = open("sobel", 2).initialize(network, 4);
        Weights kaiming = open("kaiming", 2).initialize(network, 4);
        float[] sobel = FilterBank.SOBEL
                .kernels(2, List.of(), Optional.empty())
                .tensor()
                .data();
        float[] depthwise = weights.get("depthwise.weight").data();
        for (int channel = 0; channel < 3; channel++) {
            assertArrayEquals(sobel, Arrays.copyOfRange(depthwise, channel * 18, channel * 18 + 18));
        }
        for (String name : List.of("pointwise.weight", "pointwise.bias")) {
            assertArrayEquals(kaiming.get(name).data(), weights.get(name).data());
        }
    }

    @Test
    void aBankWithoutASizeTakesThatOfEachLayer() throws IOException {
        Network network =
                Network.sequence(List.of(convolution(1, 1, 1, false, 3, 5), convolution(1, 1, 1, false, 7, 1)));
        Weights weights = open("box", 2).initialize(network, 0);
        assertEquals(1 / 15f, weights.get("0.weight").data()[14]);
        assertEquals(1 / 7f, weights.get("1.weight").data()[6]);
    }

    @Test
    void theOnlyConvolutionIsFilledEvenIfItIsPointwise() throws IOException {
        Weights weights = open("2.5", 2).initialize(only(convolution(1, 1, 1, false, 1, 1)), 0);
        assertArrayEquals(new float[] {2.5f}, weights.get("0.weight").data());
    }

    @Test
    void kernelsFitLayersOfOtherRanks() throws IOException {
        Weights line = open("1 2 1 | 1 0 -1", 1).initialize(only(convolution(1, 2, 1, false, 3)), 0);
        assertArrayEquals(new float[] {1, 2, 1, 1, 0, -1}, line.get("0.weight").data());
        Weights volume = open("1 2; 3 4", 3).initialize(only(convolution(1, 1, 1, false, 1, 2, 2)), 0);
        assertArrayEquals(new float[] {1, 2, 3, 4}, volume.get("0.weight").data());
        String rows =
                assertThrows(ShapeException.class, () -> open("1 2; 3 4", 1)).getMessage();
        assertEquals("a kernel of 2x2 does not fit a 1-D layer; its kernels are single rows, as in 1 2 1", rows);
    }

    @Test
    void whatBanksAndKernelsFixIsKnownBeforeThereIsANetwork() throws IOException {
        assertEquals(kernels(2, 3, 3), open("sobel", 2).ofOnlyLayer("0", Optional.empty()));
        assertEquals(kernels(2, 3, 3), open("sobel", 2).ofOnlyLayer("0", Optional.of(Extent.of(5, 5))));
        assertEquals(kernels(3, 3, 3, 3), open("sobel", 3).ofOnlyLayer("0", Optional.empty()));
        assertEquals(kernels(1, 5, 7), open("box", 2).ofOnlyLayer("0", Optional.of(Extent.of(5, 7))));
        assertEquals(kernels(1, 2, 2), open("1 0; 2 1", 2).ofLayer("0", Optional.empty()));
        assertEquals(OptionalInt.of(6), kernels(2, 3, 3).filters(3));
        FixedShape pointwise = open("sobel", 2).ofLayer("pointwise", Optional.of(Extent.of(1, 1)));
        assertEquals(FixedShape.FREE, pointwise);
        assertEquals(pointwise, open("kaiming", 2).ofOnlyLayer("0", Optional.empty()));
        assertEquals(OptionalInt.empty(), pointwise.filters(3));
    }

    @Test
    void kernelsThatDoNotFitNameBothSides() throws IOException {
        assertEquals(
                "weights=sobel do not fit layer '0': 2 kernels with groups=3 give 6 filters, but the layer has"
                        + " out_channels=9",
                misfit(open("sobel", 2), only(convolution(3, 9, 3, false, 3, 3))));
        assertEquals(
                "weights=sobel do not fit layer '0': the kernels are 3x3, but the layer's kernel_size is 5x5",
                misfit(open("sobel", 2), only(convolution(3, 6, 3, false, 5, 5))));
    }

    @Test
    void aBankThatDoesNotExistForTheRankIsRefusedWhenItIsOpened() {
        assertThrows(IllegalArgumentException.class, () -> open("emboss", 3));
        assertThrows(IllegalArgumentException.class, () -> open("laplacian(8)", 1));
    }

    @Test
    void parametersAreTakenFromAFileByTheirNames() throws IOException {
        Map<String, Tensor> file = tensors(
                "pointwise.weight", counting(4, 3, 1, 1),
                "pointwise.bias", counting(4),
                "depthwise.weight", counting(3, 1, 3, 3),
                "other", counting(1));
        Initializer initializer = file("w.npz", file);
        Weights weights = initializer.initialize(separable(3, 1, 4, false), 0);
        assertEquals(file.get("depthwise.weight"), weights.get("depthwise.weight"));
        assertEquals(file.get("pointwise.bias"), weights.get("pointwise.bias"));
        FixedShape depthwise = initializer.ofLayer("depthwise", Optional.empty());
        assertEquals(OptionalInt.of(3), depthwise.filters(3));
        assertEquals(Optional.of(Extent.of(3, 3)), depthwise.kernelSize());
        assertFalse(depthwise.bias());
        assertTrue(initializer.ofLayer("pointwise", Optional.empty()).bias());
    }

    @ParameterizedTest
    @CsvSource({
        "0.weight, 0.bias, w.npz",
        "weight, bias, w.npz",
        "conv.weight, conv.bias, w.npz",
        "net.conv.weight, net.conv.bias, w.npz#net",
        "net.conv.weight, net.conv.bias, w.npz#net.conv."
    })
    void aNetworkOfOneLayerFindsItsParametersUnderSeveralNames(String weight, String bias, String text)
            throws IOException {
        Map<String, Tensor> tensors = tensors(weight, counting(4, 2, 3, 3), bias, counting(4));
        Initializer initializer = file(text, tensors);
        FixedShape fixed = initializer.ofOnlyLayer("0", Optional.empty());
        assertEquals(new FixedShape(OptionalInt.empty(), OptionalInt.of(4), Optional.of(Extent.of(3, 3)), true), fixed);
        Weights weights = initializer.initialize(only(convolution(2, 4, 1, true, 3, 3)), 0);
        assertEquals(tensors.get(weight), weights.get("0.weight"));
        assertEquals(tensors.get(bias), weights.get("0.bias"));
    }

    @Test
    void aFilesBiasIsLeftOutWhereTheLayerHasNone() throws IOException {
        Map<String, Tensor> tensors = tensors("weight", counting(4, 2, 3, 3), "bias", counting(4));
        Weights weights = file("w.npz", tensors).initialize(only(convolution(2, 4, 1, false, 3, 3)), 0);
        assertEquals(Map.of("0.weight", tensors.get("weight")), weights.asMap());
    }

    @Test
    void aSingleTensorIsAKernelSeveralKernelsOrAWholeWeightByItsAxes() throws IOException {
        Optional<Extent> none = Optional.empty();
        assertEquals(
                kernels(1, 3, 5),
                file("w.npy", tensors("weight", counting(3, 5))).ofOnlyLayer("0", none));
        assertEquals(
                kernels(4, 3, 5), file("w.npz", tensors("x", counting(4, 3, 5))).ofOnlyLayer("0", none));
        FixedShape whole = file("w.npz", tensors("x", counting(4, 2, 3, 5))).ofOnlyLayer("0", none);
        assertEquals(OptionalInt.of(4), whole.filters(2));
        assertFalse(whole.bias());
        Initializer named = file("w.npz#b", tensors("a", counting(1, 1), "b", counting(2, 2)));
        assertEquals(kernels(1, 2, 2), named.ofOnlyLayer("0", none));
    }

    @Test
    void imagesAreKernels() throws IOException {
        WeightFiles images = new WeightFiles() {
            @Override
            public Map<String, Tensor> tensors(String path) {
                throw new IllegalArgumentException(path);
            }

            @Override
            public Tensor image(String title) {
                return title.equals("stack") ? counting(2, 3, 3) : counting(3, 3);
            }
        };
        Optional<Extent> none = Optional.empty();
        assertEquals(
                kernels(1, 3, 3),
                WeightSource.parse("image:one").open(2, images).ofOnlyLayer("0", none));
        assertEquals(
                kernels(2, 3, 3),
                WeightSource.parse("image:stack").open(2, images).ofOnlyLayer("0", none));
        assertEquals(
                kernels(1, 2, 3, 3),
                WeightSource.parse("image:stack").open(3, images).ofOnlyLayer("0", none));
        assertEquals(
                kernels(1, 1, 3, 3),
                WeightSource.parse("image:one").open(3, images).ofOnlyLayer("0", none));
        assertEquals(
                "image:stack has shape [2, 3, 3], which is no kernel over 1 axes",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> WeightSource.parse("image:stack").open(1, images))
                        .getMessage());
        assertEquals(
                "weights=image:one needs an image that is open in ImageJ; without ImageJ give a file",
                assertThrows(IllegalArgumentException.class, () -> open("image:one", 2))
                        .getMessage());
    }

    @Test
    void tensorsOfOtherShapesAreNamedWithBothShapes() throws IOException {
        assertEquals(
                "weights=w.npz: tensor '0.weight' has shape [4, 2, 3, 3], but the layer needs [4, 3, 3, 3]",
                misfit(
                        file("w.npz", tensors("weight", counting(4, 2, 3, 3), "bias", counting(4))),
                        only(convolution(3, 4, 1, true, 3, 3))));
        assertEquals(
                "weights=w.npz: the weight of layer '0' has shape [4], but a 2-D convolution takes [out, in/groups, kH,"
                        + " kW]",
                assertThrows(
                                ShapeException.class,
                                () -> file("w.npz", tensors("weight", counting(4)))
                                        .ofOnlyLayer("0", Optional.empty()))
                        .getMessage());
    }

    @Test
    void missingTensorsAreNamedWithThosePresentAndAPrefixThatWouldFit() throws IOException {
        Map<String, Tensor> file = tensors(
                "net.a.weight", counting(1, 1, 3, 3),
                "net.depthwise.weight", counting(3, 1, 3, 3),
                "net.pointwise.weight", counting(4, 3, 1, 1),
                "net.pointwise.bias", counting(4));
        assertEquals(
                "weights=w.npz: there is no tensor 'depthwise.weight' of shape [3, 1, 3, 3]; there are net.a.weight"
                        + " [1, 1, 3, 3], net.depthwise.weight [3, 1, 3, 3], net.pointwise.weight [4, 3, 1, 1],"
                        + " net.pointwise.bias [4]; #net behind the file's name finds them",
                misfit(file("w.npz", file), separable(3, 1, 4, false)));
        assertEquals(
                "weights=w.npz: no tensor's name starts with 'nett'; there are net.a.weight [1, 1, 3, 3],"
                        + " net.depthwise.weight [3, 1, 3, 3], net.pointwise.weight [4, 3, 1, 1], net.pointwise.bias"
                        + " [4]",
                assertThrows(ShapeException.class, () -> file("w.npz#nett", file))
                        .getMessage());
    }

    @Test
    void filesWithoutAnythingToUseAreNamed() throws IOException {
        assertEquals(
                "weights=w.npy: a tensor of shape [3, 0, 5] holds no kernels",
                assertThrows(IllegalArgumentException.class, () -> file("w.npy", tensors("weight", counting(3, 0, 5))))
                        .getMessage());
        assertEquals(
                "weights=w.npz: there is no tensor '0.weight'; there are no tensors",
                assertThrows(ShapeException.class, () -> file("w.npz", Map.of()).ofOnlyLayer("0", Optional.empty()))
                        .getMessage());
    }

    @Test
    void aFileOfSeveralLayersSaysHowToPickOne() throws IOException {
        Initializer file = file("w.npz", tensors("a.weight", counting(1, 1, 3, 3), "b.weight", counting(2, 1, 3, 3)));
        String expected = "there are a.weight [1, 1, 3, 3], b.weight [2, 1, 3, 3]; #a behind the file's name takes that"
                + " layer";
        assertEquals(
                "weights=w.npz: there is no tensor '0.weight'; " + expected,
                assertThrows(ShapeException.class, () -> file.ofOnlyLayer("0", Optional.empty()))
                        .getMessage());
        assertEquals(
                "weights=w.npz: there is no tensor '0.weight' of shape [1, 1, 3, 3]; " + expected,
                misfit(file, only(convolution(1, 1, 1, false, 3, 3))));
    }

    @Test
    void longListsOfNamesAreCutShort() throws IOException {
        Map<String, Tensor> file = new LinkedHashMap<>();
        for (int i = 0; i < 40; i++) {
            file.put("layer" + i + ".weight", counting(1));
        }
        String message = misfit(file("w.npz", file), only(convolution(1, 1, 1, false, 3, 3)));
        assertTrue(message.contains("layer9.weight [1], ... (40 in all)"), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0.", "norm."})
    void theOnlyLayerFindsAllItsParameters(String prefix) throws IOException {
        Map<String, Tensor> saved = Map.of(
                prefix + "weight", counting(2),
                prefix + "bias", counting(2),
                prefix + "running_mean", counting(2),
                prefix + "running_var", counting(2),
                prefix + "num_batches_tracked", counting(1));
        Network network = NetworkText.parse("BatchNorm2d(2)");
        Weights weights = file("w.npz", saved).initialize(network, 0);
        assertArrayEquals(counting(2).data(), weights.get("0.running_var").data());
    }

    @Test
    void kernelsWithoutAConvolutionAreRefused() throws IOException {
        Network network = NetworkText.parse("MaxPool1d(1); PReLU()");
        Initializer bank = WeightSource.parse("1 2 1").open(1, path -> Map.of());
        ShapeException error = assertThrows(ShapeException.class, () -> bank.initialize(network, 0));
        assertTrue(error.getMessage().contains("the network has none, only 1.weight [1]"), error.getMessage());
    }

    /** In 1-D they have the shape of a kernel. */
    @Test
    void theOnlyTensorOfAFileMayBeTheSlopesOfANetworkWithoutConvolutions() throws IOException {
        Network network = NetworkText.parse("MaxPool1d(1); PReLU(3)");
        Initializer slopes = WeightSource.parse("w.npz").open(1, path -> Map.of("1.weight", counting(3)));
        assertArrayEquals(
                counting(3).data(),
                slopes.initialize(network, 0).get("1.weight").data());
        Initializer others = WeightSource.parse("w.npz").open(1, path -> Map.of("1.weight", counting(2)));
        ShapeException error = assertThrows(ShapeException.class, () -> others.initialize(network, 0));
        assertTrue(error.getMessage().startsWith("weights=w.npz: "), error.getMessage());
    }
}
