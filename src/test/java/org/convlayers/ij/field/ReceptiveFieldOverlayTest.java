package org.convlayers.ij.field;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.gui.ImageRoi;
import ij.gui.Line;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.gui.TextRoi;
import ij.process.FloatPolygon;
import ij.process.ImageProcessor;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.convlayers.ij.image.Lineage;
import org.convlayers.ij.option.FieldElement;
import org.convlayers.layer.Network;
import org.convlayers.receptive.PullBack;
import org.convlayers.receptive.RandomNetworks;
import org.convlayers.receptive.ReceptiveField;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.text.NetworkText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ReceptiveFieldOverlayTest {
    private static final Set<FieldElement> ALL = EnumSet.allOf(FieldElement.class);

    private static final String DILATED = "Conv2d(1, 1, 3, padding=same, dilation=2);".repeat(3);

    /** The field of output pixel (y, x) of a 2-D network. */
    private static FieldOnImage field(String layers, int height, int width, int... at) {
        return field(layers, FeatureShape.of(1, height, width), at);
    }

    private static FieldOnImage field(String layers, FeatureShape input, int... at) {
        Network network = NetworkText.parse(layers);
        PullBack pullBack = PullBack.of(network, input);
        return FieldOnImage.of(
                pullBack, ReceptiveField.of(pullBack, network.output().name(), at));
    }

    private static Roi draw(FieldOnImage field, String element) {
        return element(ReceptiveFieldOverlay.draw(field, 0, ALL, new AffineTransform(), 1), element);
    }

    private static Roi element(List<Roi> rois, String element) {
        return rois.stream()
                .filter(roi -> roi.getName().equals("ConvLayers field " + element))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + element + " in " + rois));
    }

    private static List<String> names(List<Roi> rois) {
        return rois.stream().map(Roi::getName).toList();
    }

    /** Of the fields on an image only the image matters here. */
    private static void show(ImagePlus image, FieldOnImage field, int slice, int frame, Set<FieldElement> elements) {
        FieldsOnImage fields = FieldsOnImage.of(new Lineage(NetworkText.parse("ReLU()"), image));
        ReceptiveFieldOverlay.show(new LocatedField(fields, field, slice, frame), List.of(), elements);
    }

    private static Set<String> pixels(Roi roi) {
        Set<String> pixels = new TreeSet<>();
        for (Point point : roi.getContainedPoints()) {
            pixels.add(point.x + "," + point.y);
        }
        return pixels;
    }

    private static Set<String> product(List<Integer> columns, List<Integer> rows) {
        Set<String> pixels = new TreeSet<>();
        rows.forEach(y -> columns.forEach(x -> pixels.add(x + "," + y)));
        return pixels;
    }

    @Test
    void threeByThreeCoversItsNinePixels() {
        FieldOnImage field = field("Conv2d(1, 1, 3, padding=same)", 4, 4, 1, 2);
        assertEquals(new Rectangle2D.Double(1, 0, 3, 3), draw(field, "box").getFloatBounds());
        assertEquals(product(List.of(1, 2, 3), List.of(0, 1, 2)), pixels(draw(field, "taps")));
    }

    @Test
    void centreIsInTheMiddleOfThePixel() {
        FloatPolygon centre = draw(field("Conv2d(1, 1, 3, padding=same)", 4, 4, 1, 2), "centre")
                .getFloatPolygon();
        // The coordinates of ImageJ's points are whole numbers in the middles of pixels.
        assertArrayEquals(new float[] {2}, Arrays.copyOf(centre.xpoints, centre.npoints));
        assertArrayEquals(new float[] {1}, Arrays.copyOf(centre.ypoints, centre.npoints));
    }

    @Test
    void centreOfAnEvenFieldIsBetweenPixels() {
        FloatPolygon centre =
                draw(field("Conv2d(1, 1, (2, 3))", 8, 8, 4, 4), "centre").getFloatPolygon();
        assertEquals(5, centre.xpoints[0]);
        assertEquals(4.5, centre.ypoints[0]);
    }

    @Test
    void dilationLeavesHolesBetweenTaps() {
        FieldOnImage field = field("Conv2d(1, 1, 3, dilation=2, padding=same)", 9, 9, 4, 4);
        assertEquals(new Rectangle2D.Double(2, 2, 5, 5), draw(field, "box").getFloatBounds());
        assertEquals(product(List.of(2, 4, 6), List.of(2, 4, 6)), pixels(draw(field, "taps")));
    }

    @Test
    void paddingOfZerosIsMarkedAndNotSeen() {
        FieldOnImage field = field("Conv2d(1, 1, 3, padding=same)", 4, 4, 0, 3);
        assertEquals(new Rectangle2D.Double(2, -1, 3, 3), draw(field, "box").getFloatBounds());
        assertEquals(product(List.of(2, 3), List.of(0, 1)), pixels(draw(field, "taps")));
        assertEquals(Set.of("2,-1", "3,-1", "4,-1", "4,0", "4,1"), pixels(draw(field, "padding")));
        assertEquals(5 / 9.0, field.paddedShare(), 1e-12);
    }

    /** Three kernels of 3: (1, 3, 6, 7, 6, 3, 1) ways in a row, and the products of two of these on the plane. */
    @Test
    void heatIsTheNumberOfWaysOnALogarithmicScale() {
        FieldOnImage field = field("Conv2d(1, 1, 3, padding=same);".repeat(3), 20, 20, 10, 12);
        ImageRoi heat = (ImageRoi) draw(field, "heat");
        assertEquals(new Rectangle(9, 7, 7, 7), heat.getBounds());
        ImageProcessor colors = heat.getProcessor();
        assertEquals(0xfde725, colors.get(3, 3) & 0xffffff); // 49 ways of 49
        assertEquals(0x440154, colors.get(0, 0) & 0xffffff); // one way
        assertEquals(0x21918c, colors.get(0, 3) & 0xffffff); // 7, the root of 49
        assertEquals(colors.get(1, 2), colors.get(5, 4));
    }

    @Test
    void heatLeavesHolesOpen() {
        ImageRoi heat = (ImageRoi) draw(field("Conv2d(1, 1, 3, dilation=2, padding=same)", 9, 9, 4, 4), "heat");
        assertEquals(0xff, heat.getProcessor().get(0, 0) >>> 24);
        assertEquals(0, heat.getProcessor().get(1, 0) >>> 24);
    }

    /** The words stand inside the image, whichever border the field is at. */
    @Test
    void shareInThePaddingIsWrittenBesideTheField() {
        String layers = "Conv2d(1, 1, 3, padding=same)";
        Rectangle image = new Rectangle(400, 300);
        for (int[] at : new int[][] {{0, 0}, {0, 399}, {299, 0}, {299, 399}, {150, 0}, {0, 200}}) {
            TextRoi share = (TextRoi) draw(field(layers, 300, 400, at), "padding share");
            boolean atCorner = (at[0] == 0 || at[0] == 299) && (at[1] == 0 || at[1] == 399);
            assertEquals(
                    (atCorner ? "56" : "33") + " % in padding", share.getText().strip());
            assertTrue(image.contains(share.getBounds()), share.getBounds().toString());
        }
    }

    /** Not on images that are hardly larger than the words, as long as they are not enlarged. */
    @Test
    void shareInThePaddingDoesNotHideTheImage() {
        for (int[] size : new int[][] {{20, 400}, {300, 150}, {2, 3}}) {
            FieldOnImage small = field("Conv2d(1, 1, 3, padding=same)", size[0], size[1], 0, 0);
            List<Roi> rois = ReceptiveFieldOverlay.draw(small, 0, ALL, new AffineTransform(), 1);
            assertFalse(names(rois).contains("ConvLayers field padding share"));
            assertTrue(names(rois).contains("ConvLayers field padding"));
        }
        FieldOnImage enlarged = field("Conv2d(1, 1, 3, padding=same)", 20, 150, 0, 0);
        element(ReceptiveFieldOverlay.draw(enlarged, 0, ALL, new AffineTransform(), 4), "padding share");
    }

    /** However small the font is, as ImageJ enlarges it with the image. */
    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1, 4, 6, 12})
    void groundOfTheShareIsAsWideAsItsWords(double zoom) {
        FieldOnImage field = field("Conv2d(1, 1, 3, padding=same)", 600, 900, 0, 0);
        TextRoi share = (TextRoi)
                element(ReceptiveFieldOverlay.draw(field, 0, ALL, new AffineTransform(), zoom), "padding share");
        Font drawn = share.getCurrentFont()
                .deriveFont((float) (share.getCurrentFont().getSize() * zoom));
        Graphics2D graphics = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        double width =
                graphics.getFontMetrics(drawn).stringWidth(share.getText().strip());
        assertEquals(width + 4, share.getFloatBounds().width * zoom, 1);
    }

    /** Inside a field that leaves no room beside it. */
    @Test
    void shareInThePaddingIsNotCutOff() {
        FieldOnImage everywhere = field("Conv2d(1, 1, 801, padding=same)", 300, 400, 150, 200);
        Rectangle share = draw(everywhere, "padding share").getBounds();
        assertTrue(new Rectangle(400, 300).contains(share), share.toString());
    }

    @Test
    void paddingThatReflectsIsSeenWhereItCameFrom() {
        String before = "Conv2d(1, 1, 2, padding='1:0x1:0', padding_mode=%s)";
        FieldOnImage zeros = field(before.formatted("zeros"), 4, 4, 0, 0);
        FieldOnImage reflect = field(before.formatted("reflect"), 4, 4, 0, 0);
        assertEquals(Set.of("0,0"), pixels(draw(zeros, "taps")));
        assertEquals(product(List.of(0, 1), List.of(0, 1)), pixels(draw(reflect, "taps")));
        assertEquals(new Rectangle2D.Double(-1, -1, 2, 2), draw(reflect, "box").getFloatBounds());
    }

    @Test
    void circularEdgesSeeTheFarSide() {
        FieldOnImage field = field("Conv2d(1, 1, 3, padding=same, padding_mode=circular)", 5, 6, 0, 0);
        assertEquals(product(List.of(0, 1, 5), List.of(0, 1, 4)), pixels(draw(field, "taps")));
    }

    @Test
    void fieldInsideTheImageHasNoPadding() {
        List<Roi> rois = ReceptiveFieldOverlay.draw(
                field("Conv2d(1, 1, 3, padding=same)", 4, 4, 1, 1), 0, ALL, new AffineTransform(), 1);
        assertEquals(
                List.of("shade", "heat", "taps rim", "taps", "box rim", "box", "lattice", "centre").stream()
                        .map(ReceptiveFieldOverlay.PREFIX::concat)
                        .toList(),
                names(rois));
    }

    @Test
    void fieldInThePaddingAloneSeesNothing() {
        FieldOnImage field = field("Conv2d(1, 1, 1, padding=2)", 4, 4, 0, 0);
        List<Roi> rois = ReceptiveFieldOverlay.draw(field, 0, ALL, new AffineTransform(), 1);
        assertTrue(names(rois).stream().noneMatch(name -> name.endsWith("taps")), names(rois)::toString);
        assertEquals(16, pixels(element(rois, "shade")).size());
        assertEquals(1, field.paddedShare());
    }

    @Test
    void latticeFollowsTheStride() {
        FieldOnImage field = field("Conv2d(1, 1, 3, stride=2, padding=1)", 16, 16, 1, 4);
        FloatPolygon lattice = draw(field, "lattice").getFloatPolygon();
        // Rows 0 to 4 of the output lie at 0, 2, 4, 6, 8, for there is none above row 0; columns 1 to 7 at 2, 4, … 14.
        Set<String> expected = product(List.of(2, 4, 6, 8, 10, 12, 14), List.of(0, 2, 4, 6, 8));
        Set<String> points = new TreeSet<>();
        for (int i = 0; i < lattice.npoints; i++) {
            points.add((int) lattice.xpoints[i] + "," + (int) lattice.ypoints[i]);
        }
        assertEquals(expected, points);
    }

    @Test
    void transformScalesAndShifts() {
        AffineTransform toCanvas = AffineTransform.getScaleInstance(10, 10);
        toCanvas.translate(-1, -2);
        FieldOnImage field = field("Conv2d(1, 1, 3, padding=same)", 9, 9, 4, 4);
        List<Roi> rois = ReceptiveFieldOverlay.draw(field, 0, ALL, toCanvas, 1);
        assertEquals(
                new Rectangle2D.Double(20, 10, 30, 30), element(rois, "box").getFloatBounds());
        FloatPolygon centre = element(rois, "centre").getFloatPolygon();
        // (4.5, 4.5) goes to (35, 25), where ImageJ's point of coordinate 34.5, 24.5 is drawn.
        assertEquals(34.5, centre.xpoints[0]);
        assertEquals(24.5, centre.ypoints[0]);
    }

    /** Of the colors of Okabe and Ito, which the color-blind tell apart; a red and green pair is not among them. */
    @Test
    void elementsHaveColorsThatEverybodyTellsApart() {
        FieldOnImage field = field("Conv2d(1, 1, 3, padding=same)", 4, 4, 0, 3);
        Set<Color> colors = new HashSet<>();
        for (String name : List.of("box", "taps", "padding")) {
            Roi roi = draw(field, name);
            Color color = roi.getStrokeColor() == null ? roi.getFillColor() : roi.getStrokeColor();
            colors.add(new Color(color.getRGB()));
        }
        assertEquals(Set.of(new Color(240, 228, 66), new Color(86, 180, 233), new Color(204, 121, 167)), colors);
    }

    @Test
    void largeFieldsAreDrawnWithoutGaps() {
        FieldOnImage field = field("Conv2d(1, 1, 101, padding=same)", 200, 200, 100, 100);
        assertEquals(101 * 101, pixels(draw(field, "taps")).size());
    }

    static LongStream seeds() {
        return LongStream.range(0, 60);
    }

    /** Taps are the mask that the field itself gives, and shade is all the rest. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void tapsAreTheFieldAndShadeIsTheRest(long seed) {
        RandomNetworks.Case drawn = RandomNetworks.withSeed(seed);
        PullBack pullBack = PullBack.of(drawn.network(), drawn.input());
        String layer = drawn.network().output().name();
        int[] at = IntStream.of(
                        drawn.network().outputShape(drawn.input()).spatial().toArray())
                .map(size -> size / 3)
                .toArray();
        ReceptiveField found = ReceptiveField.of(pullBack, layer, at);
        FieldOnImage field =
                at.length == 1 ? FieldOnImage.inRow(pullBack, found, 1, 0) : FieldOnImage.of(pullBack, found);
        byte[] mask = found.mask();
        Extent size = drawn.input().spatial().to3D(1);
        for (int plane = 0; plane < field.planes(); plane++) {
            List<Roi> rois = ReceptiveFieldOverlay.draw(field, plane, ALL, new AffineTransform(), 1);
            Set<String> seen = new TreeSet<>();
            Set<String> unseen = new TreeSet<>();
            for (int y = 0; y < size.get(1); y++) {
                for (int x = 0; x < size.get(2); x++) {
                    boolean isSeen = mask[(plane * size.get(1) + y) * size.get(2) + x] == 1;
                    (isSeen ? seen : unseen).add(x + "," + y);
                }
            }
            assertEquals(seen, seen.isEmpty() ? Set.of() : pixels(element(rois, "taps")));
            assertEquals(unseen, pixels(element(rois, "shade")));
        }
    }

    @Test
    void fieldOfALineLiesInItsRow() {
        Network network = NetworkText.parse("Conv1d(1, 1, 3, padding=same)");
        PullBack pullBack = PullBack.of(network, FeatureShape.of(1, 20));
        FieldOnImage field = FieldOnImage.inRow(pullBack, ReceptiveField.of(pullBack, "0", 5), 8, 3);
        assertEquals(new Rectangle2D.Double(4, 3, 3, 1), draw(field, "box").getFloatBounds());
        assertEquals(Set.of("4,3", "5,3", "6,3"), pixels(draw(field, "taps")));
        assertEquals(new Rectangle(20, 8), field.image());
    }

    @Test
    void fieldOfAVolumeStandsOnItsSlices() {
        ImagePlus volume = IJ.createHyperStack("volume", 12, 10, 1, 7, 2, 8);
        FieldOnImage field = field("Conv3d(1, 1, 3, padding=same)", FeatureShape.of(1, 7, 10, 12), 2, 4, 5);
        show(volume, field, 1, 2, ALL);
        assertEquals(List.of(2, 3, 4), slices(volume, "box"));
        assertEquals(List.of(2, 3, 4), slices(volume, "taps"));
        assertEquals(List.of(3), slices(volume, "centre"));
        assertEquals(List.of(1, 2, 3, 4, 5, 6, 7), slices(volume, "shade"));
        for (Roi roi : volume.getOverlay()) {
            assertEquals(2, roi.getTPosition());
            assertEquals(0, roi.getCPosition());
        }
    }

    private static List<Integer> slices(ImagePlus image, String element) {
        return Arrays.stream(image.getOverlay().toArray())
                .filter(roi -> roi.getName().equals(ReceptiveFieldOverlay.PREFIX + element))
                .map(Roi::getZPosition)
                .toList();
    }

    @Test
    void fieldStandsOnOneSliceOfAPlainStack() {
        ImagePlus stack = IJ.createImage("stack", "8-bit black", 9, 9, 5);
        show(stack, field("Conv2d(1, 1, 3, padding=same)", 9, 9, 4, 4), 3, 1, ALL);
        for (Roi roi : stack.getOverlay()) {
            assertEquals(3, roi.getPosition());
        }
    }

    @Test
    void fieldStandsOnAllChannels() {
        ImagePlus channels = new CompositeImage(IJ.createHyperStack("channels", 9, 9, 3, 1, 1, 8));
        show(channels, field("Conv2d(1, 1, 3, padding=same)", 9, 9, 4, 4), 1, 1, ALL);
        for (Roi roi : channels.getOverlay()) {
            assertEquals(0, roi.getCPosition());
            assertEquals(0, roi.getPosition());
        }
    }

    @Test
    void elementsOfTheUserStayUntouched() {
        ImagePlus image = IJ.createImage("image", "8-bit black", 30, 30, 1);
        Roi named = new Roi(1.25, 2.5, 3, 4);
        named.setName("my box");
        Roi unnamed = new Line(1, 2, 3, 4);
        Overlay overlay = new Overlay(named);
        overlay.add(unnamed);
        image.setOverlay(overlay);

        show(image, field(DILATED, 30, 30, 15, 15), 1, 1, ALL);
        assertSame(overlay, image.getOverlay());
        assertSame(named, overlay.get(0));
        assertSame(unnamed, overlay.get(1));
        assertEquals(new Rectangle2D.Double(1.25, 2.5, 3, 4), named.getFloatBounds());
        assertEquals("my box", named.getName());

        ReceptiveFieldOverlay.removeFrom(overlay);
        assertArrayEquals(new Roi[] {named, unnamed}, overlay.toArray());
    }

    @Test
    void nextFieldReplacesTheOneBefore() {
        ImagePlus image = IJ.createImage("image", "8-bit black", 30, 30, 1);
        show(image, field(DILATED, 30, 30, 1, 1), 1, 1, ALL);
        show(
                image,
                field("Conv2d(1, 1, 3, padding=same)", 30, 30, 10, 20),
                1,
                1,
                Set.of(FieldElement.BOX, FieldElement.CENTRE));
        assertEquals(
                List.of("ConvLayers field box rim", "ConvLayers field box", "ConvLayers field centre"),
                names(List.of(image.getOverlay().toArray())));
        assertEquals(
                new Rectangle2D.Double(19, 9, 3, 3), image.getOverlay().get(1).getFloatBounds());
    }
}
