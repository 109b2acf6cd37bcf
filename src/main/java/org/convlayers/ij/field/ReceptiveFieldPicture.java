package org.convlayers.ij.field;

import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.process.ColorProcessor;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import javax.imageio.ImageIO;
import org.convlayers.gradient.EffectiveField;
import org.convlayers.ij.image.ImageFiles;
import org.convlayers.ij.image.StackPosition;
import org.convlayers.ij.option.FieldElement;
import org.convlayers.receptive.PullBack;
import org.convlayers.receptive.ReceptiveField;

/**
 * Pictures of receptive fields on their image, as for a figure; made without a display.
 *
 * <p>They are drawn as the overlay in ImageJ is. Pixels of the image are enlarged by a whole number, sharply; what the field
 * sees beyond the image is drawn in a margin.
 */
public final class ReceptiveFieldPicture {
    /** Pictures are enlarged to so many pixels along their longer side, or less by one factor. */
    private static final int SIDE = 1400;

    /** More, up to this size, if the box of a small field could not be seen: it shall have so many pixels. */
    private static final int MAX_SIDE = 2048;

    private static final int VISIBLE_BOX = 24;

    /** The largest factor of enlargement. */
    private static final int MAX_SCALE = 32;

    /** So many pixels, or this share of the field if that is more, are shown around a field. */
    private static final int MARGIN = 3;

    private static final double MARGIN_SHARE = 0.25;

    /** A field whose sides are at most this share of the image's gets a close-up. */
    private static final double SMALL_SHARE = 0.125;

    /** Between a picture and its close-up. */
    private static final int GAP = 16;

    /** What lies beyond the image. */
    private static final Color BEYOND = new Color(230, 230, 230);

    /** Which part of the image a picture shows. */
    public enum View {
        /** The whole image, and the part of the field in its padding. */
        WHOLE,
        /** The field and a little around it. */
        FIELD
    }

    private ReceptiveFieldPicture() {}

    /**
     * Draws a whole image with the box, the centre and the taps of a field on it, as a PNG file; beside it, if the field is
     * small on it, a close-up of the field. Of a stack the slice with the
     * centre of the field is shown, of an image that is deeper than the network the first one; a 1-D field lies in the middle
     * row.
     *
     * @param image an image that ImageJ opens
     * @param pullBack the network with the size of the image
     * @param field the field, found with it
     * @return the bytes of the file
     * @throws IOException if the image cannot be read
     * @throws IllegalArgumentException if it does not have the size of the network's input
     */
    public static byte[] png(Path image, PullBack pullBack, ReceptiveField field) throws IOException {
        ImagePlus opened = ImageFiles.open(image);
        FieldOnImage onImage = onImage(opened, pullBack, field);
        opened.setPosition(1, Math.max(1, Math.min(onImage.planes(), onImage.centrePlane() + 1)), 1);
        Set<FieldElement> elements = EnumSet.of(FieldElement.BOX, FieldElement.CENTRE, FieldElement.TAPS);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(withCloseUp(opened, onImage, elements), "png", bytes);
        return bytes.toByteArray();
    }

    private static BufferedImage withCloseUp(ImagePlus image, FieldOnImage field, Set<FieldElement> elements) {
        BufferedImage whole = draw(image, field, elements, View.WHOLE, SIDE);
        Rectangle area = whole(field);
        Rectangle2D box = field.box();
        double share = Math.max(box.getWidth() / area.width, box.getHeight() / area.height);
        if (share > SMALL_SHARE) {
            return whole;
        }
        int side = Math.max(whole.getWidth(), whole.getHeight()) / 2;
        BufferedImage closeUp = draw(image, field, elements, View.FIELD, side);
        BufferedImage both = new BufferedImage(
                whole.getWidth() + GAP + closeUp.getWidth(),
                Math.max(whole.getHeight(), closeUp.getHeight()),
                BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = both.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, both.getWidth(), both.getHeight());
        graphics.drawImage(whole, 0, 0, null);
        graphics.drawImage(closeUp, whole.getWidth() + GAP, 0, null);
        graphics.dispose();
        return both;
    }

    /**
     * Draws the slice of an image that is shown now, with its contrast and colours, and a field on it.
     *
     * @param image the image the field lies in; a 1-D field lies in its middle row
     * @param pullBack the network with the size of the image
     * @param field the field, found with it
     * @param elements what to draw
     * @param view which part of the image
     * @throws IllegalArgumentException if the image does not have the size of the network's input
     */
    public static BufferedImage draw(
            ImagePlus image, PullBack pullBack, ReceptiveField field, Set<FieldElement> elements, View view) {
        return draw(image, pullBack, field, elements, view, SIDE);
    }

