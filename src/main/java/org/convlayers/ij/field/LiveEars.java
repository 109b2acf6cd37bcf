package org.convlayers.ij.field;

import ij.IJ;
import ij.ImageListener;
import ij.ImagePlus;
import ij.gui.ImageCanvas;
import ij.gui.Roi;
import ij.gui.RoiListener;
import ij.gui.Toolbar;
import java.awt.EventQueue;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.util.ArrayList;
import java.util.List;
import javax.swing.Timer;

/**
 * Listens to two images on behalf of a live tool: to the mouse over them, their selections, and their ends. Everything but
 * an end is told in the thread of events.
 */
final class LiveEars implements ImageListener, RoiListener {
    /** ImageJ does not tell that an image was zoomed: it is looked at so often. */
    private static final int LOOK_AGAIN_MS = 150;

    private final List<ImagePlus> images;
    private final Client client;
    private final List<Mouse> mice = new ArrayList<>();
    private final Timer zooms = new Timer(LOOK_AGAIN_MS, event -> lookForZooms());
    private volatile boolean ended;

    /** Who is told. */
    interface Client {
        /** The mouse is over a pixel of an image; it may have been clicked. */
        void pointed(ImagePlus image, int x, int y, boolean clicked);

        /** An area was selected. */
        void selected(ImagePlus image, Roi area);

        /** An image was drawn anew: it may stand at another slice or have another size. */
        void updated(ImagePlus image);

        /** An image was zoomed. */
        void zoomed(ImagePlus image);

        /** An image was closed. */
        void closed();
    }

    /** Listens from now on. */
    LiveEars(List<ImagePlus> images, Client client) {
        this.images = List.copyOf(images);
        this.client = client;
        follow();
        ImagePlus.addImageListener(this);
        Roi.addRoiListener(this);
        zooms.start();
    }

    /** Hears nothing any more. */
    void end() {
        ended = true;
        zooms.stop();
        ImagePlus.removeImageListener(this);
        Roi.removeRoiListener(this);
        mice.forEach(Mouse::leave);
    }

    /** Some commands give an image a new window: the mouse is followed into it. */
    private void follow() {
        for (ImagePlus image : images) {
            ImageCanvas canvas = image.getCanvas();
            if (canvas != null && mice.stream().noneMatch(mouse -> mouse.canvas == canvas)) {
                mice.removeIf(mouse -> {
                    boolean isOld = mouse.image == image;
                    if (isOld) {
                        mouse.leave();
                    }
                    return isOld;
                });
                mice.add(new Mouse(image, canvas));
            }
        }
    }

    private void lookForZooms() {
        for (Mouse mouse : List.copyOf(mice)) {
            if (!ended && mouse.hasZoomed()) {
                client.zoomed(mouse.image);
            }
        }
    }

    private void later(Runnable action) {
        Runnable unlessEnded = () -> {
            if (!ended) {
                action.run();
            }
        };
        if (EventQueue.isDispatchThread()) {
            unlessEnded.run();
        } else {
            EventQueue.invokeLater(unlessEnded);
        }
    }

    @Override
    public void imageOpened(ImagePlus image) {
        // other images do not matter
    }

    @Override
    public void imageClosed(ImagePlus image) {
        if (images.contains(image)) {
            client.closed();
        }
    }

    @Override
    public void imageUpdated(ImagePlus image) {
        if (images.contains(image)) {
            later(() -> {
                follow();
                client.updated(image);
            });
        }
    }

    @Override
    public void roiModified(ImagePlus image, int what) {
        if (image != null && images.contains(image) && what != DELETED) {
            later(() -> tellSelection(image));
        }
    }

    private void tellSelection(ImagePlus image) {
        Roi area = image.getRoi();
        if (area != null && area.isArea() && !area.getBounds().isEmpty()) {
            client.selected(image, area);
        }
    }

    /** Who scrolls or zooms does not mean the pixel. */
    private static boolean isMovingTheView() {
        int tool = Toolbar.getToolId();
        return tool == Toolbar.HAND || tool == Toolbar.MAGNIFIER || IJ.spaceBarDown();
    }

    /** The mouse over one canvas. */
    private final class Mouse extends MouseAdapter {
        private final ImagePlus image;
        private final ImageCanvas canvas;
        private double zoom;

        Mouse(ImagePlus image, ImageCanvas canvas) {
            this.image = image;
            this.canvas = canvas;
            zoom = canvas.getMagnification();
            canvas.addMouseListener(this);
            canvas.addMouseMotionListener(this);
        }

        void leave() {
            canvas.removeMouseListener(this);
            canvas.removeMouseMotionListener(this);
        }

        /** Whether the canvas was zoomed since this was asked last. */
        boolean hasZoomed() {
            double before = zoom;
            zoom = canvas.getMagnification();
            return zoom != before;
        }

        @Override
        public void mouseMoved(MouseEvent event) {
            tell(event, false);
        }

        /** Where the image comes to light below a mouse that rests, for example. */
        @Override
        public void mouseEntered(MouseEvent event) {
            tell(event, false);
        }

        /** A press that does not become a selection is a click, also if the hand is not quite still. */
        @Override
        public void mouseReleased(MouseEvent event) {
            Roi roi = image.getRoi();
            boolean isSelection = roi != null && roi.isArea();
            if (event.getButton() == MouseEvent.BUTTON1 && !isSelection && !isMovingTheView()) {
                tell(event, true);
            }
        }

        private void tell(MouseEvent event, boolean clicked) {
            int x = canvas.offScreenX(event.getX());
            int y = canvas.offScreenY(event.getY());
            if (x >= 0 && y >= 0 && x < image.getWidth() && y < image.getHeight()) {
                client.pointed(image, x, y, clicked);
            }
        }
    }
}
