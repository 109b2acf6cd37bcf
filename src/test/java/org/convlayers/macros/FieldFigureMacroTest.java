package org.convlayers.macros;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileSaver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.convlayers.HeadlessFiji;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FieldFigureMacroTest {
    private static final Path MACRO =
            Path.of("macros", "Receptive_Field_Figure.ijm").toAbsolutePath();
    private static final int GRAY = 100;

    @TempDir
    private Path folder;

    /** Where the field reaches into the padding, words on the source say so; enlarged they would hide it. */
    @Test
    void whatIsSaidOfThePaddingIsNotEnlarged() throws IOException, InterruptedException {
        HeadlessFiji.run(
                folder,
                "newImage(\"gray\", \"8-bit\", 400, 300, 1);",
                "run(\"Set...\", \"value=" + GRAY + "\");",
                "run(\"Convolution Layer...\", \"weights=laplacian dilation=2\");",
                "makePoint(0, 0);",
                "runMacro(\"" + MACRO + "\");",
                "saveAs(\"png\", \"" + folder.resolve("figure.png") + "\");");
        ImagePlus figure = IJ.openImage(folder.resolve("figure.png").toString());
        for (int y = 0; y < 6; y++) {
            for (int x = 0; x < 6; x++) {
                int[] color = figure.getPixel(x * 112 + 40, y * 112 + 40);
                boolean isSeen = (x == 0 || x == 2) && (y == 0 || y == 2);
                assertTrue(isSeen ? color[2] > color[0] + 30 : color[0] == GRAY && color[2] == GRAY, x + ", " + y);
            }
        }
    }

    /** A 3 x 3 kernel with dilation 2 sees every second pixel of 5 x 5, here from (28, 18). */
    @Test
    void thePixelsSeenAreBlueAndThoseBetweenAreNot() throws IOException, InterruptedException {
        ImagePlus gray = IJ.createImage("gray", "8-bit", 64, 48, 1);
        gray.getProcessor().setValue(GRAY);
        gray.getProcessor().fill();
        new FileSaver(gray).saveAsTiff(folder.resolve("gray.tif").toString());

        List<String> printed = HeadlessFiji.run(
                folder,
                "open(\"" + folder.resolve("gray.tif") + "\");",
                "run(\"Convolution Layer...\", \"weights=laplacian dilation=2\");",
                "makePoint(30, 20);",
                "runMacro(\"" + MACRO + "\");",
                "print(nImages, getTitle(), nResults, getResult(\"Pixels\", 0));",
                "saveAs(\"png\", \"" + folder.resolve("figure.png") + "\");");

        assertEquals(List.of("3 Field of gray-conv 1 9"), printed);
        ImagePlus figure = IJ.openImage(folder.resolve("figure.png").toString());
        // 5 pixels and 30 % on each side make 8, from (27, 17)
        assertEquals(List.of(896, 896), List.of(figure.getWidth(), figure.getHeight()));
        for (int y = 18; y <= 22; y++) {
            for (int x = 28; x <= 32; x++) {
                int[] color = figure.getPixel((x - 27) * 112 + 40, (y - 17) * 112 + 40);
                boolean isSeen = x % 2 == 0 && y % 2 == 0;
                assertTrue(isSeen ? color[2] > color[0] + 30 : color[0] == GRAY && color[2] == GRAY, x + ", " + y);
            }
        }
    }
}
