package org.convlayers.ij.field;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.GUI;
import ij.plugin.frame.PlugInFrame;
import java.awt.Component;
import java.awt.Container;
import java.awt.Dimension;
import java.awt.Insets;
import java.awt.Point;
import java.awt.Rectangle;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.convlayers.ij.image.OpenImages;

/** A small window that is about an image and stays open beside it. */
abstract class SidePanel extends PlugInFrame {
    private static final long serialVersionUID = 1;

    /** Between the parts, and around them. */
    static final int MARGIN = 6;

    /** From one panel to the next where there is no room beside it: its title stays in sight. */
    private static final int STEP = 28;

    private final transient ImagePlus image;

    /**
     * Makes a window without any parts, which is not shown yet.
     *
     * @param title what stands before the title of the image
     */
    SidePanel(String title, ImagePlus image) {
        super(title + image.getTitle());
        this.image = image;
    }

    /** The open panel of a kind that is about an image. */
    static <T extends SidePanel> Optional<T> of(ImagePlus image, Class<T> kind) {
        return Arrays.stream(WindowManager.getNonImageWindows())
                .filter(kind::isInstance)
                .map(kind::cast)
                .filter(panel -> panel.image() == image)
                .findFirst();
    }

    /** What it is about. */
    final ImagePlus image() {
        return image;
    }

    /** Shows the panel beside one of some images, where it covers none that is open, if there is such a place. */
    final void open(List<ImagePlus> images) {
        hearKeys(this);
        pack();
        setResizable(false);
        place(images);
        WindowManager.addWindow(this);
        setVisible(true);
    }

    /** If everything is full, other images are covered rather than those it is about, and another panel never wholly. */
    private void place(List<ImagePlus> images) {
        List<Rectangle> panels = panels();
        List<Rectangle> about = windows(images);
        List<Rectangle> anchors = union(about, panels);
        Rectangle screen = GUI.getMaxWindowBounds(images.get(0).getWindow());
        Optional<Point> free = free(getSize(), about, union(windows(OpenImages.all()), panels), screen)
                .or(() -> free(getSize(), anchors, union(about, panels), screen))
                .or(() -> free(getSize(), anchors, panels, screen));
        if (free.isPresent()) {
            setLocation(free.get());
            return;
        }
        GUI.centerOnImageJScreen(this);
        while (panels.stream().anyMatch(panel -> panel.getLocation().equals(getLocation()))) {
            setLocation(getX() + STEP, getY() + STEP);
        }
    }

    private static List<Rectangle> panels() {
        return Arrays.stream(WindowManager.getNonImageWindows())
                .filter(window -> window instanceof SidePanel && window.isShowing())
                .map(Component::getBounds)
                .toList();
    }

    private static <T> List<T> union(List<T> first, List<T> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    /** Moves the window of an image beside that of another one if they have windows, and one covers a part of the other. */
    static void separate(ImagePlus moved, ImagePlus fixed) {
        List<Rectangle> bounds = windows(List.of(moved, fixed));
        if (moved == fixed || bounds.size() < 2 || !bounds.get(0).intersects(bounds.get(1))) {
            return;
        }
        Dimension size = moved.getWindow().getSize();
        List<Rectangle> others = windows(
                OpenImages.all().stream().filter(image -> image != moved).toList());
        List<Rectangle> beside = windows(List.of(fixed));
        Rectangle screen = GUI.getMaxWindowBounds(fixed.getWindow());
        free(size, beside, others, screen)
                .or(() -> free(size, beside, beside, screen))
                .ifPresent(moved.getWindow()::setLocation);
    }

    /** Where a window beside one of some covers none of others; empty if there is no such place on the screen. */
    static Optional<Point> free(Dimension size, List<Rectangle> anchors, List<Rectangle> others, Rectangle screen) {
        return anchors.stream()
                .flatMap(window -> besides(window, size))
                .filter(place -> screen.contains(place) && others.stream().noneMatch(place::intersects))
                .map(Rectangle::getLocation)
                .findFirst();
    }

    private static List<Rectangle> windows(List<ImagePlus> images) {
        return images.stream()
                .filter(image -> image.getWindow() != null)
                .map(image -> image.getWindow().getBounds())
                .toList();
    }

    /** ImageJ's shortcuts work here too. */
    private static void hearKeys(Container container) {
        for (Component part : container.getComponents()) {
            part.addKeyListener(IJ.getInstance());
            if (part instanceof Container inner) {
                hearKeys(inner);
            }
        }
    }

    /** To the right, below, to the left. */
    private static Stream<Rectangle> besides(Rectangle window, Dimension size) {
        return Stream.of(
                        new Point(window.x + window.width + MARGIN, window.y),
                        new Point(window.x, window.y + window.height + MARGIN),
                        new Point(window.x - size.width - MARGIN, window.y))
                .map(corner -> new Rectangle(corner, size));
    }

    @Override
    public Insets getInsets() {
        Insets frame = super.getInsets();
        return new Insets(frame.top + MARGIN, frame.left + MARGIN, frame.bottom + MARGIN, frame.right + MARGIN);
    }
}