    /**
     * As {@link #draw(ImagePlus, PullBack, ReceptiveField, Set, View)}, for a place of its own size: lines and marks keep
     * theirs.
     *
     * @param side so many pixels are filled along the longer side, or less by one factor of enlargement
     */
    public static BufferedImage draw(
            ImagePlus image, PullBack pullBack, ReceptiveField field, Set<FieldElement> elements, View view, int side) {
        return draw(image, onImage(image, pullBack, field), elements, view, side);
    }

    /**
     * Draws the part of an image around an effective field, and the field's heat map on it.
     *
     * @param image the image the field lies in; a 1-D field lies in its middle row
     * @param pullBack the network with the size of the image
     * @param opacity of the heat map, 0 to 1
     * @param side so many pixels are filled along the longer side, or less by one factor of enlargement
     * @throws IllegalArgumentException if the image does not have the size of the network's input
     */
    public static BufferedImage draw(
            ImagePlus image, PullBack pullBack, EffectiveField effective, double opacity, int side) {
        FieldOnImage field = onImage(image, pullBack, effective.field());
        return draw(
                image,
                field,
                View.FIELD,
                side,
                (plane, toCanvas) -> EffectiveFieldOverlay.draw(field, effective, opacity, plane, toCanvas, 1));
    }

    private static FieldOnImage onImage(ImagePlus image, PullBack pullBack, ReceptiveField field) {
        FieldOnImage onImage = pullBack.input().rank() == 1
                ? FieldOnImage.inRow(pullBack, field, image.getHeight(), image.getHeight() / 2)
                : FieldOnImage.of(pullBack, field);
        Rectangle expected = onImage.image();
        boolean fits = image.getWidth() == expected.width
                && image.getHeight() == expected.height
                && (onImage.planes() == 1 || onImage.planes() == image.getNSlices());
        if (!fits) {
            throw new IllegalArgumentException("'" + image.getTitle() + "' is " + image.getHeight() + "x"
                    + image.getWidth() + " (height x width)"
                    + (onImage.planes() > 1 ? " with " + image.getNSlices() + " slices" : "")
                    + ", but the field lies in an input of "
                    + pullBack.input().spatial());
        }
        return onImage;
    }

    private static BufferedImage draw(
            ImagePlus image, FieldOnImage field, Set<FieldElement> elements, View view, int pictureSide) {
        return draw(
                image,
                field,
                view,
                pictureSide,
                (plane, toCanvas) -> ReceptiveFieldOverlay.draw(field, plane, elements, toCanvas, 1));
    }

    private static BufferedImage draw(
            ImagePlus image,
            FieldOnImage field,
            View view,
            int pictureSide,
            BiFunction<Integer, AffineTransform, List<Roi>> elements) {
        Rectangle area = view == View.WHOLE ? whole(field) : around(field);
        int scale = scale(area, field.box(), pictureSide);
        AffineTransform toCanvas = AffineTransform.getScaleInstance(scale, scale);
        toCanvas.translate(-area.x, -area.y);

        BufferedImage canvas = new BufferedImage(area.width * scale, area.height * scale, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = canvas.createGraphics();
        graphics.setColor(BEYOND);
        graphics.fillRect(0, 0, canvas.getWidth(), canvas.getHeight());
        graphics.drawImage(image.getBufferedImage(), toCanvas, null); // nearest neighbour is the default
        graphics.dispose();

        Overlay overlay = new Overlay();
        int plane = field.planes() > 1 ? StackPosition.of(image).slice() - 1 : 0;
        elements.apply(plane, toCanvas).forEach(overlay::add);
        ImagePlus enlarged = new ImagePlus(image.getTitle(), new ColorProcessor(canvas));
        enlarged.setOverlay(overlay);
        return enlarged.flatten().getBufferedImage();
    }

    private static int scale(Rectangle area, Rectangle2D box, int pictureSide) {
        int side = Math.max(area.width, area.height);
        int forBox = (int) Math.ceil(VISIBLE_BOX / Math.min(box.getWidth(), box.getHeight()));
        int wanted = Math.max(pictureSide / side, Math.min(forBox, MAX_SIDE / side));
        return Math.max(1, Math.min(wanted, MAX_SCALE));
    }

    private static Rectangle whole(FieldOnImage field) {
        return field.image().union(field.box().getBounds());
    }

    private static Rectangle around(FieldOnImage field) {
        Rectangle box = field.box().getBounds();
        box.grow(margin(box.width), margin(box.height));
        return box;
    }

    private static int margin(int side) {
        return Math.max(MARGIN, (int) (side * MARGIN_SHARE));
    }
}
