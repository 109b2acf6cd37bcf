package org.convlayers.ij;

import ij.IJ;
import org.convlayers.engine.Monitor;

/** Shows progress in ImageJ's window and cancels with Esc. */
final class ProgressMonitor implements Monitor {
    /** Forgets an Esc that was pressed before. */
    ProgressMonitor() {
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
