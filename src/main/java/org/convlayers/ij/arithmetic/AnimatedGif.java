package org.convlayers.ij.arithmetic;

import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.function.IntFunction;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;

/**
 * An animation that repeats for ever, as a GIF file. All frames share one palette, so that nothing flickers, and of each frame
 * only what differs from the one before is stored.
 */
final class AnimatedGif {
    private static final String FORMAT = "javax_imageio_gif_image_1.0";

    /** NETSCAPE 2.0: repeat, without end. */
    private static final byte[] FOR_EVER = {1, 0, 0};

    private final IntFunction<BufferedImage> frames;
    private final int count;

    /**
     * Names the frames.
     *
     * @param frames draws a frame of packed RGB ints; each is asked for twice
     * @param count how many there are
     */
    AnimatedGif(IntFunction<BufferedImage> frames, int count) {
        this.frames = frames;
        this.count = count;
    }

    /**
     * Writes the file.
     *
     * @param out takes it; not closed
     * @param hundredths how long each frame is shown, in 1/100 s
     * @param last how long the last one is
     */
    void write(OutputStream out, int hundredths, int last) throws IOException {
        GifPalette palette = palette();
        ImageWriter writer = writer();
        try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(stream);
            writer.prepareWriteSequence(null);
            BufferedImage before = null;
            for (int i = 0; i < count; i++) {
                BufferedImage frame = frames.apply(i);
                Rectangle changed = i == 0 ? whole(frame) : changed(before, frame);
                BufferedImage part = palette.index(frame, changed);
                IIOMetadata metadata = metadata(writer, part, changed, i == count - 1 ? last : hundredths);
                writer.writeToSequence(new IIOImage(part, null, metadata), null);
                before = frame;
            }
            writer.endWriteSequence();
        } finally {
            writer.dispose();
        }
    }

    private GifPalette palette() {
        GifPalette.Counter counter = new GifPalette.Counter();
        for (int i = 0; i < count; i++) {
            counter.add(pixels(frames.apply(i)));
        }
        return counter.palette();
    }

    private static ImageWriter writer() throws IOException {
        Iterator<ImageWriter> writers = ImageIO.getImageWritersByFormatName("gif");
        if (!writers.hasNext()) {
            throw new IOException("this Java cannot write GIF files; write a .png or a .tif");
        }
        return writers.next();
    }

    private static int[] pixels(BufferedImage frame) {
        return ((DataBufferInt) frame.getRaster().getDataBuffer()).getData();
    }

    private static Rectangle whole(BufferedImage frame) {
        return new Rectangle(frame.getWidth(), frame.getHeight());
    }

    /** The box around all pixels that differ; one pixel if none does. */
    private static Rectangle changed(BufferedImage before, BufferedImage now) {
        int[] old = pixels(before);
        int[] fresh = pixels(now);
        int width = now.getWidth();
        int left = width;
        int right = -1;
        int top = -1;
        int bottom = 0;
        for (int i = 0; i < old.length; i++) {
            if (old[i] != fresh[i]) {
                left = Math.min(left, i % width);
                right = Math.max(right, i % width);
                top = top < 0 ? i / width : top;
                bottom = i / width;
            }
        }
        return top < 0 ? new Rectangle(1, 1) : new Rectangle(left, top, right - left + 1, bottom - top + 1);
    }

    private static IIOMetadata metadata(ImageWriter writer, BufferedImage part, Rectangle place, int hundredths)
            throws IOException {
        IIOMetadata metadata = writer.getDefaultImageMetadata(new ImageTypeSpecifier(part), null);
        IIOMetadataNode root = new IIOMetadataNode(FORMAT);
        IIOMetadataNode descriptor = new IIOMetadataNode("ImageDescriptor");
        descriptor.setAttribute("imageLeftPosition", Integer.toString(place.x));
        descriptor.setAttribute("imageTopPosition", Integer.toString(place.y));
        descriptor.setAttribute("imageWidth", Integer.toString(place.width));
        descriptor.setAttribute("imageHeight", Integer.toString(place.height));
        descriptor.setAttribute("interlaceFlag", "FALSE");
        root.appendChild(descriptor);
        IIOMetadataNode control = new IIOMetadataNode("GraphicControlExtension");
        control.setAttribute("disposalMethod", "doNotDispose");
        control.setAttribute("userInputFlag", "FALSE");
        control.setAttribute("transparentColorFlag", "FALSE");
        control.setAttribute("transparentColorIndex", "0");
        control.setAttribute("delayTime", Integer.toString(hundredths));
        root.appendChild(control);
        IIOMetadataNode repeat = new IIOMetadataNode("ApplicationExtension");
        repeat.setAttribute("applicationID", "NETSCAPE");
        repeat.setAttribute("authenticationCode", "2.0");
        repeat.setUserObject(FOR_EVER.clone());
        IIOMetadataNode extensions = new IIOMetadataNode("ApplicationExtensions");
        extensions.appendChild(repeat);
        root.appendChild(extensions);
        metadata.mergeTree(FORMAT, root);
        return metadata;
    }
}
