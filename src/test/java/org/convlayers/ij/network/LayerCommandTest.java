package org.convlayers.ij.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.io.FileSaver;
import ij.macro.Interpreter;
import ij.measure.Calibration;
import ij.plugin.ChannelSplitter;
import ij.plugin.Duplicator;
import ij.process.FloatProcessor;
import ij.process.StackConverter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.convlayers.Macros;
import org.convlayers.app.History;
import org.convlayers.ij.BatchMode;
import org.convlayers.ij.RandomImage;
import org.convlayers.ij.image.Histories;
import org.convlayers.ij.image.ImagePlusImg;
import org.convlayers.ij.image.OpenImages;
import org.convlayers.ij.option.Command;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The three convolution commands on images of every kind, as a macro calls them. */
@ExtendWith(BatchMode.class)
final class LayerCommandTest {
    @TempDir
    private Path folder;

    private static ImagePlus convolve(ImagePlus image, String options) {
        return run(new ConvolutionLayer(), image, options);
    }

    private static ImagePlus run(Command command, ImagePlus image, String options) {
        WindowManager.setTempCurrentImage(image);
        try {
            return OpenImages.titled(command.execute(command.schema().parse(options)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ImagePlus random(String type, int channels, int slices, int frames) {
        return RandomImage.of(type, channels, slices, frames);
    }

    private static float[] plane(ImagePlus image, int c, int z, int t) {
        return (float[]) image.getStack().getPixels(image.getStackIndex(c, z, t));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            zeros     | 16 11 16 15 25 20 10 13 9 9 10 12 1 0 2 4
            reflect   | 16 11 16 17 25 20 10 15 9 9 10 14 22 16 10 14
            replicate | 16 11 16 20 25 20 10 17 9 9 10 16 3 2 10 16
            circular  | 16 11 16 19 25 20 10 20 9 9 10 13 10 9 21 18
            """)
    void goldenValuesComeOut(String edges, String expected) {
        ImagePlus image = new ImagePlus(
                "golden", new FloatProcessor(4, 4, new float[] {4, 1, 7, 5, 4, 4, 2, 5, 7, 7, 2, 4, 1, 0, 2, 4}, null));
        float[] result = plane(convolve(image, "weights=[1 0; 2 1] edges=" + edges), 1, 1, 1);
        assertArrayEquals(floats(expected), result);
    }

    private static float[] floats(String text) {
        double[] values =
                Arrays.stream(text.split(" ")).mapToDouble(Double::parseDouble).toArray();
        float[] floats = new float[values.length];
        IntStream.range(0, values.length).forEach(i -> floats[i] = (float) values[i]);
        return floats;
    }

    static Stream<ImagePlus> hyperstacks() {
        return Stream.of(random("8", 2, 3, 2), random("16", 3, 1, 4), random("32", 1, 4, 1), random("RGB", 1, 2, 2));
    }

    /** Each slice and frame of a hyperstack gives what it gives as an image of its own. */
    @ParameterizedTest
    @MethodSource("hyperstacks")
    void everySliceAndFrameIsAnItem(ImagePlus image) {
        ImagePlus result = convolve(image, "weights=sobel stride=2");
        int channels = ImagePlusImg.channels(image) * 2;
        assertArrayEquals(new int[] {6, 5, channels, image.getNSlices(), image.getNFrames()}, result.getDimensions());
        assertEquals(32, result.getBitDepth());
        for (int t = 1; t <= image.getNFrames(); t++) {
            for (int z = 1; z <= image.getNSlices(); z++) {
                ImagePlus single = new Duplicator().run(image, 1, image.getNChannels(), z, z, t, t);
                single.setTitle("z" + z + " t" + t);
                ImagePlus alone = convolve(single, "weights=sobel stride=2");
                for (int c = 1; c <= channels; c++) {
                    assertArrayEquals(plane(alone, c, 1, 1), plane(result, c, z, t), "c" + c + " z" + z + " t" + t);
                }
            }
        }
    }

    @Test
    void colorsAreThreeChannels() {
        ImagePlus image = random("RGB", 1, 1, 1);
        ImagePlus result = convolve(image, "weights=laplacian");
        ImagePlus[] colors = ChannelSplitter.split(image);
        for (int c = 1; c <= 3; c++) {
            assertArrayEquals(plane(convolve(colors[c - 1], "weights=laplacian"), 1, 1, 1), plane(result, c, 1, 1));
        }
        assertEquals("laplacian of red", result.getStack().getSliceLabel(1));
    }

    @Test
    void typesOfTheSameValuesGiveTheSame() {
        ImagePlus bytes = random("8", 2, 2, 1);
        ImagePlus floats = bytes.duplicate();
        new StackConverter(floats).convertToGray32();
        ImagePlus shorts = bytes.duplicate();
        new StackConverter(shorts).convertToGray16();
        ImagePlus expected = convolve(bytes, "weights=kaiming filters=3 seed=7");
        for (ImagePlus image : List.of(floats, shorts)) {
            ImagePlus result = convolve(image, "weights=kaiming filters=3 seed=7");
            for (int n = 1; n <= expected.getStackSize(); n++) {
                assertArrayEquals((float[]) expected.getStack().getPixels(n), (float[])
                        result.getStack().getPixels(n));
            }
        }
    }

    @Test
    void signedValuesAreTakenWithTheirSign() {
        ImagePlus raw = random("16", 1, 1, 1);
        ImagePlus signed = raw.duplicate();
        signed.getCalibration().setSigned16BitCalibration();
        float[] unsignedResult = plane(convolve(raw, "weights=identity"), 1, 1, 1);
        float[] signedResult = plane(convolve(signed, "weights=identity"), 1, 1, 1);
        for (int i = 0; i < unsignedResult.length; i++) {
            assertEquals(unsignedResult[i] - 32768, signedResult[i]);
        }
    }

    @Test
    void virtualStackGivesTheSameAndStaysVirtual() {
        ImagePlus image = random("16", 2, 3, 1);
        Path file = folder.resolve("source.tif");
        new FileSaver(image).saveAsTiffStack(file.toString());
        ImagePlus virtual = IJ.openVirtual(file.toString());
        ImagePlus expected = convolve(image, "weights=scharr");
        ImagePlus result = convolve(virtual, "weights=scharr");
        assertTrue(virtual.getStack().isVirtual());
        for (int n = 1; n <= expected.getStackSize(); n++) {
            assertArrayEquals((float[]) expected.getStack().getPixels(n), (float[])
                    result.getStack().getPixels(n));
        }
    }

    @Test
    void sourceIsUntouched() {
        ImagePlus image = random("16", 2, 1, 1);
        ImagePlus before = image.duplicate();
        convolve(image, "weights=box(5) activation=ReLU");
        for (int n = 1; n <= 2; n++) {
            assertArrayEquals((short[]) before.getStack().getPixels(n), (short[])
                    image.getStack().getPixels(n));
        }
        assertFalse(image.isLocked());
    }

    @Test
    void threeDimensionsTakeSlicesAsDepth() {
        ImagePlus image = random("32", 2, 5, 2);
        ImagePlus result = convolve(image, "weights=box dimensions=3D padding=valid stride=2x1x1");
        assertArrayEquals(new int[] {9, 7, 2, 2, 2}, result.getDimensions());
        double sum = 0;
        for (int z = 3; z <= 5; z++) {
            for (int y = 4; y <= 6; y++) {
                for (int x = 1; x <= 3; x++) {
                    sum += plane(image, 2, z, 2)[y * 11 + x];
                }
            }
        }
        assertEquals(sum / 27, plane(result, 2, 2, 2)[4 * 9 + 1], 1e-6);
    }

    @Test
    void oneDimensionGoesAlongRows() {
        ImagePlus image = random("8", 2, 2, 2);
        ImagePlus lines = convolve(image, "weights=[1 -2 3] dimensions=1D stride=2");
        ImagePlus planes = convolve(image, "weights=[1 -2 3] stride=1x2 padding=0x1");
        assertArrayEquals(planes.getDimensions(), lines.getDimensions());
        for (int n = 1; n <= planes.getStackSize(); n++) {
            assertArrayEquals((float[]) planes.getStack().getPixels(n), (float[])
                    lines.getStack().getPixels(n));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tile=none", "tile=4", "tile=1", "precision=float32"})
    void tilesLeaveNoSeam(String tile) {
        ImagePlus image = random("32", 3, 1, 1);
        String options = "weights=kaiming filters=5 kernel=3 dilation=2 edges=reflect activation=GELU ";
        ImagePlus expected = convolve(image, options);
        ImagePlus result = convolve(image, options + tile);
        for (int c = 1; c <= 5; c++) {
            assertArrayEquals(plane(expected, c, 1, 1), plane(result, c, 1, 1));
        }
    }

    @Test
    void wholeNumberTypesAreRoundedAndClipped() {
        ImagePlus image =
                new ImagePlus("values", new FloatProcessor(4, 1, new float[] {-3, 0.5f, 100.4f, 70000}, null));
        ImagePlus bytes = convolve(image, "weights=identity type=uint8");
        assertArrayEquals(new byte[] {0, 1, 100, (byte) 255}, (byte[])
                bytes.getProcessor().getPixels());
        ImagePlus shorts = convolve(image, "weights=identity type=uint16");
        assertArrayEquals(new short[] {0, 1, 100, (short) 65535}, (short[])
                shorts.getProcessor().getPixels());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void contrastIgnoresInfiniteValues(int channels) {
        ImagePlus image = random("32", channels, 1, 1);
        for (int c = 1; c <= channels; c++) {
            image.getStack().setVoxel(2, 3, c - 1, Double.POSITIVE_INFINITY);
            image.getStack().setVoxel(3, 3, c - 1, Double.NEGATIVE_INFINITY);
        }
        ImagePlus result = convolve(image, "weights=identity");
        for (int c = 1; c <= channels; c++) {
            result.setPosition(c, 1, 1);
            assertTrue(Double.isFinite(result.getDisplayRangeMin()), "channel " + c);
            assertTrue(Double.isFinite(result.getDisplayRangeMax()), "channel " + c);
        }
        Path file = folder.resolve("infinite.tif");
        ImagePlus saved = convolve(image, "weights=identity save=[" + file + "]");
        for (int c = 1; c <= channels; c++) {
            saved.setPosition(c, 1, 1);
            assertTrue(Double.isFinite(saved.getDisplayRangeMin()), "saved channel " + c);
            assertTrue(Double.isFinite(saved.getDisplayRangeMax()), "saved channel " + c);
        }
    }

    @Test
    void resultIsShownInGrayWithLabelsAndPlace() {
        ImagePlus image = random("16", 2, 1, 1);
        image.getStack().setSliceLabel("DAPI", 1);
        image.getStack().setSliceLabel("actin", 2);
        Calibration calibration = image.getCalibration();
        calibration.pixelWidth = 0.5;
        calibration.setUnit("um");
        ImagePlus result = convolve(image, "weights=sobel stride=2");
        assertEquals(
                IJ.GRAYSCALE, assertInstanceOf(CompositeImage.class, result).getMode());
        assertEquals("sobel y of DAPI", result.getStack().getSliceLabel(2));
        assertEquals("sobel x of actin", result.getStack().getSliceLabel(3));
        assertEquals(1, result.getCalibration().pixelWidth);
        assertEquals("µm", result.getCalibration().getUnit());
        assertEquals("random 16-conv", result.getTitle());
    }

    @Test
    void historyTellsLayersAndSource() {
        ImagePlus image = random("8", 1, 1, 1);
        image.show();
        ImagePlus result = convolve(image, "weights=kaiming filters=2 activation=LeakyReLU(0.2)");
        History history = Histories.of(result).orElseThrow();
        assertEquals("Conv2d(1, 2, kernel_size=3, padding='same')\nLeakyReLU(negative_slope=0.2)", history.network());
        assertEquals(List.of(image), Histories.openSources(history));
        assertTrue(history.weights().matches("[0-9a-f]{64}"));
    }

    /** The planes that an image has still to read would be those of another result. */
    @Test
    void fileOfAnOpenVirtualStackIsNotReplaced() throws IOException {
        ImagePlus image = random("8", 1, 1, 1);
        Path file = folder.resolve("maps.tif");
        ImagePlus maps = convolve(image, "weights=sobel save=[" + file + "]");
        byte[] before = Files.readAllBytes(file);
        for (Path name :
                List.of(file, folder.resolve("." + folder.getFileSystem().getSeparator() + "maps.tif"))) {
            String options = "weights=box kernel=5 save=[" + name + "]";
            String fault = assertThrows(IllegalArgumentException.class, () -> convolve(image, options))
                    .getMessage();
            assertEquals(
                    "save=" + name.toAbsolutePath()
                            + ": 'maps.tif' is open and reads its planes from this file; close it or choose another name",
                    fault);
            assertThrows(IllegalArgumentException.class, () -> outlook(image, options));
        }
        assertArrayEquals(before, Files.readAllBytes(file));
        maps.close();
        Interpreter.removeBatchModeImage(maps);
        assertTrue(outlook(image, "save=[" + file + "]").startsWith("'" + file + "' exists and will be replaced\n"));
        convolve(image, "weights=box save=[" + file + "]");
        assertFalse(Arrays.equals(before, Files.readAllBytes(file)));
    }

    @Test
    void folderThatIsMissingIsToldWhileTheDialogIsOpen() throws IOException {
        ImagePlus image = random("8", 1, 1, 1);
        Path file = folder.resolve("none").resolve("maps.tif");
        assertEquals(
                "there is no folder '" + file.getParent() + "' to write '" + file + "' to",
                assertThrows(IOException.class, () -> outlook(image, "save=[" + file + "]"))
                        .getMessage());
        assertTrue(outlook(image, "save=[" + folder.resolve("maps.tif") + "]").startsWith("C 1 -> 2"));
    }

    private static String outlook(ImagePlus image, String options) throws IOException {
        WindowManager.setTempCurrentImage(image);
        Command command = new ConvolutionLayer();
        return command.client().outlook(command.schema().parse(options)).text();
    }

    @Test
    void savedResultIsStreamedAndOpenedVirtually() {
        ImagePlus image = random("16", 2, 3, 2);
        image.getCalibration().pixelWidth = 0.25;
        image.getCalibration().setUnit("um");
        ImagePlus memory = convolve(image, "weights=sobel stride=2");
        Path file = folder.resolve("result.tif");
        ImagePlus saved = convolve(image, "weights=sobel stride=2 save=[" + file + "]");
        assertTrue(saved.getStack().isVirtual());
        assertArrayEquals(memory.getDimensions(), saved.getDimensions());
        for (int n = 1; n <= memory.getStackSize(); n++) {
            assertArrayEquals((float[]) memory.getStack().getPixels(n), (float[])
                    saved.getStack().getProcessor(n).getPixels());
        }
        assertEquals(Histories.of(memory), Histories.of(saved));
        assertEquals(0.5, saved.getCalibration().pixelWidth, 1e-12);
        ImagePlus opened = IJ.openImage(file.toString());
        assertEquals("sobel y of channel 1", opened.getStack().getSliceLabel(2));
        assertEquals(IJ.GRAYSCALE, opened.getDisplayMode());
        opened.setC(3);
        memory.setC(3);
        assertEquals(memory.getDisplayRangeMax(), opened.getDisplayRangeMax(), 1e-6);
    }

    @Test
    void sourceFileIsNeverReplaced() {
        ImagePlus image = random("8", 1, 2, 1);
        Path file = folder.resolve("source.tif");
        new FileSaver(image).saveAsTiffStack(file.toString());
        ImagePlus opened = IJ.openImage(file.toString());
        assertThrows(IllegalArgumentException.class, () -> convolve(opened, "save=[" + file + "]"));
        assertArrayEquals(image.getDimensions(), IJ.openImage(file.toString()).getDimensions());
    }

    @Test
    void separableIsDepthwiseThenPointwise() {
        ImagePlus image = random("32", 3, 1, 1);
        ImagePlus result =
                run(new DepthwiseSeparableConvolution(), image, "filters=4 stages multiplier=2 between=ReLU");
        assertEquals(4, result.getNChannels());
        ImagePlus stage = OpenImages.titled("random 32-depthwise");
        assertEquals(6, stage.getNChannels());
        History history = Histories.of(result).orElseThrow();
        assertTrue(history.network().contains("(depthwise): Conv2d(3, 6, kernel_size=3, padding='same', groups=3)"));
        assertTrue(history.network().contains("(pointwise): Conv2d(6, 4, kernel_size=1)"), history.network());
    }

    @Test
    void parallelDilationsStandSideBySide() {
        ImagePlus image = random("32", 2, 1, 1);
        ImagePlus result = run(new DilatedConvolution(), image, "weights=box rates=1,3");
        assertEquals(4, result.getNChannels());
        float[] single = plane(convolve(image, "weights=box dilation=3"), 2, 1, 1);
        assertArrayEquals(single, plane(result, 4, 1, 1));
        assertEquals("dilation 3: box of channel 2", result.getStack().getSliceLabel(4));
    }

    @Test
    void seriesOfDilationsIsOneAfterTheOther() {
        ImagePlus image = random("32", 1, 1, 1);
        ImagePlus result = run(new DilatedConvolution(), image, "weights=box rates=1,2 arrangement=series");
        ImagePlus first = convolve(image, "weights=box");
        ImagePlus second = convolve(first, "weights=box dilation=2");
        assertArrayEquals(plane(second, 1, 1, 1), plane(result, 1, 1, 1), 1e-6f);
    }

    static Stream<Command> commands() {
        return Stream.of(new ConvolutionLayer(), new DepthwiseSeparableConvolution(), new DilatedConvolution());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void defaultsGiveAResultForAnyImage(Command command) {
        for (ImagePlus image : List.of(random("8", 1, 1, 1), random("RGB", 1, 1, 1), random("16", 4, 2, 1))) {
            ImagePlus result = run(command, image, "");
            assertEquals(image.getWidth(), result.getWidth());
            assertEquals(image.getNSlices(), result.getNSlices());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            groups=2                          | in_channels must be divisible by groups
            kernel=5                          | kernel=5x5
            kernel=0 weights=kaiming          | kernel=0: must be at least 1
            filters=-1 weights=kaiming        | filters=-1
            padding=same stride=2             | padding='same' is not supported for strided convolutions
            padding=valid weights=box(15)     | Kernel size can't be greater than actual input size
            edges=reflect padding=9           | Padding size should be less than the corresponding input dimension
            edges=torus                       | 'torus' is not an edge mode
            weights=sobol                     | sobol
            weights=nothing.npy               | nothing.npy
            weights=[image:nowhere]           | no image 'nowhere' is open
            activation=Conv2d(1,2,3)          | this is no activation
            activation=relu                   | activation=relu: this is no activation; the nearest is ReLU
            activation=Rulu(2)                | activation=Rulu(2): this is no activation; the nearest is ReLU
            activation=LeakyReLU(x)           | activation=LeakyReLU(x)
            tile=0                            | tile
            seed=x                            | seed=x
            save=result.png                   | must end in .tif
            """)
    void mistakesAreToldBeforeAnythingIsComputed(String options, String message) {
        ImagePlus image = random("8", 3, 1, 1);
        Exception e = assertThrows(Exception.class, () -> convolve(image, options));
        String told = e.getCause() == null || !(e instanceof UncheckedIOException)
                ? e.getMessage()
                : e.getCause().getMessage();
        assertTrue(told.contains(message), told);
        assertFalse(told.contains("\n"), told);
        assertEquals(List.of(), OpenImages.all());
        assertFalse(image.isLocked());
    }

    @Test
    void commandNeedsAnImage() {
        assertThrows(IllegalArgumentException.class, () -> convolve(null, ""));
    }

    @Test
    void lockedImageIsLeftAlone() {
        ImagePlus image = random("8", 1, 1, 1);
        Thread other = new Thread(image::lock);
        other.start();
        try {
            other.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        assertThrows(IllegalArgumentException.class, () -> convolve(image, ""));
        assertTrue(image.isLocked());
    }

    @Test
    void kernelOfAnOpenImageIsUsed() {
        ImagePlus kernel = new ImagePlus("my kernel", new FloatProcessor(3, 1, new float[] {-1, 0, 1}, null));
        kernel.show();
        ImagePlus image = random("32", 1, 1, 1);
        assertArrayEquals(
                plane(convolve(image, "weights=[-1 0 1]"), 1, 1, 1),
                plane(convolve(image, "weights=[image:my kernel]"), 1, 1, 1));
    }

    @Test
    void callRunsACommandByItsName() {
        ImagePlus image = random("8", 1, 1, 1);
        WindowManager.setTempCurrentImage(image);
        assertEquals("random 8-conv", Macros.run("Convolution Layer...", "weights=box"));
    }
}
