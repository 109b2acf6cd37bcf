package org.convlayers.ij.arithmetic;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.convlayers.io.OutputFile;

/** The files that pictures of convolution arithmetic are written to. */
public enum ArithmeticFile {
    /** An animation that repeats. */
    GIF(".gif") {
        @Override
        void write(ArithmeticPicture picture, OutputStream out) throws IOException {
            int hundredths = (int) Math.round(100 * SECONDS_A_FRAME);
            new AnimatedGif(picture::draw, picture.frames()).write(out, hundredths, LAST_FACTOR * hundredths);
        }
    },
    /** All frames side by side, those of an output row in a row. */
    PNG(".png") {
        @Override
        void write(ArithmeticPicture picture, OutputStream out) throws IOException {
            if (!ImageIO.write(strip(picture), "png", out)) {
                throw new IOException("this Java cannot write PNG files");
            }
        }
    },
    /** A stack for ImageJ. */
    TIFF(".tif") {
        @Override
        void write(ArithmeticPicture picture, OutputStream out) throws IOException {
            ArithmeticStack.writeTiff(picture, out);
        }
    };

    /** Slow enough to follow the numbers. */
    static final double SECONDS_A_FRAME = 1;

    /** How much longer the last frame of an animation is shown than the others. */
    private static final int LAST_FACTOR = 3;

    private static final int GAP = 12;
    private static final long MOST_STRIP_PIXELS = 1L << 27;

    private final String ending;

    ArithmeticFile(String ending) {
        this.ending = ending;
    }

    /**
     * The kind of a file by its name.
     *
     * @throws IllegalArgumentException naming the file and what is allowed
     */
    public static ArithmeticFile of(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        for (ArithmeticFile kind : values()) {
            if (name.endsWith(kind.ending)) {
                return kind;
            }
        }
        throw new IllegalArgumentException(
                "arithmetic is written to .gif (animation), .png (strip) and .tif (stack), not to '" + file + "'");
    }

    /**
     * Writes all frames.
     *
     * @param file where to; committed when all is written
     * @throws IOException if it cannot be written
     * @throws IllegalArgumentException if the frames together are too large
     */
    public void write(ArithmeticPicture picture, OutputFile file) throws IOException {
        OutputStream out = file.stream();
        write(picture, out);
        out.flush();
        file.commit();
    }

    abstract void write(ArithmeticPicture picture, OutputStream out) throws IOException;

    private static BufferedImage strip(ArithmeticPicture picture) {
        int columns = Math.min(picture.framesOfRow(), picture.frames());
        int rows = (picture.frames() + columns - 1) / columns;
        long width = columns * (picture.width() + (long) GAP) - GAP;
        long height = rows * (picture.height() + (long) GAP) - GAP;
        if (width * height > MOST_STRIP_PIXELS) {
            throw new IllegalArgumentException("a strip of " + picture.frames() + " frames would have " + width + " x "
                    + height + " pixels, which is too large; a smaller size or scale, or a .gif, takes less");
        }
        BufferedImage strip = new BufferedImage((int) width, (int) height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = strip.createGraphics();
        graphics.setColor(Color.LIGHT_GRAY);
        graphics.fillRect(0, 0, strip.getWidth(), strip.getHeight());
        for (int i = 0; i < picture.frames(); i++) {
            int x = i % columns * (picture.width() + GAP);
            int y = i / columns * (picture.height() + GAP);
            graphics.drawImage(picture.draw(i), x, y, null);
        }
        graphics.dispose();
        return strip;
    }
}
