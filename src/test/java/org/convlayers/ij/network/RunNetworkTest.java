package org.convlayers.ij.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.macro.Interpreter;
import ij.measure.Calibration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.convlayers.app.History;
import org.convlayers.ij.BatchMode;
import org.convlayers.ij.RandomImage;
import org.convlayers.ij.image.Histories;
import org.convlayers.ij.image.Lineage;
import org.convlayers.ij.image.OpenImages;
import org.convlayers.ij.option.Keys;
import org.convlayers.ij.option.Options;
import org.convlayers.io.onnx.ModelBuilder;
import org.convlayers.shape.ShapeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Run Network... as a macro calls it. */
@ExtendWith(BatchMode.class)
final class RunNetworkTest {
    private static final String MODELS = "/org/convlayers/io/onnx/";

    /** Takes multiples of 4; layers of three sizes. */
    private static final String U_NET = """
            (e1): Conv2d(1, 3, 3, padding=1)  # the first level
            (p1): MaxPool2d(2)

            (e2): Conv2d(3, 4, 3, padding=1)
            (p2): MaxPool2d(2)
            (u2): Upsample(scale_factor=2)
            (c2): Concat(inputs=('u2', 'e2'))
            (u1): Upsample(scale_factor=2)
            (c1): Concat(inputs=('u1', 'e1'))
            (d1): Conv2d(11, 2, 3, padding=1)
            """;

    @TempDir
    private Path folder;

