package org.convlayers.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import org.convlayers.layer.Activation;
import org.convlayers.layer.ActivationFunction;
import org.convlayers.layer.Concatenation;
import org.convlayers.layer.Convolution;
import org.convlayers.layer.Layer;
import org.convlayers.layer.Network;
import org.convlayers.shape.EdgeMode;
import org.convlayers.shape.Extent;
import org.convlayers.shape.Margins;
import org.convlayers.shape.Padding;
import org.convlayers.shape.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTextTest {
    private static final Window THREE = Window.ofKernel(Extent.of(3, 3));
    private static final Layer PLAIN = new Convolution(3, 16, THREE, EdgeMode.ZEROS, 1, true);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Conv2d(3, 16, 3)",
                "nn.Conv2d(3, 16, 3)",
                "torch.nn.Conv2d(3,16,3,)",
                "Conv2d(3, 16, (3, 3))",
                "Conv2d(3, 16, [3, 3,])",
                "Conv2d(3, 16, (3))",
                "Conv2d(in_channels=3, out_channels=16, kernel_size=3)",
                "Conv2d(kernel_size = 3, out_channels = 16, in_channels = 3)",
                "Conv2d(3, 16, 3, 1, 0, 1, 1, True, 'zeros', None, None)",
                "Conv2d(3, 16, kernel_size=(3, 3), stride=(1, 1))",
                "Conv2d(+3, 1_6, 3, device='cpu', dtype=torch.float32)",
                "Conv2d(3, 16, 3, padding_mode=\"zeros\")",
                "Conv2d(3, 16, 3, bias=True) # the first layer",
                "\uFEFF# a file\r\nConv2d(3,\u00A016,\r\n  3 # square\r\n)\r\n",
                "(0): Conv2d(3, 16, 3)",
                ";Conv2d(3, 16, 3);",
                "Sequential(Conv2d(3, 16, 3))",
                "nn.Sequential(\n    nn.Conv2d(3, 16, 3),\n)",
                "Net((0): Conv2d(3, 16, 3))",
                "Conv2d(3, 16, 3, input='input')",
                "Conv2d(3, 16, 3, input=input)",
            })
    void differentSpellingsAreTheSameConvolution(String text) {
        assertEquals(Network.sequence(List.of(PLAIN)), NetworkText.parse(text));
    }

    static Stream<Arguments> convolutions() {
        Extent ones = Extent.of(1, 1);
        Padding pairs = new Padding.Explicit(new Margins(Extent.of(1, 0), Extent.of(2, 1)));
        return Stream.of(
                Arguments.of(
                        "Conv2d(4, 8, kernel_size=(3, 5), stride=(2, 1), padding=(1, 2), dilation=(1, 3), groups=4, bias=False,"
                                + " padding_mode='reflect')",
                        new Convolution(
                                4,
                                8,
                                new Window(
                                        Extent.of(3, 5),
                                        Extent.of(2, 1),
                                        Extent.of(1, 3),
                                        Padding.symmetric(Extent.of(1, 2))),
                                EdgeMode.REFLECT,
                                4,
                                false)),
                Arguments.of(
                        "Conv2d(3, 16, kernel_size=3, padding='same')",
                        new Convolution(3, 16, THREE.withPadding(Padding.Rule.SAME), EdgeMode.ZEROS, 1, true)),
                Arguments.of(
                        "Conv2d(3, 16, kernel_size=3, padding='same-lower', padding_mode='constant(0.5)')",
                        new Convolution(
                                3, 16, THREE.withPadding(Padding.Rule.SAME_LOWER), EdgeMode.constant(0.5f), 1, true)),
                Arguments.of(
                        "Conv2d(3, 16, kernel_size=3, padding='1:2x0:1', padding_mode='mirror')",
                        new Convolution(3, 16, THREE.withPadding(pairs), EdgeMode.MIRROR, 1, true)),
                Arguments.of(
                        "Conv1d(1, 2, kernel_size=5, padding=2)",
                        new Convolution(
                                1,
                                2,
                                Window.ofKernel(Extent.of(5)).withPadding(Padding.symmetric(Extent.of(2))),
                                EdgeMode.ZEROS,
                                1,
                                true)),
                Arguments.of(
                        "Conv3d(1, 2, kernel_size=(1, 3, 3), stride=2)",
                        new Convolution(
                                1,
                                2,
                                Window.ofKernel(Extent.of(1, 3, 3)).withStride(Extent.of(2, 2, 2)),
                                EdgeMode.ZEROS,
                                1,
                                true)),
                Arguments.of(
                        "Conv2d(3, 16, kernel_size=1)",
                        new Convolution(
                                3, 16, new Window(ones, ones, ones, Padding.none(2)), EdgeMode.ZEROS, 1, true)));
    }

    @ParameterizedTest
    @MethodSource("convolutions")
    void convolutionsArePrintedAsShortPython(String text, Layer convolution) {
        assertEquals(text, NetworkText.print(convolution));
        assertEquals(convolution, NetworkText.parseLayer(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "padding=same | padding='same'",
                "padding=full | padding='full'",
                "padding=valid | padding='valid'",
                "padding=same-upper | padding='same-upper'",
                "padding=1:2x0:1 | padding='1:2x0:1'",
                "padding=1:1x2:2 | padding=(1, 2)",
                "padding='1x2' | padding=(1, 2)",
                "padding=(1, 1) | padding=1",
                "padding_mode=circular | padding_mode='circular'",
                "padding_mode=constant(-2) | padding_mode='constant(-2.0)'",
                "padding_mode = constant( 1e2 ) | padding_mode='constant(100.0)'",
            })
    void wordsMayBeQuotedOrNot(String given, String canonical) {
        Layer layer = NetworkText.parseLayer("Conv2d(3, 16, 3, " + given + ")");
        assertEquals("Conv2d(3, 16, kernel_size=3, " + canonical + ")", NetworkText.print(layer));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ReLU() | ReLU()",
                "ReLU | ReLU()",
                "nn.ReLU(True) | ReLU()",
                "ReLU6(inplace=True) | ReLU6()",
                "LeakyReLU() | LeakyReLU(negative_slope=0.01)",
                "LeakyReLU(1e-05, True) | LeakyReLU(negative_slope=1e-05)",
                "LeakyReLU(.1) | LeakyReLU(negative_slope=0.1)",
                "LeakyReLU(-5.) | LeakyReLU(negative_slope=-5.0)",
                "ELU(alpha=2) | ELU(alpha=2.0)",
                "Softplus(3) | Softplus(beta=3.0, threshold=20.0)",
                "Hardtanh(0, 1E+20, inplace=True) | Hardtanh(min_val=0.0, max_val=1e+20)",
                "Hardtanh(-inf, inf) | Hardtanh(min_val=-inf, max_val=inf)",
                "Threshold(0.5, -1) | Threshold(threshold=0.5, value=-1.0)",
                "GELU() | GELU(approximate='none')",
                "GELU('tanh') | GELU(approximate='tanh')",
                "GELU(approximate=tanh) | GELU(approximate='tanh')",
                "Identity() | Identity()",
            })
    void activationsArePrintedWithTheNumbersThatShapeThem(String given, String canonical) {
        Layer layer = NetworkText.parseLayer(given);
        assertEquals(canonical, NetworkText.print(layer));
        assertEquals(layer, NetworkText.parseLayer(canonical));
    }

    /** As PyTorch's functions do, but not for the kernel of a convolution. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MaxPool2d((2,)) | MaxPool2d(2)",
                "MaxPool3d(3, [2], (1,), (2,)) | MaxPool3d(3, 2, 1, 2)",
                "AvgPool2d((3,), stride=(2,), padding=(1,)) | AvgPool2d(3, 2, 1)",
                "AvgPool1d((3,)) | AvgPool1d(3)",
                "Conv2d(3, 16, 3, (2,), (1,), (2,)) | Conv2d(3, 16, 3, 2, 1, 2)",
                "Conv1d(3, 16, (3,)) | Conv1d(3, 16, 3)",
                "ConvTranspose3d(3, 16, 3, (2,), (1,), (1,), dilation=(2,)) | ConvTranspose3d(3, 16, 3, 2, 1, 1, dilation=2)",
            })
    void aTupleOfOneNumberStandsForAllAxes(String given, String canonical) {
        assertEquals(NetworkText.parseLayer(canonical), NetworkText.parseLayer(given));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Upsample(scale_factor=(2, 2), mode='bilinear') | scale_factor=2.0, mode='bilinear', align_corners=False",
                "Upsample((7, 7, 7), mode='trilinear') | size=7, mode='trilinear', align_corners=False",
                "UpsamplingBilinear2d(scale_factor=3) | scale_factor=3.0, mode='bilinear', align_corners=True",
                "Upsample(scale_factor=(2, 1.5), mode='bicubic') | scale_factor=(2.0, 1.5), mode='bicubic',"
                        + " align_corners=False",
                "Upsample(scale_factor=(2, 2)) | scale_factor=(2.0, 2.0), mode='nearest'",
                "Upsample(scale_factor=(2,)) | scale_factor=(2.0,), mode='nearest'",
                "Upsample(size=(8,)) | size=(8,), mode='nearest'",
                "Upsample(size=(8,), mode='linear') | size=8, mode='linear', align_corners=False",
                "UpsamplingNearest2d(7) | size=(7, 7), mode='nearest'",
            })
    void sizesOfUpsamplingAreOneNumberWhereItTellsAsMuch(String given, String arguments) {
        Layer layer = NetworkText.parseLayer(given);
        assertEquals("Upsample(" + arguments + ")", NetworkText.print(layer));
        assertEquals(layer, NetworkText.parseLayer(NetworkText.print(layer)));
    }

    @ParameterizedTest
    @EnumSource
    void everyActivationFunctionIsInTheLanguage(ActivationFunction function) {
        Activation activation = new Activation(
                function,
                function.parameters().stream()
                        .map(parameter -> parameter.defaultValue().orElse(3))
                        .toList());
        assertEquals(activation, NetworkText.parseLayer(NetworkText.print(activation)));
    }

    @Test
    void plainLinesAreNamedByTheirIndex() {
        assertEquals(List.of("0", "1", "2"), names("Conv2d(3, 8, 3)\nReLU()\nConv2d(8, 1, 1)"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "(a): ReLU(); Tanh(); (b): ReLU() | a 1 b",
                "Sequential(ReLU(), Tanh()); ReLU() | 0.0 0.1 1",
                "Sequential(Sequential(ReLU(), Tanh()), ReLU()) | 0.0 0.1 1",
                "Sequential((0): Sequential((0): ReLU()), (1): Sequential(), (2): Tanh()) | 0.0 2",
                "Net((stem): ReLU() (blocks): ModuleList((0): Block((act): ReLU()))) | stem blocks.0.act",
                "(net): Sequential(ReLU(), Tanh()) | net.0 net.1",
                "ModuleList((0-2): 3 x ReLU(), (3): Tanh()) | 0 1 2 3",
                "Sequential((0): ReLU(), (1-2): 2 x Block((a): Tanh(), (b): ReLU())) | 0 1.a 1.b 2.a 2.b",
                "ReLU(); 2 x Tanh(); ReLU() | 0 1 2 3",
                "('a b)'): ReLU(); (c d): Tanh() | a b) c d",
                "(/conv1/Conv:0): ReLU() | /conv1/Conv:0",
            })
    void namesFollowTheRuleOfStateDict(String text, String names) {
        assertEquals(names, String.join(" ", names(text)));
    }

    @Test
    void layersOfNestedContainersRunInTheOrderPrinted() {
        Network network = NetworkText.parse("Net((last): Sequential(ReLU(), Tanh()), (first): Sigmoid())");
        assertEquals(
                List.of(List.of(Network.INPUT), List.of("last.0"), List.of("last.1")),
                network.nodes().stream().map(Network.Node::inputs).toList());
    }

    @Test
    void branchesAreNamedAndJoined() {
        Network network = NetworkText.parse("""
                (stem): Conv2d(3, 8, 3, padding=same)
                (near): ReLU()
                (far): Conv2d(8, 8, 3, padding=same, dilation=4, input='stem')
                Concat(inputs=('near', 'far', input))
                """);
        assertEquals(List.of("stem"), network.nodes().get(2).inputs());
        assertEquals(
                new Network.Node("3", new Concatenation(), List.of("near", "far", Network.INPUT)), network.output());
    }

    @Test
    void nameOfAContainerStandsForItsLastLayer() {
        Network network = NetworkText.parse("(a): Sequential(ReLU(), Tanh()); Sigmoid(); Concat(('a', '1'))");
        assertEquals(List.of("a.1", "1"), network.output().inputs());
    }

    /** VDSR and others have such a layer. */
    @Test
    void layerNamedInputHidesTheNetworksInput() {
        String text = "Tanh()\n(input): ReLU()\nTanh(input='0')\nConcat(inputs=('input', '', '2'))";
        Network network = NetworkText.parse(text);
        assertEquals(List.of("input", Network.INPUT, "2"), network.output().inputs());
        assertEquals(text, NetworkText.print(network));
    }

    @Test
    void networksArePrintedOneLayerALineWithOnlyTheNamesAndInputsThatAreNeeded() {
        String text = """
                Conv2d(3, 8, kernel_size=3, padding='same')
                (near): ReLU()
                Conv2d(8, 8, kernel_size=3, padding='same', dilation=4, input='0')
                ('two words'): Tanh()
                Concat(inputs=('near', 'two words', 'input'))
                ReLU()""";
        assertEquals(text, NetworkText.print(NetworkText.parse(text)));
    }

    @Test
    void joinWithoutANetworkIsPrintedWithoutInputs() {
        assertEquals("Concat()", NetworkText.print(new Concatenation()));
    }

    private static List<String> names(String text) {
        return NetworkText.parse(text).nodes().stream().map(Network.Node::name).toList();
    }

    @Test
    void lineBreaksOfPastedTextMayBeLost() {
        assertEquals(
                NetworkText.parse("Sequential(\n  (0): ReLU()\n  (1): Tanh()\n)"),
                NetworkText.parse("Sequential(   (0): ReLU()   (1): Tanh() )"));
    }
}
