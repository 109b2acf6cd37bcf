package org.convlayers.window;

import java.awt.AWTException;
import java.awt.Component;
import java.awt.Point;
import java.awt.Robot;
import java.awt.Window;
import java.awt.event.InputEvent;
import java.util.function.Supplier;

/**
 * The mouse of a user who looks at the screen: the window manager moves windows, and takes away those that were closed, in its
 * own time.
 */
final class Mouse {
    private static final int DELAY_MS = 20;

    private final Robot robot;

    Mouse() throws AWTException {
        robot = new Robot();
        robot.setAutoDelay(DELAY_MS);
    }

    /** Moves until it is over a place of a component, with no other window between; the size may change meanwhile. */
    void moveTo(Component component, Supplier<Point> place) {
        CommandWindow.await("the mouse to be over " + component, () -> {
            Point wanted = CommandWindow.betweenEvents(place);
            Point corner = CommandWindow.betweenEvents(component::getLocationOnScreen);
            robot.mouseMove(corner.x + wanted.x, corner.y + wanted.y);
            return wanted.equals(CommandWindow.betweenEvents(component::getMousePosition));
        });
    }

    void press() {
        robot.mousePress(InputEvent.BUTTON1_DOWN_MASK);
    }

    void release() {
        robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK);
    }

    void click() {
        press();
        release();
    }

    /**
     * Moves a window and waits until it is there. Java calls it moved at once, and moved back when it hears late of a place that
     * the window had before.
     */
    void moveWindow(Window window, Point place) {
        CommandWindow.await("a window to be at " + place, () -> {
            window.setLocation(place); // again if it came too early for a new window
            robot.waitForIdle();
            return window.getLocation().equals(place)
                    && window.getLocationOnScreen().equals(place);
        });
    }
}
