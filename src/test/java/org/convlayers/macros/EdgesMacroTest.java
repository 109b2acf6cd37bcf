package org.convlayers.macros;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileSaver;
import ij.process.ImageProcessor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.convlayers.HeadlessFiji;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EdgesMacroTest {
    private static final Path MACRO =
            Path.of("macros", "Edges_of_Each_Channel.ijm").toAbsolutePath();
    private static final int WIDTH = 24;
    private static final int HEIGHT = 20;

    @TempDir
    private Path folder;

    /** Planes that rise by 3 to the right and 4 downwards, and by 10 to the right: gradients of length 5 and 10. */
    @Test
    void slopesHaveTheirLengths() throws IOException, InterruptedException {
        ImagePlus slopes = IJ.createHyperStack("slopes", WIDTH, HEIGHT, 2, 1, 2, 16);
        for (int plane = 1; plane <= slopes.getStackSize(); plane++) {
            ImageProcessor pixels = slopes.getStack().getProcessor(plane);
            for (int i = 0; i < pixels.getPixelCount(); i++) {
                int x = i % WIDTH;
                int y = i / WIDTH;
                pixels.set(i, plane % 2 == 1 ? 3 * x + 4 * y : 10 * x);
            }
        }
        slopes.getCalibration().pixelWidth = 0.25;
        slopes.getCalibration().setUnit("micron");
        new FileSaver(slopes).saveAsTiff(folder.resolve("slopes.tif").toString());

        List<String> printed = HeadlessFiji.run(
                folder,
                "open(\"" + folder.resolve("slopes.tif") + "\");",
                "runMacro(\"" + MACRO + "\");",
                "print(nImages, getTitle());",
                "saveAs(\"tiff\", \"" + folder.resolve("edges.tif") + "\");");

        assertEquals(List.of("2 Edges of slopes.tif"), printed);
        ImagePlus edges = IJ.openImage(folder.resolve("edges.tif").toString());
        assertEquals(
                List.of(WIDTH, HEIGHT, 2, 1, 2),
                List.of(
                        edges.getWidth(),
                        edges.getHeight(),
                        edges.getNChannels(),
                        edges.getNSlices(),
                        edges.getNFrames()));
        assertEquals(0.25, edges.getCalibration().pixelWidth);
        for (int plane = 1; plane <= edges.getStackSize(); plane++) {
            ImageProcessor pixels = edges.getStack().getProcessor(plane);
            double length = plane % 2 == 1 ? 5 : 10;
            for (int y = 1; y < HEIGHT - 1; y++) {
                for (int x = 1; x < WIDTH - 1; x++) {
                    assertEquals(length, pixels.getf(x, y), 1e-4, "plane " + plane + " at " + x + ", " + y);
                }
            }
            assertEquals("edges of channel " + (2 - plane % 2), edges.getStack().getSliceLabel(plane));
        }
    }
}
