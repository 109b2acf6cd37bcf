package org.convlayers.window;

import ij.IJ;
import ij.ImageJ;
import ij.ImagePlus;
import ij.gui.ImageRoi;
import java.awt.Frame;
import java.awt.Point;
import java.awt.Scrollbar;
import java.util.Arrays;
import java.util.List;

/**
 * Plays a user who moves the slider of a heat map's opacity. Prints what was done; the first thing that is not as it should be
 * ends it.
 */
public final class HeatPanelDriver {
    /** Printed when all was as it should be. */
    static final String PASSED = "opacity adjusted";

    private static final String LINE = "network=[Conv2d(1, 1, 9, padding=4)] weights=box opacity=%d adjust";
    private static final int ARROW = 5;

    private HeatPanelDriver() {}

    /** Runs the scene. */
    public static void main(String... arguments) throws Exception {
        CommandWindow.endOnFailure();
        new ImageJ();
        Mouse mouse = new Mouse();
        ImagePlus image = LiveFieldDriver.open(
                mouse, IJ.createImage("image", "8-bit ramp", LiveFieldDriver.WIDTH, LiveFieldDriver.HEIGHT, 1), 20);
        IJ.run(image, "Effective Receptive Field...", LINE.formatted(30));
        CommandWindow.require(opacity(image) == 30, "the heat map has the opacity of the options");
        Scrollbar slider = slider();
        CommandWindow.require(slider.getValue() == 30, "so has the slider");
        mouse.moveTo(slider, () -> new Point(slider.getWidth() - ARROW, slider.getHeight() / 2));
        mouse.click();
        CommandWindow.await("a step of the slider", () -> slider.getValue() > 30);
        CommandWindow.await("the heat map to follow", () -> opacity(image) == slider.getValue());
        IJ.run(image, "Effective Receptive Field...", LINE.formatted(80));
        CommandWindow.require(panels().size() == 1, "there is one panel for an image");
        CommandWindow.require(slider().getValue() == 80, "which shows what was drawn last");
        image.changes = false;
        image.close();
        CommandWindow.await("the panel to close with the image", () -> panels().isEmpty());
        System.out.println(PASSED);
        System.exit(0);
    }

    private static long opacity(ImagePlus image) {
        return CommandWindow.betweenEvents(
                () -> Arrays.stream(image.getOverlay().toArray())
                        .filter(ImageRoi.class::isInstance)
                        .map(ImageRoi.class::cast)
                        .mapToLong(heat -> Math.round(100 * heat.getOpacity()))
                        .findFirst()
                        .orElse(-1));
    }

    private static List<Frame> panels() {
        return Arrays.stream(Frame.getFrames())
                .filter(frame -> frame.getTitle().startsWith("Heat Map"))
                .filter(Frame::isDisplayable)
                .toList();
    }

    private static Scrollbar slider() {
        return Arrays.stream(panels().get(0).getComponents())
                .filter(Scrollbar.class::isInstance)
                .map(Scrollbar.class::cast)
                .findFirst()
                .orElseThrow();
    }
}
