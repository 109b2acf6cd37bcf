package org.convlayers.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import ij.IJ;
import ij.io.FileSaver;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.convlayers.io.npy.NpyFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReceptiveFieldCommandTest {
    /** Three layers of dilation 2 see 7 of 13 pixels on each axis. */
    private static final String HOLES =
            "Conv2d(1, 1, 3, dilation=2); Conv2d(1, 1, 3, dilation=2); Conv2d(1, 1, 3, dilation=2)";

    @TempDir
    Path folder;

    @Test
    void dilationLeavesHoles() {
        JsonObject field = CommandRun.of(
                        "receptive-field", "--network", HOLES, "--size", "32x32", "--at", "2,5", "--json")
                .json();
        assertEquals("2", field.get("layer").getAsString());
        assertEquals("[2,5]", field.get("at").toString());
        assertEquals("[13,13]", field.get("size").toString());
        assertEquals("[1,1]", field.get("stride").toString());
        assertEquals("[0,0]", field.get("padding").toString());
        assertEquals("{\"min\":[2,5],\"max\":[14,17]}", field.get("virtual").toString());
        assertEquals("{\"min\":[2,5],\"max\":[14,17]}", field.get("actual").toString());
        assertEquals(49, field.get("pixels").getAsLong());
        assertEquals(49.0 / 169, field.get("coverage").getAsDouble());
        assertTrue(field.get("misalignment").isJsonNull());
    }

    @Test
    void paddingIsVirtual() {
        JsonObject field = CommandRun.of(
                        "receptive-field",
                        "--network=Conv2d(1, 8, 3, stride=2, padding=1)",
                        "--size=9x9",
                        "--at=0,4",
                        "--json")
                .json();
        assertEquals("{\"min\":[-1,7],\"max\":[1,9]}", field.get("virtual").toString());
        assertEquals("{\"min\":[0,7],\"max\":[1,8]}", field.get("actual").toString());
        assertEquals(4, field.get("pixels").getAsLong());
    }

    @Test
    void anyLayerMayBeAskedFor() {
        JsonObject field = CommandRun.of(
                        "receptive-field",
                        "--network",
                        HOLES,
                        "--size",
                        "32x32",
                        "--at",
                        "0,0",
                        "--layer",
                        "0",
                        "--json")
                .json();
        assertEquals("0", field.get("layer").getAsString());
        assertEquals("[5,5]", field.get("size").toString());
    }

    @Test
    void maskIsOneOnEachPixelSeen() throws IOException {
        Path mask = folder.resolve("mask.npy");
        CommandRun.of("receptive-field", "--network=Conv1d(1, 1, 3, dilation=2)", "--size=8", "--at=1", "--mask", mask)
                .succeeds();
        try (NpyFile file = NpyFile.open(mask)) {
            assertEquals(List.of(8), file.shape());
            float[] values = new float[8];
            file.read(0, values, 0, 8);
            assertArrayEquals(new float[] {0, 1, 0, 1, 0, 1, 0, 0}, values);
        }
    }

    @Test
    void pictureShowsTheFieldOnTheImage() throws IOException {
        Path image = folder.resolve("black.tif");
        new FileSaver(IJ.createImage("black", 32, 16, 1, 8)).saveAsTiff(image.toString());
        Path picture = folder.resolve("overlay.png");
        CommandRun.of(
                        "receptive-field",
                        "--network=Conv2d(1, 1, 3)",
                        "--size=16x32",
                        "--at=3,20",
                        "--image",
                        image,
                        "-o",
                        picture)
                .succeeds();
        BufferedImage png = ImageIO.read(picture.toFile());
        int scale = png.getWidth() / 32;
        assertEquals(16 * scale, png.getHeight());
        assertEquals(Color.BLACK.getRGB(), png.getRGB(scale * 5, scale * 5));
        assertNotEquals(Color.BLACK.getRGB(), png.getRGB(scale * 21 + scale / 2, scale * 4 + scale / 2));
    }

    @Test
    void picturesNeedAnImageOfTheSize() throws IOException {
        Path image = folder.resolve("black.tif");
        new FileSaver(IJ.createImage("black", 32, 16, 1, 8)).saveAsTiff(image.toString());
        Path picture = folder.resolve("overlay.png");
        String[] field = {"receptive-field", "--network=ReLU()", "--size=16x16", "--at=0,0"};
        CommandRun small = run(field, "--image", image, "-o", picture);
        assertEquals(2, small.code());
        assertTrue(small.err().startsWith("error: 'black.tif' is 16x32 (height x width)"), small.err());
        assertFalse(Files.exists(picture));
        run(field, "--image", image)
                .failsWith(2, "--image and -o go together: the field is drawn on the one and written to the other");
        Path gif = folder.resolve("overlay.gif");
        run(field, "--image", image, "-o", gif).failsWith(2, "pictures are written to .png, not to '" + gif + "'");
    }

    @Test
    void wrongFilesLeaveNothing() throws IOException {
        Path image = folder.resolve("black.tif");
        new FileSaver(IJ.createImage("black", 32, 16, 1, 8)).saveAsTiff(image.toString());
        Path picture = folder.resolve("overlay.png");
        String[] field = {"receptive-field", "--network=ReLU()", "--size=16x32", "--at=0,0"};
        Path npy = Files.copy(image, folder.resolve("image.npy"));
        run(field, "--image", npy, "-o", picture, "--mask", npy)
                .failsWith(2, "the output '" + npy + "' is the input '" + npy + "'; choose another name");
        Path text = folder.resolve("mask.txt");
        run(field, "--mask", text).failsWith(2, "masks are written to .npy, not to '" + text + "'");
        Path mask = folder.resolve("mask.npy");
        CommandRun large = CommandRun.of(
                "receptive-field", "--network=ReLU()", "--size=100000x100000", "--at=0,0", "--mask", mask);
        assertEquals(2, large.code(), large.err());
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(image, npy), files.sorted().toList());
        }
    }

    private static CommandRun run(String[] words, Object... more) {
        return CommandRun.of(
                Stream.concat(Arrays.stream(words), Arrays.stream(more)).toArray());
    }

    @Test
    void linesSayTheSame() {
        String out = CommandRun.of("receptive-field", "--network", HOLES, "--size", "32x32", "--at", "2,5")
                .succeeds()
                .out();
        assertEquals("""
                layer     2
                at        2,5
                size      13x13
                stride    1x1
                padding   0x0
                virtual   2,5 to 14,17
                actual    2,5 to 14,17
                pixels    49
                coverage  0.2899
                """, out.replace(System.lineSeparator(), "\n"));
    }

    @Test
    void pixelsThatAreNotThereAreRefused() {
        CommandRun.of("receptive-field", "--network=ReLU()", "--size=3x4", "--at=3,0")
                .failsWith(
                        2, "there is no pixel [3, 0] in the output of layer '0', which has 3x4 pixels, counted from 0");
        CommandRun.of("receptive-field", "--network=ReLU()", "--size=3x4", "--at=1.5,0")
                .failsWith(2, "--at '1.5,0' is not a pixel; write whole numbers as Y,X");
        CommandRun.of("receptive-field", "--network=ReLU()", "--size=3x4", "--at=1,0", "--layer=conv")
                .failsWith(2, "there is no layer 'conv'; the layers are [0]");
    }

    @Test
    void maskNeedsAFolder() {
        Path mask = folder.resolve("missing/mask.npy");
        CommandRun.of("receptive-field", "--network=ReLU()", "--size=3x4", "--at=1,0", "--mask", mask)
                .failsWith(1, "there is no folder '" + mask.getParent() + "' to write '" + mask + "' to");
    }
}
