package org.convlayers.ij.field;

import java.awt.EventQueue;
import java.lang.reflect.InvocationTargetException;

/** The thread in which windows are made and events are handled. */
final class EventThread {
    private EventThread() {}

    /**
     * Runs an action there and waits for its end.
     *
     * @throws IllegalStateException if it fails, or the waiting is interrupted
     */
    static void run(Runnable action) {
        if (EventQueue.isDispatchThread()) {
            action.run();
            return;
        }
        try {
            EventQueue.invokeAndWait(action);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a window was opened", e);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
