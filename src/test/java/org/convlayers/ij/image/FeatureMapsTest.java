package org.convlayers.ij.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.io.FileSaver;
import ij.measure.Calibration;
import ij.process.FloatProcessor;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.convlayers.io.tiff.DisplayRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FeatureMapsTest {
    private static final int SIZE = 16;

    @TempDir
    private Path folder;

    /** Plane n holds the values n, n + 1/256, ... n + 255/256. */
    private static ImageStack ramps(int planes) {
        ImageStack stack = new ImageStack(SIZE, SIZE);
        for (int n = 0; n < planes; n++) {
            float[] values = new float[SIZE * SIZE];
            for (int i = 0; i < values.length; i++) {
                values[i] = n + i / 256f;
            }
            stack.addSlice(null, values);
        }
        return stack;
    }

    private static ImagePlus maps(int channels, int slices, int frames) {
        List<String> labels =
                IntStream.range(0, channels).mapToObj(c -> "map " + c).toList();
        return FeatureMaps.hyperstack(
                "result", ramps(channels * slices * frames), labels, slices, frames, new Calibration());
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 8, 9, 12})
    void anyNumberOfChannelsIsShownInGrayOneByOne(int channels) {
        ImagePlus image = maps(channels, 3, 2);
        assertArrayEquals(new int[] {SIZE, SIZE, channels, 3, 2}, image.getDimensions());
        assertTrue(image.isHyperStack());
        assertEquals(IJ.GRAYSCALE, assertInstanceOf(CompositeImage.class, image).getMode());
        for (int c = 0; c < channels; c++) {
            image.setPosition(c + 1, 1, 1);
            assertEquals(c, image.getDisplayRangeMin(), 0.02);
            assertEquals(c + 1, image.getDisplayRangeMax(), 0.02);
            assertEquals("map " + c, image.getStack().getSliceLabel(image.getStackIndex(c + 1, 3, 2)));
        }
    }

    @Test
    void singleMapIsAPlainImage() {
        ImagePlus image = maps(1, 2, 1);
        assertArrayEquals(new int[] {SIZE, SIZE, 1, 2, 1}, image.getDimensions());
        assertEquals(1, image.getDisplayRangeMax(), 0.02);
    }

    @Test
    void arraysAreNotCopied() {
        ImageStack stack = ramps(2);
        Object plane = stack.getPixels(2);
        ImagePlus image = FeatureMaps.hyperstack("result", stack, List.of("a", "b"), 1, 1, new Calibration());
        assertSame(plane, image.getStack().getPixels(2));
    }

    @Test
    void fewExtremePixelsDoNotSpoilTheContrast() {
        float[] values = new float[1000 * 1000];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 1000 == 0 ? 1e6f : i % 7;
        }
        DisplayRange range = FeatureMaps.contrast(new FloatProcessor(1000, 1000, values));
        assertEquals(new DisplayRange(0, 6), range);
    }

    @Test
    void contrastLooksPastValuesThatAreNoNumbers() {
        float[] values = {Float.NaN, 1, 2, Float.POSITIVE_INFINITY};
        assertEquals(new DisplayRange(1, 2), FeatureMaps.contrast(new FloatProcessor(2, 2, values)));
        float[] none = {Float.NaN};
        assertEquals(new DisplayRange(0, 1), FeatureMaps.contrast(new FloatProcessor(1, 1, none)));
    }

    @Test
    void planesMustFitTheDimensions() {
        List<String> labels = List.of("a", "b");
        assertThrows(
                IllegalArgumentException.class,
                () -> FeatureMaps.hyperstack("result", ramps(3), labels, 1, 1, new Calibration()));
    }

    @Test
    void contrastLabelsAndModeSurviveTiff() {
        Path file = folder.resolve("maps.tif");
        new FileSaver(maps(9, 2, 1)).saveAsTiffStack(file.toString());
        ImagePlus image = IJ.openImage(file.toString());
        assertArrayEquals(new int[] {SIZE, SIZE, 9, 2, 1}, image.getDimensions());
        assertEquals(IJ.GRAYSCALE, image.getDisplayMode());
        image.setPosition(9, 1, 1);
        assertEquals(8, image.getDisplayRangeMin(), 0.02);
        assertEquals("map 8", image.getStack().getSliceLabel(18));
    }
}
