package org.convlayers.macros;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.io.FileSaver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.convlayers.HeadlessFiji;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DilationPyramidMacroTest {
    private static final Path MACRO = Path.of("macros", "Dilation_Pyramid.ijm").toAbsolutePath();
    private static final int SIDE = 81;
    private static final int CENTRE = 40;

    @TempDir
    private Path folder;

    /** One bright pixel shows the kernels: [1 4 6 4 1]/16 in both directions. */
    @Test
    void aPixelIsSplitIntoScalesThatAddUpToIt() throws IOException, InterruptedException {
        ImagePlus point = IJ.createImage("point", "16-bit black", SIDE, SIDE, 1);
        point.getProcessor().set(CENTRE, CENTRE, 256);
        new FileSaver(point).saveAsTiff(folder.resolve("point.tif").toString());

        List<String> printed = HeadlessFiji.run(
                folder,
                "open(\"" + folder.resolve("point.tif") + "\");",
                "runMacro(\"" + MACRO + "\");",
                "print(nImages, getTitle());",
                "saveAs(\"tiff\", \"" + folder.resolve("pyramid.tif") + "\");");

        assertEquals(List.of("2 Pyramid of point.tif"), printed);
        ImageStack pyramid =
                IJ.openImage(folder.resolve("pyramid.tif").toString()).getStack();
        assertEquals(
                List.of("detail 1", "detail 2", "detail 3", "detail 4", "background"),
                IntStream.rangeClosed(1, pyramid.size())
                        .mapToObj(pyramid::getSliceLabel)
                        .toList());
        assertEquals(256 - 36, pyramid.getVoxel(CENTRE, CENTRE, 0), 1e-4);
        assertEquals(-24, pyramid.getVoxel(CENTRE + 1, CENTRE, 0), 1e-4);
        assertEquals(-1, pyramid.getVoxel(CENTRE - 2, CENTRE + 2, 0), 1e-4);
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                double sum = 0;
                for (int plane = 0; plane < pyramid.size(); plane++) {
                    sum += pyramid.getVoxel(x, y, plane);
                }
                assertEquals(x == CENTRE && y == CENTRE ? 256 : 0, sum, 1e-4, "at " + x + ", " + y);
            }
        }
    }
}
