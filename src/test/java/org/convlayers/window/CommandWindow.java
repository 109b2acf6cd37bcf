package org.convlayers.window;

import java.awt.AWTEvent;
import java.awt.AWTException;
import java.awt.Button;
import java.awt.Checkbox;
import java.awt.Component;
import java.awt.Container;
import java.awt.Dialog;
import java.awt.EventQueue;
import java.awt.Label;
import java.awt.Robot;
import java.awt.TextArea;
import java.awt.TextField;
import java.awt.Toolkit;
import java.awt.Window;
import java.awt.event.ActionEvent;
import java.awt.event.ItemEvent;
import java.awt.event.KeyEvent;
import java.awt.image.BufferedImage;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The dialog of a command, used as by hand: fields are typed into, buttons are pressed.
 *
 * <p>What it shows is read in the thread that handles events, between two of them: ImageJ's dialog explains first and enables
 * OK afterwards, and nobody at the screen sees the moment between.
 */
final class CommandWindow {
    private static final long PATIENCE_MS = 60_000;
    private static final int SETTLE_MS = 500;

    private final Dialog dialog;

    private CommandWindow(Dialog dialog) {
        this.dialog = dialog;
    }

    /** Ends the program when a thread fails. */
    static void endOnFailure() {
        Thread.setDefaultUncaughtExceptionHandler((thread, e) -> {
            e.printStackTrace();
            System.exit(1);
        });
    }