    private static Path model(String name) {
        try {
            return Path.of(Objects.requireNonNull(RunNetworkTest.class.getResource(MODELS + name), name)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static ImagePlus run(ImagePlus image, String options) {
        WindowManager.setTempCurrentImage(image);
        try {
            RunNetwork command = new RunNetwork();
            return OpenImages.titled(command.execute(command.schema().parse(options)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String refused(ImagePlus image, String options) {
        List<ImagePlus> before = OpenImages.all();
        String message = assertThrows(IllegalArgumentException.class, () -> run(image, options))
                .getMessage();
        assertEquals(before, OpenImages.all());
        assertFalse(image.isLocked());
        return message;
    }

    private static ImagePlus ramp(int width, int height) {
        ImagePlus image = IJ.createImage("ramp.png", "8-bit ramp", width, height, 1);
        image.show();
        return image;
    }

    private static float[] plane(ImagePlus image, int number) {
        return (float[]) image.getStack().getPixels(number);
    }

    private static List<Integer> dimensions(ImagePlus image) {
        return Arrays.stream(image.getDimensions()).boxed().toList();
    }

    @Test
    void rgbIsThreeChannelsAndValuesAreScaledByTheirType() {
        ImagePlus rgb = RandomImage.of("RGB", 1, 2, 1);
        ImagePlus result = run(rgb, "network=[Conv2d(3, 3, 1, groups=3)] weights=identity input=0..1");
        assertEquals(List.of(11, 9, 3, 2, 1), dimensions(result));
        int color = rgb.getStack().getProcessor(2).get(5);
        assertEquals((color >> 16 & 255) / 255f, plane(result, 4)[5]);
        assertEquals((color >> 8 & 255) / 255f, plane(result, 5)[5]);
        assertEquals((color & 255) / 255f, plane(result, 6)[5]);
    }

    /** The history of a scaled result says how, and its source and its layers are found again. */
    @Test
    void historyHoldsTheScalingAndLeadsBack() throws IOException {
        ImagePlus source = ramp(13, 10);
        ImagePlus result = run(source, "network=[" + U_NET + "] input=[z-score mean=[0.5] std=[2]]");
        History history = Histories.of(result).orElseThrow();
        assertEquals("z-score mean=[0.5] std=[2.0]", history.input());
        assertEquals("z-score mean=[0.5] std=[2.0]", result.getProp("convlayers.input"));
        Path file = folder.resolve("result.tif");
        IJ.saveAsTiff(result, file.toString());
        ImagePlus opened = IJ.openImage(file.toString());
        Lineage lineage = Lineage.of(opened, Optional.empty());
        assertEquals(source, lineage.source());
        assertEquals(9, lineage.network().indexOf("d1"), "after the padding and the layers before it");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "8 | 1 | 1 | 1 | 'random 8' has 1 channel, but the network needs 3; Image > Type > RGB Color makes three equal"
                        + " channels of it",
                "16 | 1 | 3 | 1 | 'random 16' has 1 channel, but the network needs 3; if its 3 slices are the channels, use Image >"
                        + " Hyperstacks > Stack to Hyperstack... first",
                "32 | 4 | 1 | 1 | 'random 32' has 4 channels, but the network needs 3; Image > Duplicate... takes some of its"
                        + " channels",
                "8 | 2 | 1 | 1 | 'random 8' has 2 channels, but the network needs 3; Image > Color > Merge Channels... joins images"
                        + " to channels",
            })
    void otherNumbersOfChannelsAreToldWithWhatToDo(String type, int c, int z, int t, String message) {
        ImagePlus image = RandomImage.of(type, c, z, t);
        assertEquals(message, refused(image, "network=[Conv2d(3, 4, 1)]"));
        assertEquals(message, refused(image, "network=[" + model("websr-cnn-2x-s-rl.onnx") + "]"));
        assertThrows(ShapeException.class, () -> run(image, "network=[Conv2d(3, 4, 1)]"));
    }

    @Test
    void colorForAGrayNetworkIsTold() {
        assertEquals(
                "'random RGB' has 3 channels, but the network needs 1; Image > Type > 8-bit makes it gray, Image > Color >"
                        + " Split Channels takes it apart",
                refused(RandomImage.of("RGB", 1, 1, 1), "network=[Conv2d(1, 4, 1)]"));
    }

    /** Measured places are the same in source and result although the image was padded for the network. */
    @Test
    void sizesThatTheNetworkDoesNotTakeGiveCalibratedResultsOfTheirOwnSize() {
        ImagePlus source = ramp(13, 10);
        Calibration calibration = source.getCalibration();
        calibration.pixelWidth = 0.25;
        calibration.pixelHeight = 0.5;
        calibration.xOrigin = 3;
        calibration.setUnit("um");
        ImagePlus result = run(source, "network=[" + U_NET + "; (s): AvgPool2d(2)]");
        assertEquals(List.of(7, 5, 2, 1, 1), dimensions(result));
        for (double x : new double[] {0, 4.5, 6}) {
            assertEquals(calibration.getX(2 * x), result.getCalibration().getX(x), 1e-9);
            assertEquals(calibration.getY(2 * x), result.getCalibration().getY(x), 1e-9);
        }
        assertTrue(result.getProp("convlayers.network").startsWith("(pad): ReflectionPad2d((0, 3, 0, 2))\n"));
    }

    @Test
    void everyLayerIsShownWithItsNameAndTheOutputIsActive() {
        ImagePlus active = run(ramp(12, 8), "network=[" + U_NET + "] show=all");
        assertEquals("ramp-network", active.getTitle());
        assertEquals(
                List.of("ramp.png", "ramp-network-2x3", "ramp-network-4x6", "ramp-network"),
                OpenImages.all().stream().map(ImagePlus::getTitle).toList());
        assertEquals(List.of(12, 8, 3 + 8 + 11 + 2, 1, 1), dimensions(active));
        assertEquals("e1: map 1", active.getStack().getSliceLabel(1));
        assertEquals("d1: map 2", active.getStack().getSliceLabel(24));
        ImagePlus middle = OpenImages.titled("ramp-network-4x6");
        assertEquals("p1: map 1", middle.getStack().getSliceLabel(1));
        assertEquals(2, middle.getCalibration().pixelWidth);
        ImagePlus layer = run(WindowManager.getImage("ramp.png"), "network=[" + U_NET + "] show=e2");
        assertEquals("ramp-network-e2", layer.getTitle());
        assertArrayEquals(plane(middle, 4), plane(layer, 1), 1e-6f);
    }

    @Test
    void theOutputIsTheSameWhateverElseIsShownAndHoweverItIsCut() {
        ImagePlus source = ramp(40, 30);
        float[] whole = plane(run(source, "network=[" + U_NET + "] tile=none"), 2);
        assertArrayEquals(whole, plane(run(source, "network=[" + U_NET + "] tile=7"), 2));
        assertArrayEquals(whole, plane(run(source, "network=[" + U_NET + "] show=all"), 24));
    }

    private Path twoHeads() throws IOException {
        byte[] bytes = new ModelBuilder(13)
                .input("x", 1, 3, -1, -1)
                .node("Relu", "rough", "x")
                .node("Sigmoid", "mask", "rough")
                .node("GlobalAveragePool", "mean", "rough")
                .node("Unheard", "broken", "rough")
                .output("rough")
                .output("mask")
                .output("mean")
                .output("broken")
                .bytes();
        return Files.write(folder.resolve("two heads.onnx"), bytes);
    }

    @Test
    void everyOutputIsShownAndOneByItsName() throws IOException {
        ImagePlus rgb = RandomImage.of("RGB", 1, 1, 1);
        ImagePlus first = run(rgb, "network=[" + twoHeads() + "]");
        assertEquals("random RGB-two heads", first.getTitle());
        ImagePlus mask = OpenImages.titled("random RGB-two heads-mask");
        float value = plane(first, 2)[7];
        assertEquals(1 / (1 + Math.exp(-value)), plane(mask, 2)[7], 1e-6);
        assertEquals(List.of(1, 1, 3, 1, 1), dimensions(OpenImages.titled("random RGB-two heads-mean")));
        assertEquals(3, OpenImages.all().size());
        ImagePlus alone = run(rgb, "network=[" + twoHeads() + "] show=mask");
        assertArrayEquals(plane(mask, 1), plane(alone, 1));
        assertEquals(
                "show=broken: this output is not computed: " + twoHeads() + ": operators that are not supported: node"
                        + " 'node/broken' (Unheard)",
                refused(rgb, "network=[" + twoHeads() + "] show=broken"));
    }

    /** All of the files are looked at, not only the one that is named. */
    @Test
    void fileBesideTheNamedOneIsNotReplacedWhileItIsOpen() throws IOException {
        ImagePlus rgb = RandomImage.of("RGB", 1, 1, 1);
        Path save = folder.resolve("maps.tif");
        String options = "network=[" + twoHeads() + "] save=[" + save + "]";
        run(rgb, options);
        for (ImagePlus image : OpenImages.all()) {
            if (!image.getTitle().equals("maps-mask.tif") && image != rgb) {
                Interpreter.removeBatchModeImage(image);
            }
        }
        String fault = "save=" + folder.resolve("maps-mask.tif")
                + ": 'maps-mask.tif' is open and reads its planes from this file; close it or choose another name";
        assertEquals(fault, refused(rgb, options));
        WindowManager.setTempCurrentImage(rgb);
        RunNetwork command = new RunNetwork();
        Options parsed = command.schema().parse(options);
        assertEquals(
                fault,
                assertThrows(
                                IllegalArgumentException.class,
                                () -> command.client().outlook(parsed))
                        .getMessage());
    }

    @Test
    void severalResultsAreStreamedToFilesBesideEachOther() throws IOException {
        Path save = folder.resolve("maps.tif");
        run(RandomImage.of("RGB", 1, 1, 1), "network=[" + twoHeads() + "] type=uint8 save=[" + save + "]");
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(
                    List.of("maps-mask.tif", "maps-mean.tif", "maps.tif", "two heads.onnx"),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
        assertEquals(8, IJ.openImage(folder.resolve("maps-mask.tif").toString()).getBitDepth());
    }

    /** A network brings its weights; a wrong value of any key is told before anything is computed. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "weights=kaiming | network is missing: give layers, for example",
                "network=none.onnx | there is no such file",
                "network=[Conv2d(1, 4, 3] | line 1, column",
                "network=[ReLU()] input=x+ | input=x+: expected x, a number, a bracket, min or max at character 3",
                "network=[ReLU()] input=[as is mean=[1,2]] | mean=[1.0, 2.0] has 2 numbers for 1 channel",
                "network=[ReLU()] show=ReLU | show=ReLU: there is no layer or output of this name",
                "network=[ReLU()] tile=0 | tile '0' is not allowed",
                "network=[ReLU()] save=a.png | the name of the file must end in .tif",
                "network=[ReLU()] seed=x | seed=x",
                "networks=[ReLU()] | unknown key 'networks'; the nearest is 'network'",
            })
    void mistakesAreTold(String options, String message) {
        ImagePlus image = ramp(8, 8);
        Exception told = assertThrows(Exception.class, () -> run(image, options));
        Throwable cause = told instanceof UncheckedIOException unchecked ? unchecked.getCause() : told;
        assertTrue(cause.getMessage().contains(message), cause.getMessage());
        assertEquals(List.of(image), OpenImages.all());
        assertFalse(image.isLocked());
    }

    /** What the dialog's field holds is recorded as a line that gives the same network. */
    @Test
    void layersOnSeveralLinesWithCommentsAreRecordedAsOneLine() {
        RunNetwork command = new RunNetwork();
        Options typed = command.schema().defaults().with(Keys.NETWORK, U_NET);
        String line = typed.print();
        assertFalse(line.contains("\n"), line);
        assertFalse(line.contains("#"), line);
        assertEquals(typed.text(Keys.NETWORK), command.schema().parse(line).text(Keys.NETWORK));
        ImagePlus source = ramp(12, 8);
        assertArrayEquals(plane(run(source, line), 1), plane(run(source, "network=[" + U_NET + "]"), 1));
    }

    @Test
    void everySliceAndFrameIsComputed() {
        ImagePlus image = RandomImage.of("16", 1, 2, 3);
        ImagePlus result = run(image, "network=[Conv2d(1, 2, 3, padding=1); ReLU()] input=percentile(1,99)");
        assertEquals(List.of(11, 9, 2, 2, 3), dimensions(result));
    }
}
