package org.convlayers.ij.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import javax.imageio.ImageIO;
import org.convlayers.ij.field.ReceptiveFieldPicture.View;
import org.convlayers.ij.option.FieldElement;
import org.convlayers.receptive.PullBack;
import org.convlayers.receptive.ReceptiveField;
import org.convlayers.shape.FeatureShape;
import org.convlayers.text.NetworkText;
import org.junit.jupiter.api.Test;

final class ReceptiveFieldPictureTest {
    private static final int BLACK = 0x000000;
    private static final int GRAY = 0x646464;
    private static final int MARGIN = 0xe6e6e6;
    private static final int YELLOW = 0xf0e442;
    private static final int VERMILION = 0xd55e00;

    private static PullBack pullBack(String layers, int height, int width) {
        return PullBack.of(NetworkText.parse(layers), FeatureShape.of(1, height, width));
    }

    private static ImagePlus gray(int width, int height) {
        ImagePlus image = IJ.createImage("gray", "8-bit black", width, height, 1);
        image.getProcessor().setValue(0x64);
        image.getProcessor().fill();
        return image;
    }

    private static int color(BufferedImage picture, int x, int y) {
        return picture.getRGB(x, y) & 0xffffff;
    }

    @Test
    void pixelsOfASmallFieldAreEnlarged() {
        PullBack pullBack = pullBack("Conv2d(1, 1, 3, padding=same)", 40, 50);
        ReceptiveField field = ReceptiveField.of(pullBack, "0", 20, 30);
        BufferedImage picture = ReceptiveFieldPicture.draw(
                gray(50, 40), pullBack, field, Set.of(FieldElement.BOX, FieldElement.CENTRE), View.FIELD);
        // Three pixels of margin at each side of three pixels, 32-fold.
        assertEquals(9 * 32, picture.getWidth());
        assertEquals(9 * 32, picture.getHeight());
        // The box is on the borders of its pixels, the centre in the middle of the middle pixel.
        assertEquals(YELLOW, color(picture, 3 * 32, 5 * 32));
        assertEquals(YELLOW, color(picture, 6 * 32, 5 * 32));
        assertEquals(YELLOW, color(picture, 5 * 32, 3 * 32));
        assertEquals(VERMILION, color(picture, 9 * 16, 9 * 16));
        assertEquals(GRAY, color(picture, 3 * 32 + 10, 3 * 32 + 10));
        assertEquals(GRAY, color(picture, 2 * 32, 2 * 32));
    }

    @Test
    void everyTapLiesOnItsOwnPixel() {
        PullBack pullBack = pullBack("Conv2d(1, 1, 3, padding=same, dilation=2)", 40, 50);
        ReceptiveField field = ReceptiveField.of(pullBack, "0", 20, 30);
        BufferedImage picture =
                ReceptiveFieldPicture.draw(gray(50, 40), pullBack, field, Set.of(FieldElement.TAPS), View.FIELD);
        for (int y = 0; y < 11; y++) {
            for (int x = 0; x < 11; x++) {
                boolean isTap = x >= 3 && x <= 7 && y >= 3 && y <= 7 && x % 2 == 1 && y % 2 == 1;
                assertEquals(isTap, color(picture, x * 32 + 16, y * 32 + 16) != GRAY, x + ", " + y);
                assertEquals(GRAY, color(picture, x * 32, y * 32), "between pixels at " + x + ", " + y);
            }
        }
    }

    @Test
    void shadeDarkensWhatIsNotSeen() {
        PullBack pullBack = pullBack("Conv2d(1, 1, 3, padding=same)", 40, 50);
        ReceptiveField field = ReceptiveField.of(pullBack, "0", 20, 30);
        BufferedImage picture =
                ReceptiveFieldPicture.draw(gray(50, 40), pullBack, field, Set.of(FieldElement.SHADE), View.FIELD);
        assertEquals(GRAY, color(picture, 3 * 32 + 16, 3 * 32 + 16));
        assertTrue(color(picture, 2 * 32 + 16, 3 * 32 + 16) < GRAY / 2);
    }

    @Test
    void paddingIsDrawnBesideTheImage() {
        PullBack pullBack = pullBack("Conv2d(1, 1, 5, padding=same)", 40, 50);
        ReceptiveField field = ReceptiveField.of(pullBack, "0", 0, 30);
        BufferedImage picture =
                ReceptiveFieldPicture.draw(gray(50, 40), pullBack, field, EnumSet.of(FieldElement.BOX), View.WHOLE);
        int scale = picture.getWidth() / 50;
        assertEquals(42 * scale, picture.getHeight());
        assertEquals(MARGIN, color(picture, scale, scale));
        assertNotEquals(MARGIN, color(picture, 30 * scale + scale / 2, scale), "padding is tinted");
        assertEquals(GRAY, color(picture, scale, 3 * scale));
    }

