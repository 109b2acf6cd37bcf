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
        Optional<Point> free = free(getSize(), images, OpenImages.all());
        if (free.isPresent()) {
            setLocation(free.get());
        } else {
            GUI.centerOnImageJScreen(this);
        }
        WindowManager.addWindow(this);
        setVisible(true);
    }

    /** Moves the window of an image beside that of another one if they have windows, and one covers a part of the other. */
    static void separate(ImagePlus moved, ImagePlus fixed) {
        List<Rectangle> bounds = windows(List.of(moved, fixed));
        if (moved == fixed || bounds.size() < 2 || !bounds.get(0).intersects(bounds.get(1))) {
            return;
        }
        Dimension size = moved.getWindow().getSize();
        List<ImagePlus> others =
                OpenImages.all().stream().filter(image -> image != moved).toList();
        free(size, List.of(fixed), others)
                .or(() -> free(size, List.of(fixed), List.of(fixed)))
                .ifPresent(moved.getWindow()::setLocation);
    }

    /** Where a window beside one of some images covers none of others; empty if there is no such place on the screen. */
    private static Optional<Point> free(Dimension size, List<ImagePlus> images, List<ImagePlus> others) {
        List<Rectangle> windows = windows(others);
        Rectangle screen = GUI.getMaxWindowBounds(images.get(0).getWindow());
        return windows(images).stream()
                .flatMap(window -> besides(window, size))
                .filter(place -> screen.contains(place) && windows.stream().noneMatch(place::intersects))
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
