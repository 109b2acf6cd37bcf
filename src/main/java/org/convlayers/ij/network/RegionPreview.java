package org.convlayers.ij.network;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.ImageRoi;
import ij.gui.Overlay;
import java.awt.Rectangle;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.convlayers.engine.memory.Monitor;

/**
 * A feature map drawn over the visible part of the image it is computed from, while a dialog is open. A thread of its own
 * computes it, follows when the user scrolls, zooms or goes to another slice, and stops at once when the options change.
 *
 * <p>It is an overlay and no window, because a new window would take the keyboard from the dialog.
 */
final class RegionPreview {
    private static final String NAME = "ConvLayers preview";
    private static final int LOOK_AGAIN_MS = 150;

    private final ImagePlus image;
    private Session session = new Session();

    /** Gives the job to preview; reading weights may fail. */
    interface JobSource {
        /** The job. */
        NetworkJob job() throws IOException;
    }

    /** What the user sees of the image. */
    private record View(Rectangle region, int channel, int slice, int frame) {
        static View of(ImagePlus image) {
            Rectangle region = image.getCanvas() == null
                    ? new Rectangle(image.getWidth(), image.getHeight())
                    : new Rectangle(image.getCanvas().getSrcRect());
            return new View(region, image.getC(), image.getZ(), image.getT());
        }
    }

    /**
     * Makes a preview that shows nothing yet.
     *
     * @param image what it is drawn over; its pixels and its overlay stay as they are
     */
    RegionPreview(ImagePlus image) {
        this.image = image;
    }

    /**
     * Ends the preview there is and starts another one.
     *
     * @param source the layers
     * @param map which feature map to show, from 0
     */
    synchronized void show(JobSource source, int map) {
        session.ended = true;
        session = new Session();
        Session started = session;
        new Thread(() -> started.follow(source, map), "ConvLayers Preview").start();
    }

    /** Ends the preview and clears it away. */
    synchronized void hide() {
        session.ended = true;
        if (image.getOverlay() != null && image.getOverlay().get(NAME) != null) {
            draw(Optional.empty());
        }
    }

    private synchronized void draw(Session drawing, ImageRoi picture) {
        if (!drawing.ended) {
            draw(Optional.of(picture));
        }
    }

    /** One run of the thread. */
    private final class Session implements Monitor {
        private volatile boolean ended;

        @Override
        public boolean isCancelled() {
            return ended;
        }

        void follow(JobSource source, int map) {
            try {
                VisibleRegion region = new VisibleRegion(image, source.job(), map);
                View shown = null;
                while (!ended) {
                    View view = View.of(image);
                    if (!view.equals(shown)) {
                        draw(this, region.picture(view.region(), this));
                        shown = view;
                    }
                    Thread.sleep(LOOK_AGAIN_MS);
                }
            } catch (CancellationException | InterruptedException e) {
                // another preview, or none, is wanted
            } catch (IOException | RuntimeException | OutOfMemoryError e) {
                IJ.showStatus("Preview: " + e.getMessage());
            }
        }
    }

    /** Replaces the preview in the image's overlay and leaves the rest of it alone. */
    private void draw(Optional<ImageRoi> picture) {
        Overlay overlay = image.getOverlay() == null ? new Overlay() : image.getOverlay();
        overlay.remove(NAME);
        picture.ifPresent(roi -> {
            roi.setName(NAME);
            overlay.add(roi);
        });
        image.setOverlay(overlay.size() == 0 ? null : overlay);
    }
}
