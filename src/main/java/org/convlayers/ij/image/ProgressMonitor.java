package org.convlayers.ij.image;

import ij.IJ;
import org.convlayers.engine.memory.Monitor;

/** Shows progress in ImageJ's window and cancels with Esc. */
public final class ProgressMonitor implements Monitor {
    /** Forgets an Esc that was pressed before. */
    public ProgressMonitor() {
        IJ.resetEscape();
    }

    @Override
    public boolean isCancelled() {
        return IJ.escapePressed();
    }

    @Override
    public void progress(double done) {
        IJ.showProgress(done);
    }
}
