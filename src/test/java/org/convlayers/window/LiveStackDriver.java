package org.convlayers.window;

import ij.IJ;
import ij.ImageJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.Roi;
import java.awt.Component;
import java.awt.Container;
import java.awt.Frame;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.Scrollbar;
import java.awt.TextArea;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Plays a user who looks at live fields in stacks: steps through Z and T, through the layers with the panel's slider, and
 * through volumes and rows. Prints what was done; the first thing that is not as it should be ends it.
 */
public final class LiveStackDriver {
    /** Printed when all was as it should be. */
    static final String PASSED = "live stacks passed";

    private static final int ARROW = 5;

    private final Mouse mouse = new Mouse();
    private ImagePlus source;
    private ImagePlus map;

    private LiveStackDriver() throws Exception {}

    /** Runs the scenes. */
    public static void main(String... arguments) throws Exception {
        CommandWindow.endOnFailure();
        new ImageJ();
        LiveStackDriver driver = new LiveStackDriver();
        driver.sliderStepsThroughTheLayers();
        driver.imagesStandAtTheSamePlane();
        driver.volumeShowsTheSlicesOfItsField();
        driver.rowShowsItsOwnField();
        driver.linesOfACalibratedVolumeFit();
        driver.panelsAreNotOnTopOfEachOther();
        System.out.println(PASSED);
        System.exit(0);
    }

    private void openLive(int slices, int frames, String command, String options) {
        source = LiveFieldDriver.open(
                mouse,
                IJ.createHyperStack("stack", LiveFieldDriver.WIDTH, LiveFieldDriver.HEIGHT, 1, slices, frames, 8),
                20);
        IJ.run(source, command, options);
        map = LiveFieldDriver.open(mouse, RecorderDriver.newestImage(), 440);
        CommandWindow.require(map != source, command + " " + options);
        openPanel();
    }

    private void openPanel() {
        WindowManager.setTempCurrentImage(map);
        IJ.run("Receptive Field...", "live show=[box taps]");
        WindowManager.setTempCurrentImage(null);
    }

    private void close() {
        LiveFieldDriver.closePanels();
        CommandWindow.require(source.getOverlay() == null && map.getOverlay() == null, "nothing is left");
        for (ImagePlus image : new ImagePlus[] {source, map}) {
            image.changes = false;
            image.close();
        }
    }

    private void pointAt(int x, int y) {
        LiveFieldDriver.moveTo(mouse, map, x, y);
    }

    private void shows(String element, Rectangle expected, String what) {
        LiveFieldDriver.await(source, element, expected, what);
    }

    private void sliderStepsThroughTheLayers() {
        openLive(3, 2, "Dilated Convolution...", "weights=laplacian kernel=3 rates=1,2 arrangement=series");
        pointAt(30, 20);
        shows(" box", new Rectangle(27, 17, 7, 7), "the field of the last layer");
        shows(" box before", new Rectangle(29, 19, 3, 3), "within it that of the layer before");
        Scrollbar slider = slider(LiveFieldDriver.panels().get(0));
        int last = slider.getValue();
        while (slider.getValue() > 0) {
            int before = slider.getValue();
            mouse.moveTo(slider, () -> new Point(ARROW, slider.getHeight() / 2));
            mouse.click();
            CommandWindow.await("a step of the slider", () -> slider.getValue() < before);
        }
        CommandWindow.require(last > 0, "the slider goes back from layer " + last);
        shows(" box", new Rectangle(29, 19, 3, 3), "the field of the first layer");
        shows(" box before", new Rectangle(-1, -1, 0, 0), "before it there is none");
    }

