package org.convlayers.ij.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.convlayers.app.FilledNetwork;
import org.convlayers.app.InputScaling;
import org.convlayers.app.ShownMaps;
import org.convlayers.app.TileChoice;
import org.convlayers.engine.layer.Precision;
import org.convlayers.engine.memory.Monitor;
import org.convlayers.ij.image.SourceImage;
import org.convlayers.io.SampleType;
import org.convlayers.io.weights.TensorFiles;
import org.convlayers.layer.Network;
import org.convlayers.text.NetworkText;
import org.convlayers.weights.WeightSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Images of whole numbers, at the ends of their range: every layer computes with real numbers, and nothing wraps. */
final class IntegerImagesTest {
    private static final int CHANNELS = 4;
    private static final int WIDTH = 12;
    private static final int HEIGHT = 10;

    /** For images of four channels. */
    private static final List<String> LAYERS = List.of(
            "Conv2d(4, 3, 3, padding=1, padding_mode='reflect')",
            "Conv2d(4, 4, 3, groups=4)",
            "ConvTranspose2d(4, 2, 3, stride=2)",
            "MaxPool2d(3, 2, 1)",
            "AvgPool2d(2)",
            "AdaptiveAvgPool2d(3)",
            "AdaptiveMaxPool2d(3)",
            "Upsample(scale_factor=2)",
            "Upsample(scale_factor=1.5, mode='bilinear')",
            "Upsample(size=17, mode='bicubic')",
            "PixelShuffle(2)",
            "PixelUnshuffle(2)",
            "BatchNorm2d(4)",
            "InstanceNorm2d(4)",
            "GroupNorm(2, 4)",
            "Softmax(dim=1)",
            "LogSoftmax(dim=3)",
            "PReLU(4)",
            "ZeroPad2d(2)",
            "ConstantPad2d(1, -7)",
            "ReplicationPad2d(2)",
            "Dropout()",
            "ReLU()",
            "ReLU6()",
            "LeakyReLU()",
            "ELU()",
            "CELU()",
            "SELU()",
            "GELU()",
            "Sigmoid()",
            "Tanh()",
            "SiLU()",
            "Mish()",
            "Softplus()",
            "Softsign()",
            "Hardtanh()",
            "Hardsigmoid()",
            "Hardswish()",
            "LogSigmoid()",
            "Hardshrink()",
            "Softshrink()",
            "Tanhshrink()",
            "Identity()",
            "Concat(inputs=('input', 'input'))",
            "Add(inputs=('input', 'input'))",
            "Multiply(inputs=('input', 'input'))",
            "(x): Identity(); (y): ReLU(); Subtract(inputs=('x', 'y'))",
            "Maximum(inputs=('input', 'input'))",
            "Minimum(inputs=('input', 'input'))");

    static Stream<Arguments> layersAndTypes() {
        return LAYERS.stream().flatMap(layer -> Stream.of(8, 16).map(bits -> Arguments.of(layer, bits)));
    }

    /** 0, the largest value, and what lies beside them and in the middle, where signed numbers would wrap. */
    private static ImagePlus extremes(int bits, int channels) {
        int largest = (1 << bits) - 1;
        int[] values = {0, largest, 1, largest - 1, largest / 2, largest / 2 + 1};
        ImagePlus image = IJ.createHyperStack("extremes", WIDTH, HEIGHT, channels, 1, 1, bits);
        Random random = new Random(bits);
        for (int n = 1; n <= channels; n++) {
            for (int i = 0; i < WIDTH * HEIGHT; i++) {
                image.getStack().getProcessor(n).set(i, values[random.nextInt(values.length)]);
            }
        }
        return image;
    }

    private static ImagePlus asReal(ImagePlus image) {
        ImageStack stack = new ImageStack(image.getWidth(), image.getHeight());
        for (int n = 1; n <= image.getStackSize(); n++) {
            stack.addSlice(image.getStack().getProcessor(n).convertToFloatProcessor());
        }
        ImagePlus real = new ImagePlus("real", stack);
        real.setDimensions(image.getNChannels(), 1, 1);
        real.setOpenAsHyperStack(true);
        return real;
    }

    private static List<float[]> apply(String layers, String weights, ImagePlus image, Precision precision)
            throws IOException {
        Network network = NetworkText.parse(layers);
        FilledNetwork filled = FilledNetwork.fill(network, WeightSource.parse(weights), TensorFiles::read, 1);
        ShownMaps maps = ShownMaps.ofOutput("", filled, SourceImage.of(image), filled.rank());
        NetworkJob job = new NetworkJob(
                List.of(new NetworkJob.Result("net", maps, Optional.empty())),
                InputScaling.AS_IS,
                precision,
                TileChoice.AUTO,
                SampleType.FLOAT32,
                List.of());
        ImagePlus result = new NetworkApplication(image, job).run(Monitor.NONE).get(0);
        List<float[]> planes = new ArrayList<>();
        for (int n = 1; n <= result.getStackSize(); n++) {
            planes.add((float[]) result.getStack().getPixels(n));
        }
        return planes;
    }

    @ParameterizedTest
    @MethodSource("layersAndTypes")
    void wholeNumbersAreComputedAsTheRealNumbersTheyAre(String layer, int bits) throws IOException {
        ImagePlus image = extremes(bits, CHANNELS);
        for (Precision precision : List.of(Precision.FLOAT32, Precision.FLOAT64)) {
            List<float[]> whole = apply(layer, "kaiming", image, precision);
            List<float[]> real = apply(layer, "kaiming", asReal(image), precision);
            assertEquals(real.size(), whole.size());
            for (int n = 0; n < real.size(); n++) {
                assertArrayEquals(real.get(n), whole.get(n), precision + ", plane " + n);
            }
        }
    }

    /** Every pixel is the largest value; results are far beyond the type, or below 0. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Conv2d(1, 1, 3)                                         | 9
            Conv2d(1, 1, 3, padding=1, padding_mode='circular')     | 9
            ConvTranspose2d(1, 1, 3, padding=2)                     | 9
            AvgPool2d(3, divisor_override=1)                        | 9
            Add(inputs=('input', 'input', 'input'))                 | 3
            (x): Add(inputs=('input', 'input')); Subtract(inputs=('input', 'x', 'x')) | -3
            Subtract(inputs=('input', 'input', 'input'))            | -1
            """)
    void sumsGoBeyondTheTypeOfTheImage(String layers, double times) throws IOException {
        for (int bits : new int[] {8, 16}) {
            int largest = (1 << bits) - 1;
            ImagePlus image = IJ.createHyperStack("white", WIDTH, HEIGHT, 1, 1, 1, bits);
            image.getProcessor().add(largest);
            String weights = layers.startsWith("Conv") ? "1 1 1; 1 1 1; 1 1 1" : "kaiming";
            for (Precision precision : List.of(Precision.FLOAT32, Precision.FLOAT32_DIRECT, Precision.FLOAT64)) {
                float[] plane = apply(layers, weights, image, precision).get(0);
                for (float value : plane) {
                    assertEquals(times * largest, value, 1e-6 * 9 * largest, precision + " " + bits);
                }
            }
        }
    }
}
