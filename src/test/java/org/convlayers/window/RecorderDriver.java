package org.convlayers.window;

import ij.IJ;
import ij.ImageJ;
import ij.ImagePlus;
import ij.Menus;
import ij.WindowManager;
import ij.plugin.frame.Recorder;
import java.awt.Button;
import java.awt.Component;
import java.awt.Container;
import java.awt.Dialog;
import java.awt.EventQueue;
import java.awt.TextField;
import java.awt.Window;
import java.awt.event.ActionEvent;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Plays a user in an ImageJ of its own: chooses a command from the menu, types into its dialog, presses OK, and replays what
 * the recorder wrote. Prints {@code END} when everything was as it should be; its class path holds ImageJ and the tests, and
 * the plugin is found where ImageJ finds plugins.
 */
public final class RecorderDriver {
    private static final long PATIENCE_MILLIS = 60_000;

    private RecorderDriver() {}

    /**
     * Runs the scene.
     *
     * @param arguments the folder of ImageJ, the image to open, the command, what to type into the first field of its dialog
     */
    public static void main(String... arguments) {
        System.setProperty("plugins.dir", arguments[0]);
        ImageJ imagej = new ImageJ(ImageJ.STANDALONE);
        imagej.exitWhenQuitting(true);
        ImagePlus image = IJ.openImage(arguments[1]);
        image.show();
        Recorder recorder = new Recorder();
        String command = arguments[2];
        require(Menus.getCommands().containsKey(command), "the menu has no '" + command + "'");
        IJ.doCommand(command);
        String title = command.replace("...", "");
        await(() -> dialog(title).isPresent(), "the dialog of '" + command + "' does not open");
        Dialog dialog = dialog(title).orElseThrow();
        type((TextField) first(dialog, TextField.class), arguments[3]);
        press((Button) find(
                dialog,
                component ->
                        component instanceof Button b && b.getLabel().strip().equals("OK")));
        await(() -> WindowManager.getImageCount() == 2 && !dialog.isShowing(), "there is no result");
        ImagePlus result = WindowManager.getCurrentImage();
        String line = "run(\"" + command;
        await(() -> recorder.getText().contains(line), "the recorder has no line of the command");
        String recorded = recorder.getText().substring(recorder.getText().indexOf(line));
        System.out.println(recorded);
        WindowManager.setCurrentWindow(image.getWindow());
        IJ.runMacro(recorded);
        require(WindowManager.getImageCount() == 3, "the replayed line gives no image");
        ImagePlus replayed = WindowManager.getCurrentImage();
        require(replayed != result && samePixels(result, replayed), "the replayed line gives another result");
        System.out.println("END " + result.getStackSize());
        System.exit(0);
    }

    private static Optional<Dialog> dialog(String title) {
        return Stream.of(Window.getWindows())
                .filter(window -> window instanceof Dialog dialog
                        && dialog.isShowing()
                        && dialog.getTitle().startsWith(title))
                .map(Dialog.class::cast)
                .findFirst();
    }

    private static Component first(Container container, Class<? extends Component> type) {
        return find(container, type::isInstance);
    }

    private static Component find(Container container, Predicate<Component> wanted) {
        return components(container)
                .filter(wanted)
                .findFirst()
                .orElseThrow(() -> new AssertionError("the dialog lacks a part"));
    }

    private static Stream<Component> components(Container container) {
        return Arrays.stream(container.getComponents())
                .flatMap(component -> component instanceof Container inner
                        ? Stream.concat(Stream.of(component), components(inner))
                        : Stream.of(component));
    }

    private static void type(TextField field, String text) {
        onEventThread(() -> field.setText(text));
    }

    private static void press(Button button) {
        onEventThread(() ->
                button.dispatchEvent(new ActionEvent(button, ActionEvent.ACTION_PERFORMED, button.getActionCommand())));
    }

    private static void onEventThread(Runnable action) {
        try {
            EventQueue.invokeAndWait(action);
        } catch (InterruptedException | InvocationTargetException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean samePixels(ImagePlus one, ImagePlus other) {
        boolean same = one.getStackSize() == other.getStackSize();
        for (int i = 1; same && i <= one.getStackSize(); i++) {
            same = Arrays.equals((float[]) one.getStack().getPixels(i), (float[])
                    other.getStack().getPixels(i));
        }
        return same;
    }

    private static void await(BooleanSupplier condition, String complaint) {
        long end = System.currentTimeMillis() + PATIENCE_MILLIS;
        while (!condition.getAsBoolean()) {
            require(System.currentTimeMillis() < end, complaint);
            IJ.wait(50);
        }
    }

    private static void require(boolean condition, String complaint) {
        if (!condition) {
            System.out.println("FAILED: " + complaint);
            System.exit(1);
        }
    }
}