    private static Scrollbar slider(Frame panel) {
        return components(panel)
                .filter(Scrollbar.class::isInstance)
                .map(Scrollbar.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private static Stream<Component> components(Container container) {
        return Arrays.stream(container.getComponents())
                .flatMap(part -> part instanceof Container inner
                        ? Stream.concat(Stream.of(part), components(inner))
                        : Stream.of(part));
    }

    /** As a whole: between Z and T it would be followed to a plane that nobody means. */
    private static void setPosition(ImagePlus image, int slice, int frame) {
        CommandWindow.inEventThread(() -> image.setPosition(1, slice, frame));
    }

    private void imagesStandAtTheSamePlane() {
        setPosition(map, 2, 2);
        CommandWindow.await("the source to follow", () -> source.getZ() == 2 && source.getT() == 2);
        CommandWindow.await("its field to follow", boxOn(box -> box.getTPosition() == 2));
        CommandWindow.require(boxOn(box -> box.getZPosition() == 2).getAsBoolean(), "the field lies on Z 2, T 2");
        setPosition(source, 3, 1);
        CommandWindow.await("the map to follow", () -> map.getZ() == 3 && map.getT() == 1);
        CommandWindow.await("the field to follow", boxOn(box -> box.getZPosition() == 3));
        LiveFieldDriver.closePanels();
        setPosition(map, 2, 2);
        openPanel();
        CommandWindow.require(source.getZ() == 2 && source.getT() == 2, "the source is at the map's Z and T at once");
        close();
    }

    private BooleanSupplier boxOn(Predicate<Roi> plane) {
        return () -> LiveFieldDriver.find(source, " box").filter(plane).isPresent();
    }

    private void volumeShowsTheSlicesOfItsField() {
        openLive(9, 1, "Convolution Layer...", "weights=kaiming kernel=3 dimensions=3D filters=1 padding=same");
        setPosition(map, 5, 1);
        pointAt(30, 20);
        shows(" box", new Rectangle(29, 19, 3, 3), "the field of a pixel of a volume");
        CommandWindow.await("the source at the slice of the map", () -> source.getCurrentSlice() == 5);
        CommandWindow.await("its field there", boxOn(box -> box.getPosition() == 5));
        setPosition(source, 4, 1);
        CommandWindow.await("it on the slice before", boxOn(box -> box.getPosition() == 4));
        CommandWindow.require(map.getCurrentSlice() == 5, "the slice of the map stays");
        setPosition(source, 8, 1);
        CommandWindow.await("the source to come back", () -> source.getCurrentSlice() != 8);
        close();
    }

    private void linesOfACalibratedVolumeFit() {
        openLive(200, 1, "Convolution Layer...", "weights=kaiming kernel=3 dimensions=3D filters=1 padding=same");
        LiveFieldDriver.closePanels();
        source.getCalibration().pixelWidth = 0.1234;
        source.getCalibration().pixelHeight = 0.1234;
        source.getCalibration().pixelDepth = 0.5678;
        source.getCalibration().setUnit("micron");
        openPanel();
        TextArea numbers = components(LiveFieldDriver.panels().get(0))
                .filter(part -> "numbers".equals(part.getName()))
                .map(TextArea.class::cast)
                .findFirst()
                .orElseThrow();
        int longest = CommandWindow.betweenEvents(numbers::getText)
                .lines()
                .mapToInt(String::length)
                .max()
                .orElseThrow();
        CommandWindow.require(longest > 50 && numbers.getColumns() >= longest, "there is room for lines of " + longest);
        close();
    }

    /** Also if other windows leave no room beside the images. */
    private void panelsAreNotOnTopOfEachOther() {
        IJ.createImage("wide", "8-bit black", 1200, 900, 1).show();
        openLive(1, 1, "Convolution Layer...", "weights=kaiming filters=1");
        ImagePlus other = map.duplicate();
        other.show();
        WindowManager.setTempCurrentImage(other);
        IJ.run("Receptive Field...", "live source=stack");
        WindowManager.setTempCurrentImage(null);
        List<Frame> panels = LiveFieldDriver.panels();
        CommandWindow.require(
                panels.size() == 2
                        && !panels.get(0).getLocation().equals(panels.get(1).getLocation()),
                "two panels lie at two places");
        LiveFieldDriver.closePanels();
    }

    private void rowShowsItsOwnField() {
        openLive(1, 1, "Convolution Layer...", "weights=kaiming kernel=5 dimensions=1D filters=1 padding=same");
        pointAt(30, 11);
        shows(" box", new Rectangle(28, 11, 5, 1), "the field of a pixel of a row lies in its row");
        pointAt(0, 12);
        shows(" box", new Rectangle(-2, 12, 5, 1), "and reaches into the padding");
        close();
    }
}