    @Test
    void boxOfASmallFieldIsVisibleOnALargeImage() {
        PullBack pullBack = pullBack("Conv2d(1, 1, 3, padding=same)", 600, 500);
        ReceptiveField field = ReceptiveField.of(pullBack, "0", 300, 250);
        BufferedImage picture =
                ReceptiveFieldPicture.draw(gray(500, 600), pullBack, field, Set.of(FieldElement.BOX), View.WHOLE);
        assertEquals(500 * 3, picture.getWidth());
        assertEquals(600 * 3, picture.getHeight());
        assertEquals(YELLOW, color(picture, 249 * 3, 300 * 3));
    }

    @Test
    void volumesShowTheirSlice() {
        PullBack pullBack =
                PullBack.of(NetworkText.parse("Conv3d(1, 1, 3, padding=same)"), FeatureShape.of(1, 9, 20, 20));
        ReceptiveField field = ReceptiveField.of(pullBack, "0", 4, 10, 10);
        ImagePlus volume = IJ.createImage("volume", "8-bit black", 20, 20, 9);
        volume.setSlice(4);
        Set<FieldElement> elements = Set.of(FieldElement.BOX, FieldElement.CENTRE);
        BufferedImage beside = ReceptiveFieldPicture.draw(volume, pullBack, field, elements, View.FIELD);
        assertEquals(YELLOW, color(beside, 3 * 32, 5 * 32));
        assertEquals(BLACK, color(beside, 9 * 16, 9 * 16));
        volume.setSlice(5);
        BufferedImage middle = ReceptiveFieldPicture.draw(volume, pullBack, field, elements, View.FIELD);
        assertEquals(VERMILION, color(middle, 9 * 16, 9 * 16));
        volume.setSlice(7);
        BufferedImage outside = ReceptiveFieldPicture.draw(volume, pullBack, field, elements, View.FIELD);
        assertEquals(BLACK, color(outside, 3 * 32, 5 * 32));
    }

    /** 31 pixels and 7 at each side, 14-fold, fill half of the 1320 pixels; the field begins 7 pixels from the border. */
    @Test
    void fileOfASmallFieldHasACloseUp() throws IOException {
        PullBack pullBack = pullBack("Conv2d(1, 1, 31, padding=same)", 660, 550);
        ReceptiveField field = ReceptiveField.of(pullBack, "0", 300, 250);
        byte[] png = ReceptiveFieldPicture.png(
                Path.of("src/test/resources/org/convlayers/ij/image/cell.png"), pullBack, field);
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(png));
        int left = 550 * 2 + 16;
        assertEquals(left + 45 * 14, picture.getWidth());
        assertEquals(660 * 2, picture.getHeight());
        assertEquals(YELLOW, color(picture, 235 * 2, 300 * 2));
        assertEquals(YELLOW, color(picture, left + 7 * 14, 20 * 14));
        assertEquals(YELLOW, color(picture, left + 38 * 14, 20 * 14));
    }

    @Test
    void fileOfALargeFieldShowsTheWholeImage() throws IOException {
        PullBack pullBack = pullBack("Conv2d(1, 1, 101, padding=same)", 660, 550);
        ReceptiveField field = ReceptiveField.of(pullBack, "0", 300, 250);
        byte[] png = ReceptiveFieldPicture.png(
                Path.of("src/test/resources/org/convlayers/ij/image/cell.png"), pullBack, field);
        assertEquals(550 * 2, ImageIO.read(new ByteArrayInputStream(png)).getWidth());
    }

    @Test
    void imageOfAnotherSizeIsRefused() {
        PullBack pullBack = pullBack("Conv2d(1, 1, 3, padding=same)", 40, 50);
        ReceptiveField field = ReceptiveField.of(pullBack, "0", 20, 30);
        IllegalArgumentException error = assertThrows(
                IllegalArgumentException.class,
                () -> ReceptiveFieldPicture.draw(gray(40, 50), pullBack, field, Set.of(FieldElement.BOX), View.FIELD));
        assertEquals("'gray' is 50x40 (height x width), but the field lies in an input of 40x50", error.getMessage());
    }
}
