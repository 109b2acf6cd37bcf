package org.convlayers.ij.arithmetic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataNode;
import org.convlayers.io.weights.TensorFiles;
import org.junit.jupiter.api.Test;

/** GIF files, read back with Java's own reader. */
final class AnimatedGifTest {
    /** Of a colour on the soft border of a letter. */
    private static final int LARGEST_CHANGE = 20;

    private static final String FORMAT = "javax_imageio_gif_image_1.0";

    private static ImageReader read(byte[] file) throws IOException {
        ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
        reader.setInput(ImageIO.createImageInputStream(new ByteArrayInputStream(file)));
        return reader;
    }

    private static IIOMetadataNode node(ImageReader reader, int frame, String name) throws IOException {
        IIOMetadataNode root = (IIOMetadataNode) reader.getImageMetadata(frame).getAsTree(FORMAT);
        return (IIOMetadataNode) root.getElementsByTagName(name).item(0);
    }

    /** The frames as a browser shows them: each drawn over those before. */
    private static List<BufferedImage> play(ImageReader reader) throws IOException {
        List<BufferedImage> shown = new ArrayList<>();
        BufferedImage canvas = new BufferedImage(reader.getWidth(0), reader.getHeight(0), BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < reader.getNumImages(true); i++) {
            IIOMetadataNode place = node(reader, i, "ImageDescriptor");
            Graphics2D graphics = canvas.createGraphics();
            graphics.drawImage(
                    reader.read(i),
                    Integer.parseInt(place.getAttribute("imageLeftPosition")),
                    Integer.parseInt(place.getAttribute("imageTopPosition")),
                    null);
            graphics.dispose();
            BufferedImage copy = new BufferedImage(canvas.getWidth(), canvas.getHeight(), canvas.getType());
            copy.setData(canvas.getRaster());
            shown.add(copy);
        }
        return shown;
    }

    private static byte[] gif(List<BufferedImage> frames) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new AnimatedGif(frames::get, frames.size()).write(bytes, 50, 200);
        return bytes.toByteArray();
    }

    private static BufferedImage square(int x, int y, Color color) {
        BufferedImage image = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, 40, 30);
        graphics.setColor(color);
        graphics.fillRect(x, y, 5, 5);
        graphics.dispose();
        return image;
    }

    private static void assertSame(BufferedImage expected, BufferedImage actual, String message) {
        for (int y = 0; y < expected.getHeight(); y++) {
            for (int x = 0; x < expected.getWidth(); x++) {
                assertEquals(expected.getRGB(x, y), actual.getRGB(x, y), message + " at " + x + ", " + y);
            }
        }
    }

    @Test
    void framesComeBackAsTheyWere() throws IOException {
        List<BufferedImage> frames = List.of(
                square(0, 0, Color.RED),
                square(35, 25, Color.BLUE),
                square(35, 25, Color.BLUE),
                square(7, 9, new Color(1, 2, 3)));
        List<BufferedImage> shown = play(read(gif(frames)));
        assertEquals(frames.size(), shown.size());
        for (int i = 0; i < frames.size(); i++) {
            assertSame(frames.get(i), shown.get(i), "frame " + i);
        }
    }

    @Test
    void itRepeatsForEverAndRestsOnTheLastFrame() throws IOException {
        ImageReader reader = read(gif(List.of(square(0, 0, Color.RED), square(9, 9, Color.RED))));
        assertEquals("50", node(reader, 0, "GraphicControlExtension").getAttribute("delayTime"));
        assertEquals("200", node(reader, 1, "GraphicControlExtension").getAttribute("delayTime"));
        byte[] repeat = (byte[]) node(reader, 0, "ApplicationExtension").getUserObject();
        assertEquals(List.of(1, 0, 0), List.of((int) repeat[0], (int) repeat[1], (int) repeat[2]));
    }

    @Test
    void onlyWhatChangesIsStored() throws IOException {
        ImageReader reader = read(gif(List.of(square(10, 10, Color.RED), square(12, 11, Color.RED))));
        assertEquals(7, reader.getWidth(1));
        assertEquals(6, reader.getHeight(1));
    }

    /** Of text with soft borders there are more colours than a palette holds; cells keep theirs. */
    @Test
    void arithmeticKeepsTheColoursOfItsCells() throws IOException {
        ArithmeticPicture picture = ArithmeticOptions.picture(
                ArithmeticOptions.SCHEMA.parse("edges=reflect size=3x4x4"), TensorFiles::read, Optional.empty(), 0);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ArithmeticFile.GIF.write(picture, bytes);
        List<BufferedImage> shown = play(read(bytes.toByteArray()));
        assertEquals(16, shown.size());
        BufferedImage expected = picture.draw(6);
        BufferedImage actual = shown.get(6);
        int same = 0;
        for (int y = 0; y < expected.getHeight(); y++) {
            for (int x = 0; x < expected.getWidth(); x++) {
                Color was = new Color(expected.getRGB(x, y));
                Color is = new Color(actual.getRGB(x, y));
                same += was.equals(is) ? 1 : 0;
                assertEquals(was.getRed(), is.getRed(), LARGEST_CHANGE);
                assertEquals(was.getGreen(), is.getGreen(), LARGEST_CHANGE);
                assertEquals(was.getBlue(), is.getBlue(), LARGEST_CHANGE);
            }
        }
        assertTrue(same > 0.97 * expected.getWidth() * expected.getHeight(), same + " pixels are the same");
    }
}