    /** Prints what is so, or fails because it is not. */
    static void require(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError("not so: " + what);
        }
        System.out.println(what);
    }

    /** Waits for a dialog of this title. */
    static CommandWindow await(String title) {
        await("a dialog '" + title + "'", () -> find(title).isPresent());
        return new CommandWindow(find(title).orElseThrow());
    }

    private static Optional<Dialog> find(String title) {
        return Arrays.stream(Window.getWindows())
                .filter(window -> window.isShowing() && window instanceof Dialog)
                .map(Dialog.class::cast)
                .filter(window -> window.getTitle().equals(title))
                .findFirst();
    }

    /** Waits until a condition holds. */
    static void await(String what, BooleanSupplier condition) {
        await(() -> what, condition);
    }

    /** Waits until a condition holds; what is said if it does not is asked for in the end. */
    static void await(Supplier<String> what, BooleanSupplier condition) {
        long end = System.currentTimeMillis() + PATIENCE_MS;
        while (!condition.getAsBoolean()) {
            if (System.currentTimeMillis() > end) {
                throw new AssertionError("waited in vain for " + what.get());
            }
            pause();
        }
    }

    /** Waits until a command that was chosen from the menu has nothing left to do; ImageJ gives its thread its name. */
    static void awaitEnd(String command) {
        await(
                "the end of " + command,
                () -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().equals(command)));
    }

    /**
     * Waits until a command waits for the answer to a modal dialog. AWT shows the dialog first: who answered before that would not
     * be heard.
     */
    static void awaitQuestion(String command) {
        await(
                "a question of " + command,
                () -> Thread.getAllStackTraces().entrySet().stream()
                        .filter(entry -> entry.getKey().getName().equals(command))
                        .filter(entry -> entry.getKey().getState() == Thread.State.WAITING)
                        .flatMap(entry -> Arrays.stream(entry.getValue()))
                        .anyMatch(frame -> frame.getClassName().equals("java.awt.WaitDispatchSupport")));
    }

    /** Waits until the events that wait are handled. */
    static void awaitEvents() {
        inEventThread(() -> {});
    }

    /** Runs what may not run while components are painted, and waits for its end. */
    static void inEventThread(Runnable action) {
        try {
            EventQueue.invokeAndWait(action);
        } catch (InterruptedException | InvocationTargetException e) {
            throw new AssertionError(e);
        }
    }

    /** What a reader finds while no event is handled. */
    static <T> T betweenEvents(Supplier<T> reader) {
        AtomicReference<T> value = new AtomicReference<>();
        inEventThread(() -> value.set(reader.get()));
        return value.get();
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Types into the field of a key and waits until the explanation below contains a text. */
    void type(String key, String value, String explained) {
        TextField field = named(key, TextField.class);
        EventQueue.invokeLater(() -> field.setText(value));
        await(
                () -> key + "=" + value + " explained by '" + explained + "', but it says: " + explanation(),
                () -> explanation().contains(explained));
    }

    /** What the dialog says would come out, or what is wrong. */
    String explanation() {
        return betweenEvents(named("explanation", TextArea.class)::getText);
    }

    /** What the field of a key shows. */
    String shown(String key) {
        return betweenEvents(named(key, TextField.class)::getText);
    }

    /** What the dialog says it will work on. */
    String image() {
        return betweenEvents(named("image", Label.class)::getText);
    }

    /** Whether the edges of the explanation stand in line with those of the fields above, or beyond them. */
    boolean explanationIsInLine() {
        return betweenEvents(() -> {
            Component explanation = named("explanation", TextArea.class);
            return components(dialog)
                    .filter(part -> part instanceof TextField || part instanceof TextArea)
                    .allMatch(part -> left(part) >= left(explanation)
                            && left(part) + part.getWidth() <= left(explanation) + explanation.getWidth());
        });
    }

    /** In the dialog, which the window manager may be moving. */
    private int left(Component part) {
        return part == dialog ? 0 : part.getX() + left(part.getParent());
    }

    /** Whether OK can be pressed. */
    boolean canBeAccepted() {
        return betweenEvents(button("OK")::isEnabled);
    }

    /** Sets the mark of a box. */
    void check(String name) {
        Checkbox box = named(name, Checkbox.class);
        EventQueue.invokeLater(() -> box.setState(true));
        post(new ItemEvent(box, ItemEvent.ITEM_STATE_CHANGED, name, ItemEvent.SELECTED));
    }

    /** The labels, boxes and buttons that have less room than they ask for. */
    List<String> clipped() {
        return betweenEvents(() -> components(dialog)
                .filter(part -> part instanceof Label || part instanceof Checkbox || part instanceof Button)
                .filter(part -> part.getWidth() < part.getPreferredSize().width
                        || part.getHeight() < part.getPreferredSize().height)
                .map(Component::toString)
                .toList());
    }

    /** What the screen shows of the dialog. */
    BufferedImage picture() {
        try {
            Robot robot = new Robot();
            robot.waitForIdle();
            robot.delay(SETTLE_MS); // the window manager draws a frame, and may move the window
            return robot.createScreenCapture(betweenEvents(dialog::getBounds));
        } catch (AWTException e) {
            throw new AssertionError(e);
        }
    }

    /** Presses a button and waits until the dialog is gone. */
    void press(String label) {
        Button button = button(label);
        post(new ActionEvent(button, ActionEvent.ACTION_PERFORMED, button.getActionCommand()));
        await("the dialog to close", () -> !dialog.isShowing());
    }

    /** Presses Esc wherever the keyboard is, once the dialog has it, and waits until it is gone. */
    void pressEscape() {
        await("the dialog to have the keyboard", () -> dialog.getFocusOwner() != null);
        try {
            Robot robot = new Robot();
            robot.waitForIdle();
            robot.keyPress(KeyEvent.VK_ESCAPE);
            robot.keyRelease(KeyEvent.VK_ESCAPE);
        } catch (AWTException e) {
            throw new AssertionError(e);
        }
        await("the dialog to close", () -> !dialog.isShowing());
    }

    private static void post(AWTEvent event) {
        Toolkit.getDefaultToolkit().getSystemEventQueue().postEvent(event);
    }

    private Button button(String label) {
        return components(dialog)
                .filter(Button.class::isInstance)
                .map(Button.class::cast)
                .filter(button -> button.getLabel().strip().equals(label))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no button " + label));
    }

    /** Whether there is a field or a box of this name. */
    boolean offers(String name) {
        return components(dialog).anyMatch(component -> name.equals(component.getName()));
    }

    private <C extends Component> C named(String name, Class<C> type) {
        return components(dialog)
                .filter(type::isInstance)
                .map(type::cast)
                .filter(component -> name.equals(component.getName()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no field " + name));
    }

    private static Stream<Component> components(Container container) {
        return Arrays.stream(container.getComponents())
                .flatMap(component -> component instanceof Container inner
                        ? Stream.concat(Stream.of(component), components(inner))
                        : Stream.of(component));
    }
}
