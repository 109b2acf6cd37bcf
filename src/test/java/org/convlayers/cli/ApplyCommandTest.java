package org.convlayers.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileSaver;
import ij.measure.Calibration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.convlayers.io.npy.NpyFile;
import org.convlayers.weights.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApplyCommandTest {
    /** The input of PyTorch's golden values, and what padding 'same' gives with the kernel 1 0; 2 1. */
    private static final float[] GOLDEN_INPUT = {4, 1, 7, 5, 4, 4, 2, 5, 7, 7, 2, 4, 1, 0, 2, 4};

    private static final float[] GOLDEN_OUTPUT = {16, 11, 16, 15, 25, 20, 10, 13, 9, 9, 10, 12, 1, 0, 2, 4};
    private static final String GOLDEN_NETWORK = "Conv2d(1, 1, 2, padding='same', bias=False)";

    @TempDir
    Path folder;

    private Path in;
    private Path out;

    @BeforeEach
    void nameFiles() {
        in = folder.resolve("in.npy");
        out = folder.resolve("out.npy");
    }

    @Test
    void summaryHasTheTimesOfTheRun() throws IOException {
        ArrayFiles.random(in, 1, 1, 40, 50);
        String err = CommandRun.of(
                        "apply", "--network", "Conv2d(1, 8, 3); ReLU()", "--summary", "--threads", 1, in, "-o", out)
                .succeeds()
                .err();
        assertTrue(err.lines().anyMatch(line -> line.matches("name +layer .* ms +GFLOP/s")), err);
        assertTrue(err.lines().anyMatch(line -> line.matches("0 +Conv2d .* \\d+\\.\\d\\d +\\d+\\.\\d\\d")), err);
        assertTrue(err.lines().anyMatch(line -> line.matches("1 +ReLU .* - +-")), err);
    }

    @Test
    void arraysGiveArraysWithoutABatchAxis() throws IOException {
        ArrayFiles.write(in, GOLDEN_INPUT, 1, 4, 4);
        CommandRun run = CommandRun.of("apply", "--network", GOLDEN_NETWORK, "--weights", "1 0; 2 1", in, "-o", out);
        assertEquals("", run.succeeds().out());
        assertEquals(out + ": 1x4x4 -> 1x4x4", run.report());
        assertOutput(GOLDEN_OUTPUT, 1, 4, 4);
    }

    @ParameterizedTest
    @CsvSource({"3x8", "2x3x4", "1x2x3x4", "1x2x2x3x2"})
    void layersOfAnyRankTakeTheAxesOfTheArray(String size) throws IOException {
        Integer[] shape = Arrays.stream(size.split("x")).map(Integer::valueOf).toArray(Integer[]::new);
        float[] ramp = new float[24];
        float[] rectified = new float[24];
        for (int i = 0; i < ramp.length; i++) {
            ramp[i] = i - 12;
            rectified[i] = Math.max(0, i - 12);
        }
        ArrayFiles.write(in, ramp, shape);
        CommandRun.of("apply", "--network", "ReLU()", in, "-o", out).succeeds();
        assertOutput(rectified, shape);
    }

    @Test
    void wholeNumbersForProbabilitiesAreRemarkedOn() throws IOException {
        String remark =
                "all values are between 0 and 1, and type=uint8 leaves only 0 and 1 of them; type=float32 keeps them";
        ArrayFiles.write(in, new float[] {0, 0.25f, 0.75f, 1}, 1, 2, 2);
        String[] command = {"apply", "--network", "Identity()", "--type", "uint8", in.toString(), "-o", out.toString()};
        assertTrue(CommandRun.of((Object[]) command).succeeds().err().contains(out + ": " + remark));
        ArrayFiles.write(in, new float[] {0, 1, 1, 0}, 1, 2, 2);
        assertFalse(CommandRun.of((Object[]) command).succeeds().err().contains(remark));
        ArrayFiles.write(in, new float[] {0.5f, 1, 2, 0}, 1, 2, 2);
        assertFalse(CommandRun.of((Object[]) command).succeeds().err().contains(remark));
    }

    @Test
    void valuesAreScaledFirst() throws IOException {
        ArrayFiles.write(in, new float[] {0, 255, 51, 102}, 1, 2, 2);
        CommandRun.of("apply", "--network", "Identity()", "--input", "x/51 mean=[1]", in, "-o", out)
                .succeeds();
        assertOutput(new float[] {-1, 4, 0, 1}, 1, 2, 2);
        CommandRun.of("apply", "--network", "Identity()", "--input", "x/51 mean=[1,2]", in, "-o", out)
                .failsWith(2, "input: mean=[1.0, 2.0] has 2 numbers for 1 channel");
    }

    @Test
    void arraysGiveArraysWithTheirBatchAxis() throws IOException {
        float[] twice = Arrays.copyOf(GOLDEN_INPUT, 32);
        System.arraycopy(GOLDEN_INPUT, 0, twice, 16, 16);
        ArrayFiles.write(in, twice, 2, 1, 4, 4);
        CommandRun.of("apply", "--network", GOLDEN_NETWORK, "--weights", "1 0; 2 1", in, "-o", out)
                .succeeds();
        float[] expected = Arrays.copyOf(GOLDEN_OUTPUT, 32);
        System.arraycopy(GOLDEN_OUTPUT, 0, expected, 16, 16);
        assertOutput(expected, 2, 1, 4, 4);
    }

    @ParameterizedTest
    @CsvSource({
        "'Conv1d(2, 3, 3)', 2x9, 3x7",
        "'Conv1d(2, 3, 3)', 4x2x9, 4x3x7",
        "'Conv3d(2, 3, 3)', 2x5x6x7, 3x3x4x5",
        "'Conv3d(2, 3, 3)', 4x2x5x6x7, 4x3x3x4x5"
    })
    void theRankOfTheNetworkDecides(String network, String from, String to) throws IOException {
        ArrayFiles.random(in, 1, sizes(from));
        CommandRun.of("apply", "--network", network, in, "-o", out).succeeds();
        assertEquals(List.of(sizes(to)), NpyFile.readAll(out).shape());
    }

    private static Integer[] sizes(String text) {
        return Arrays.stream(text.split("x")).map(Integer::valueOf).toArray(Integer[]::new);
    }

    @Test
    void theResultDoesNotDependOnTilesAndThreads() throws IOException {
        ArrayFiles.random(in, 2, 3, 70, 90);
        List<String> network = List.of("--network", "Conv2d(3, 5, 3, padding=1); ReLU(); Conv2d(5, 4, 3, dilation=2)");
        float[] whole = apply(network, "--tile=none", "--threads=1").data();
        assertArrayEquals(whole, apply(network, "--tile=13", "--threads=2").data());
        assertArrayEquals(whole, apply(network, "--seed=0").data());
        assertNotEquals(whole[0], apply(network, "--seed=1").data()[0]);
        float[] exact = apply(network, "--precision=float64").data();
        assertArrayEquals(exact, whole, 1e-5f);
    }

    private Tensor apply(List<String> network, String... options) throws IOException {
        Stream<Object> arguments = Stream.concat(
                Stream.concat(Stream.of("apply", in, "-o", out), network.stream()), Arrays.stream(options));
        CommandRun.of(arguments.toArray()).succeeds();
        return NpyFile.readAll(out);
    }

    @Test
    void whatImageJOpensGivesACalibratedHyperstack() {
        Path image = folder.resolve("cells.tif");
        ImagePlus source = IJ.createHyperStack("cells", 20, 10, 2, 3, 2, 16);
        Calibration calibration = source.getCalibration();
        calibration.setUnit("mm");
        calibration.pixelWidth = 0.5;
        calibration.pixelHeight = 0.25;
        calibration.pixelDepth = 4;
        source.getStack().getProcessor(source.getStackIndex(1, 2, 2)).setf(6, 4, 100);
        new FileSaver(source).saveAsTiff(image.toString());
        Path target = folder.resolve("maps.tif");
        CommandRun run = CommandRun.of(
                "apply",
                "--network=Conv2d(2, 2, 3, stride=2, padding=1, groups=2)",
                "--weights=identity",
                image,
                "-o",
                target);
        assertEquals(target + ": 2x10x20 -> 2x5x10, for each of 6 items", run.report());
        ImagePlus maps = IJ.openImage(target.toString());
        assertArrayEquals(new int[] {10, 5, 2, 3, 2}, maps.getDimensions());
        assertEquals(32, maps.getBitDepth());
        assertEquals(IJ.GRAYSCALE, maps.getDisplayMode());
        assertEquals(
                100, maps.getStack().getProcessor(maps.getStackIndex(1, 2, 2)).getf(3, 2));
        assertEquals(1, maps.getCalibration().pixelWidth);
        assertEquals(0.5, maps.getCalibration().pixelHeight);
        assertEquals(4, maps.getCalibration().pixelDepth);
        assertEquals(0.25, maps.getCalibration().xOrigin);
        assertTrue(maps.getProp("convlayers.network").startsWith("Conv2d(2, 2, "), maps.getProp("convlayers.network"));
        assertEquals("cells.tif", maps.getProp("convlayers.source.title"));
        assertEquals(12, maps.getStackSize());
        assertEquals("identity of channel 2", maps.getStack().getSliceLabel(12));
    }

    @Test
    void imagesGiveArraysToo() throws IOException {
        Path image = folder.resolve("slices.tif");
        new FileSaver(IJ.createHyperStack("slices", 6, 5, 1, 3, 1, 8)).saveAsTiff(image.toString());
        CommandRun.of("apply", "--network=Conv2d(1, 2, 3)", image, "-o", out).succeeds();
        assertEquals(List.of(3, 2, 3, 4), NpyFile.readAll(out).shape());
        CommandRun.of("apply", "--network=Conv3d(1, 2, 3)", image, "-o", out).succeeds();
        assertEquals(List.of(2, 1, 3, 4), NpyFile.readAll(out).shape());
    }

    @ParameterizedTest
    @CsvSource({"uint8, 8", "uint16, 16"})
    void wholeNumbersAreRoundedAndClipped(String type, int bits) throws IOException {
        ArrayFiles.write(in, new float[] {-3, 0.4f, 0.5f, 70000}, 1, 2, 2);
        Path target = folder.resolve("out.tif");
        CommandRun run = CommandRun.of("apply", "--network=Identity()", "--type", type, in, "-o", target);
        run.succeeds();
        assertEquals(
                target + ": 1x2x2 -> 1x2x2; values rounded and clipped to " + type + ", 0 to " + ((1 << bits) - 1),
                run.report());
        ImagePlus result = IJ.openImage(target.toString());
        assertEquals(bits, result.getBitDepth());
        int[] pixels = {result.getPixel(0, 0)[0], result.getPixel(1, 0)[0], result.getPixel(0, 1)[0]};
        assertArrayEquals(new int[] {0, 0, 1}, pixels);
        assertEquals((1 << bits) - 1, result.getPixel(1, 1)[0]);
        CommandRun.of("apply", "--network=Identity()", "--type", type, in, "-o", out)
                .succeeds();
        assertArrayEquals(
                new float[] {0, 0, 1, (1 << bits) - 1}, NpyFile.readAll(out).data());
    }

    @Test
    void inputsAreNeverReplaced() throws IOException {
        ArrayFiles.write(in, GOLDEN_INPUT, 1, 4, 4);
        Path weights = ArrayFiles.write(folder.resolve("kernel.npy"), new float[] {1, 0, 2, 1}, 2, 2);
        for (Path target : List.of(in, weights)) {
            byte[] before = Files.readAllBytes(target);
            CommandRun.of("apply", "--network", GOLDEN_NETWORK, "--weights", weights, in, "-o", target)
                    .failsWith(2, "the output '" + target + "' is the input '" + target + "'; choose another name");
            assertArrayEquals(before, Files.readAllBytes(target));
        }
    }

    /** 32-bit copies of 8-bit images keep 0 to 255, which {@code 0..1} cannot know. */
    @Test
    void realNumbersBeyondTheUnitRangeAreMentioned() throws IOException {
        ArrayFiles.write(in, new float[] {0.5f, 1.5f}, 1, 1, 2);
        String words = "input=0..1 takes the real numbers of this image as they are, and some are above 1";
        assertTrue(CommandRun.of("apply", "--network=ReLU()", "--input=0..1", in, "-o", out)
                .succeeds()
                .err()
                .contains(words));
        ArrayFiles.write(in, new float[] {0.5f, 1}, 1, 1, 2);
        assertFalse(CommandRun.of("apply", "--network=ReLU()", "--input=0..1", in, "-o", out)
                .succeeds()
                .err()
                .contains(words));
    }

    /** Channels that come last are recognised where only they suit the network. */
    @Test
    void arraysThatLookTurnedRoundAreSaidToBe() throws IOException {
        ArrayFiles.random(in, 3, 8, 9, 3);
        CommandRun.of("apply", "--network=Conv2d(3, 4, 3)", in, "-o", out)
                .failsWith(
                        2,
                        "layer '0': Given groups=1, weight of size [4, 3, 3, 3], expected input[1, 8, 9, 3] to have 3"
                                + " channels, but got 8 channels instead; the channels of '" + in
                                + "', of shape [8, 9, 3], seem to be its last axis: they have to come before the spatial"
                                + " axes, as in (C, H, W)");
    }

    @Test
    void unreadableImagesAreNamedWithTheReason() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty.tif"));
        CommandRun.of("apply", "--network=ReLU()", empty, "-o", out).failsWith(1, empty + ": the file is empty");
        Path none = folder.resolve("none.tif");
        CommandRun.of("apply", "--network=ReLU()", none, "-o", out).failsWith(1, none + ": there is no such file");
    }

    /** Layers as a file beside their weights: random ones are taken, as for any text, but not silently. */
    @Test
    void weightsThatLieBesideTheLayersAreMentioned() throws IOException {
        ArrayFiles.random(in, 3, 2, 8, 8);
        Path shared = folder.resolve("shared");
        CommandRun.of("export", "--network=Conv2d(2, 1, 3)", "-o", shared).succeeds();
        Path layers = shared.resolve("network.txt");
        String note = "the weights are random (kaiming); those of '" + shared.resolve("weights.safetensors") + "' are";
        assertTrue(CommandRun.of("apply", "--network", layers, in, "-o", out)
                .succeeds()
                .err()
                .contains(note));
        assertFalse(CommandRun.of("apply", "--network", shared, in, "-o", out)
                .succeeds()
                .err()
                .contains(note));
        assertFalse(CommandRun.of(
                        "apply", "--network", layers, "--weights", shared.resolve("weights.safetensors"), in, "-o", out)
                .succeeds()
                .err()
                .contains(note));
    }

    @Test
    void failuresLeaveNothing() throws IOException {
        ArrayFiles.random(in, 3, 3, 8, 8);
        CommandRun.of("apply", "--network=Conv2d(2, 4, 3)", in, "-o", out)
                .failsWith(
                        2,
                        "layer '0': Given groups=1, weight of size [4, 2, 3, 3], expected input[1, 3, 8, 8] to have 2"
                                + " channels, but got 3 channels instead");
        CommandRun.of("apply", "--network=Conv3d(3, 4, 3)", in, "-o", out)
                .failsWith(
                        2,
                        "layer '0': Expected 4D (unbatched) or 5D (batched) input to conv3d, but got input of size:"
                                + " [3, 8, 8]");
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(in), files.toList());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            BatchNorm2d(3)          | layer '0': expected 4D input
            MaxPool2d(2)            | layer '0': Expected 3D (unbatched) or 4D (batched) input to max_pool2d, but got
            AdaptiveAvgPool2d(2)    | layer '0': Expected 3D (unbatched) or 4D (batched) input to adaptive_avg_pool2d,
            ReLU(); ZeroPad2d(1)    | layer '1': a padding of 2 axes does not fit feature maps of 1
            Conv3d(3, 4, 3)         | layer '0': Expected 4D (unbatched) or 5D (batched) input to conv3d, but got input of
            """)
    void arraysOfAnotherRankAreRefusedByTheLayerThatMinds(String network, String words) throws IOException {
        ArrayFiles.random(in, 3, 3, 8);
        CommandRun run = CommandRun.of("apply", "--network", network, in, "-o", out);
        assertEquals(2, run.code());
        assertTrue(run.err().startsWith("error: " + words), run.err());
    }

    @ParameterizedTest
    @CsvSource({
        "'GroupNorm(1, 20)', 20x8x3x5, 20x8x3x5",
        "PReLU(4), 1x4x17, 4x17",
        "'ReLU(); GroupNorm(2, 8)', 20x8x3x5, 8x3x5",
        "'Softmax(dim=3); PReLU(4)', 4x2x3, 4x2x3"
    })
    void channelsDecideHowManyAxesAreSpatialWhereNoLayerSays(String network, String size, String item)
            throws IOException {
        Integer[] shape = Arrays.stream(size.split("x")).map(Integer::valueOf).toArray(Integer[]::new);
        ArrayFiles.random(in, 5, shape);
        CommandRun run = CommandRun.of("apply", "--network", network, in, "-o", out);
        assertTrue(run.succeeds().err().contains(out + ": " + item + " -> " + item), run.err());
        assertEquals(List.of(shape), NpyFile.readAll(out).shape());
    }

    @ParameterizedTest
    @CsvSource({
        "AdaptiveAvgPool2d(0), 0, 0",
        "'AdaptiveMaxPool2d((0, 3)); ReLU(); BatchNorm2d(3)', 0, 3",
        "ZeroPad2d(-4), 0, 0",
        "'ConstantPad2d((-3, -5, 1, 1), 7)', 10, 0"
    })
    void resultWithoutPixelsIsAnEmptyArrayAndNoImage(String network, int height, int width) throws IOException {
        ArrayFiles.random(in, 3, 2, 3, 8, 8);
        CommandRun run = CommandRun.of("apply", "--network", network, in, "-o", out);
        String size = "3x" + height + "x" + width;
        assertEquals(
                out + ": 3x8x8 -> " + size + ", for each of 2 items",
                run.succeeds().err().strip());
        assertOutput(new float[0], 2, 3, height, width);
        Path image = folder.resolve("out.tif");
        CommandRun.of("apply", "--network", network, in, "-o", image)
                .failsWith(2, "layer '0': the output, " + size + ", has no pixel");
        assertTrue(Files.notExists(image));
    }

    @Test
    void layersTakeMapsWithoutPixelsAsInPyTorch() throws IOException {
        ArrayFiles.random(in, 3, 3, 8, 8);
        CommandRun.of(
                        "apply",
                        "--network=ZeroPad2d((-4, -4, 0, 0)); CircularPad2d((0, 0, 2, 0)); Softmax(2)",
                        in,
                        "-o",
                        out)
                .succeeds();
        assertOutput(new float[0], 3, 10, 0);
        CommandRun.of("apply", "--network=ZeroPad2d(-4); Conv2d(3, 1, 1)", in, "-o", out)
                .failsWith(
                        2,
                        "layer '1': Calculated padded input size per channel: (0 x 0). Kernel size: (1 x 1). Kernel"
                                + " size can't be greater than actual input size");
        CommandRun.of("apply", "--network=ZeroPad2d(-4); ZeroPad2d(4)", in, "-o", out)
                .failsWith(
                        2,
                        "layer '0': the output, 3x0x0, has no pixel, and layers that make pixels of none are not supported");
        CommandRun.of("apply", "--network=ZeroPad2d(-4); BatchNorm2d(4)", in, "-o", out)
                .failsWith(2, "layer '1': running_mean should contain 3 elements not 4");
        CommandRun.of("apply", "--network=ReplicationPad2d(-4)", in, "-o", out)
                .failsWith(
                        2,
                        "layer '0': a padding of -4x-4 and -4x-4 pixels at begin and end leaves nothing of feature maps of"
                                + " 8x8");
    }

    /** Channels, slices and frames of the image, and the network. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | 1 | 1 | Conv2d(3, 1, 1) | give an RGB image, a hyperstack of 3 channels as .tif, or an array (3, H, W) as .npy",
                "1 | 3 | 1 | Conv2d(3, 1, 1) | if its 3 slices are the channels, give a hyperstack of 3 channels as .tif, or an array (3, H, W) as .npy",
                "1 | 4 | 1 | Conv3d(2, 1, 1) | give a hyperstack of 2 channels as .tif, or an array (2, D, H, W) as .npy",
                "4 | 1 | 1 | Conv2d(1, 1, 1) | give a gray image, or an array (1, H, W) as .npy"
            })
    void imagesOfOtherChannelsAreToldFromFilesThatHaveThem(
            int channels, int slices, int frames, String network, String advice) {
        Path image = folder.resolve("in.tif");
        IJ.saveAsTiff(
                IJ.createImage("in", "8-bit grayscale-mode ramp", 8, 6, channels, slices, frames), image.toString());
        CommandRun run = CommandRun.of("apply", "--network", network, image, "-o", out);
        assertEquals(2, run.code());
        assertTrue(run.err().strip().endsWith("; " + advice), run.err());
    }

    @Test
    void weightsInAFolderAreAskedFor() throws IOException {
        ArrayFiles.write(in, GOLDEN_INPUT, 1, 4, 4);
        CommandRun.of("apply", "--network", GOLDEN_NETWORK, "--weights", folder, in, "-o", out)
                .failsWith(
                        2, "weights=" + folder + " is a folder; give a file in it: .npy, .npz, .safetensors or .txt");
    }

    @Test
    void damagedInputIsRefused() throws IOException {
        ArrayFiles.random(in, 4, 3, 8, 8);
        byte[] whole = Files.readAllBytes(in);
        Files.write(in, Arrays.copyOf(whole, whole.length - 1));
        CommandRun array = CommandRun.of("apply", "--network=ReLU()", in, "-o", out);
        assertEquals(1, array.code());
        assertTrue(array.err().startsWith("error: " + in + ": "), array.err());
        Path image = Files.writeString(folder.resolve("noise.tif"), "this is no image");
        CommandRun noise = CommandRun.of("apply", "--network=ReLU()", image, "-o", out);
        assertEquals(1, noise.code());
        assertTrue(noise.err().startsWith("error: " + image + ": "), noise.err());
        assertEquals(1, noise.err().lines().count());
    }

    private void assertOutput(float[] values, Integer... shape) throws IOException {
        Tensor tensor = NpyFile.readAll(out);
        assertEquals(List.of(shape), tensor.shape());
        assertArrayEquals(values, tensor.data());
    }
}
