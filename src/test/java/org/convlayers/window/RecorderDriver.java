package org.convlayers.window;

import ij.IJ;
import ij.ImageJ;
import ij.ImagePlus;
import ij.Menus;
import ij.WindowManager;
import ij.gui.Overlay;
import ij.plugin.frame.Recorder;
import java.util.Objects;

/**
 * Plays a user in an ImageJ of its own: chooses a command from the menu, types into its dialog, looks at the preview, turns to
 * another image for a while, presses OK, and replays what the recorder wrote. Prints {@code END} when everything was as it should be; its class path holds ImageJ and the tests, and
 * the plugin is found where ImageJ finds plugins.
 */
public final class RecorderDriver {
    private RecorderDriver() {}

    /**
     * Runs the scene.
     *
     * @param arguments the image to open, the command, a key of its dialog, the value for it, and what the dialog then says
     */
    public static void main(String... arguments) {
        CommandWindow.endOnFailure();
        new ImageJ();
        ImagePlus image = IJ.openImage(arguments[0]);
        image.show();
        Recorder recorder = new Recorder();
        String command = arguments[1];
        CommandWindow.require(Menus.getCommands().containsKey(command), "the menu has '" + command + "'");
        IJ.doCommand(command);
        CommandWindow dialog = CommandWindow.await(command.replace("...", ""));
        dialog.type(arguments[2], arguments[3], arguments[4]);
        if (dialog.offers("preview")) {
            dialog.check("preview");
            CommandWindow.await("a preview", () -> previews(image) == 1);
        }
        ImagePlus other = IJ.createImage("other", 20, 20, 1, 8);
        other.show();
        IJ.doCommand(other, "Invert");
        CommandWindow.awaitEnd("Invert");
        // The window manager may have given the keyboard to the first image as late as now.
        CommandWindow.inEventThread(() -> WindowManager.setCurrentWindow(other.getWindow()));
        dialog.press("OK");
        CommandWindow.awaitEnd(command);
        CommandWindow.await("the preview to go", () -> previews(image) == 0);
        CommandWindow.require(WindowManager.getImageCount() == 3, "OK gives an image");
        ImagePlus result = newestImage();
        String line = "selectImage(\"" + image.getTitle() + "\");\nrun(\"" + command;
        CommandWindow.await("a recorded line", () -> recorder.getText().contains(line));
        String recorded = recorder.getText().substring(recorder.getText().indexOf(line));
        System.out.println(recorded);
        IJ.runMacro(recorded);
        CommandWindow.require(WindowManager.getImageCount() == 4, "the replayed line gives an image");
        CommandWindow.require(samePixels(result, newestImage()), "the replayed line gives the same result");
        System.out.println("END " + result.getStackSize());
        System.exit(0);
    }

    private static int previews(ImagePlus image) {
        Overlay overlay = image.getOverlay();
        return overlay == null ? 0 : overlay.size();
    }

    /** Not the active one: a window opened before may get the keyboard late. */
    static ImagePlus newestImage() {
        return WindowManager.getImage(WindowManager.getNthImageID(WindowManager.getImageCount()));
    }

    private static boolean samePixels(ImagePlus one, ImagePlus other) {
        boolean same = one.getStackSize() == other.getStackSize();
        for (int i = 1; same && i <= one.getStackSize(); i++) {
            same = Objects.deepEquals(
                    one.getStack().getPixels(i), other.getStack().getPixels(i));
        }
        return same;
    }
}
