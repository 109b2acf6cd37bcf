package org.convlayers.ij.option;

import ij.ImageListener;
import ij.ImagePlus;

/** Waits for the end of an image, until it is closed itself. */
public final class ImageEnd implements ImageListener, AutoCloseable {
    private final ImagePlus image;
    private final Runnable action;

    /**
     * Begins to wait.
     *
     * @param image the image
     * @param action what to do when the image is closed, in the thread that closes it
     */
    public ImageEnd(ImagePlus image, Runnable action) {
        this.image = image;
        this.action = action;
        ImagePlus.addImageListener(this);
    }

    @Override
    public void imageOpened(ImagePlus opened) {
        // other images do not matter
    }

    @Override
    public void imageUpdated(ImagePlus updated) {
        // it goes on
    }

    @Override
    public void imageClosed(ImagePlus closed) {
        if (closed == image) {
            action.run();
        }
    }

    /** Waits no longer. */
    @Override
    public void close() {
        ImagePlus.removeImageListener(this);
    }
}
