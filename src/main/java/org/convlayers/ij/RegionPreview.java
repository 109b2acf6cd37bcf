package org.convlayers.ij;

import ij.IJ;
import ij.ImagePlus;
import java.awt.Point;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.convlayers.engine.Monitor;

/**
 * A window with the result for the part of an image that is visible, computed by a thread of its own. It is cancelled when
 * the options change and closed with the dialog.
 */
final class RegionPreview {
    private final ImagePlus image;
    private final Object lock = new Object();
    private Thread worker;
    private ImagePlus window;
    private Optional<Point> place = Optional.empty();

    /** Gives the job to preview; reading weights may fail. */
    interface JobSource {
        /** The job. */
        NetworkJob job() throws IOException;
    }

    RegionPreview(ImagePlus image) {
        this.image = image;
    }

    /** Starts to compute a preview and ends the one before; without a job only the latter. */
    void show(Optional<JobSource> job) {
        synchronized (lock) {
            if (worker != null) {
                worker.interrupt();
                worker = null;
            }
            if (job.isPresent()) {
                worker = new Thread(() -> compute(job.get()), "ConvLayers Preview");
                worker.start();
            } else {
                close();
            }
        }
    }

    private void compute(JobSource source) {
        Thread thread = Thread.currentThread();
        Monitor monitor = new Monitor() {
            @Override
            public boolean isCancelled() {
                return thread.isInterrupted();
            }
        };
        try {
            ImagePlus result = new VisibleRegion(image, source.job()).compute(monitor);
            synchronized (lock) {
                if (!thread.isInterrupted()) {
                    replaceBy(result);
                }
            }
        } catch (CancellationException e) {
            // the next preview, or none, is wanted
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            IJ.showStatus("Preview: " + e.getMessage());
        }
    }

    private void replaceBy(ImagePlus result) {
        close();
        window = result;
        result.show();
        place.ifPresent(result.getWindow()::setLocation);
    }

    private void close() {
        if (window != null) {
            if (window.getWindow() != null) {
                place = Optional.of(window.getWindow().getLocation());
            }
            window.changes = false;
            window.close();
            window = null;
        }
    }
}
