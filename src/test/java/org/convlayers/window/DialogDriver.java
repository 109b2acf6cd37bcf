package org.convlayers.window;

import ij.IJ;
import ij.ImageJ;
import ij.ImagePlus;
import ij.Macro;
import ij.WindowManager;
import ij.gui.Overlay;
import ij.macro.MacroRunner;
import ij.process.ImageProcessor;
import java.nio.file.Path;
import java.util.Random;

/**
 * Plays a user who tries out a dialog in an ImageJ of its own: wrong and right options, preview, cancelling, coming back. Prints
 * what was done; the first thing that is not as it should be ends it.
 */
public final class DialogDriver {
    /** Printed when all was as it should be. */
    static final String PASSED = "session passed";

    private static final String COMMAND = "Convolution Layer...";
    private static final String TITLE = "Convolution Layer";

    private DialogDriver() {}

    /**
     * Runs the scenes.
     *
     * @param arguments a file of weights for a convolution of 3 to 4 channels
     */
    public static void main(String... arguments) {
        CommandWindow.endOnFailure();
        new ImageJ();
        ImagePlus source = noise();
        source.show();
        useDialog(source);
        cancelAfterRecall(source);
        macroKnowsNothingOfTheDialog(source);
        macroWithoutOptionsGetsTheDialog(source);
        scriptIsStopped(source);
        fileIsReadWhileTheDialogStaysAlive(source, Path.of(arguments[0]));
        escapeEndsADialogThatOpensWithAnError(source);
        closedImageIsNoticed();
        errorIsShown(source);
        System.out.println(PASSED);
        System.exit(0);
    }

    private static ImagePlus noise() {
        ImagePlus image = IJ.createImage("noise", "RGB black", 60, 40, 1);
        ImageProcessor pixels = image.getProcessor();
        Random random = new Random(1);
        for (int i = 0; i < pixels.getPixelCount(); i++) {
            pixels.set(i, random.nextInt(1 << 24));
        }
        return image;
    }

    private static void useDialog(ImagePlus source) {
        IJ.doCommand(COMMAND);
        CommandWindow dialog = CommandWindow.await(TITLE);
        CommandWindow.require(
                dialog.explanation().startsWith("C 3 -> 6, 60 x 40 -> 60 x 40"), "the outlook of the first click");
        CommandWindow.require(dialog.image().equals("Image: noise"), "the dialog names its image");
        dialog.type("stride", "0", "must be at least 1");
        CommandWindow.require(!dialog.canBeAccepted(), "OK is not for wrong options");
        dialog.type("stride", "2", "60 x 40 -> 30 x 20");
        dialog.type("weights", "1 0; 2 1", "kernel_size=2");
        CommandWindow.require(dialog.canBeAccepted(), "OK is for right options");

        dialog.check("preview");
        CommandWindow.await("a preview", () -> previews(source) == 1);
        dialog.press("OK");
        CommandWindow.await("a result", () -> WindowManager.getImage("noise-conv") != null);
        CommandWindow.await("the preview to go", () -> previews(source) == 0);
        CommandWindow.awaitEnd(COMMAND);
    }

    private static int previews(ImagePlus image) {
        Overlay overlay = image.getOverlay();
        return overlay == null ? 0 : overlay.size();
    }

    private static void cancelAfterRecall(ImagePlus source) {
        int images = WindowManager.getImageCount();
        IJ.doCommand(source, COMMAND);
        CommandWindow dialog = CommandWindow.await(TITLE);
        CommandWindow.require(dialog.shown("weights").equals("1 0; 2 1"), "the dialog remembers its last options");
        dialog.press("Cancel");
        CommandWindow.awaitEnd(COMMAND);
        CommandWindow.require(WindowManager.getImageCount() == images, "cancelled, nothing happens");
    }

    private static void macroKnowsNothingOfTheDialog(ImagePlus source) {
        WindowManager.setTempCurrentImage(source);
        IJ.runMacro("run(\"" + COMMAND + "\", \"weights=box\");");
        ImagePlus result = WindowManager.getImage("noise-conv-2");
        CommandWindow.require(result.getWidth() == 60, "a macro's stride is not the dialog's");
    }

    private static void macroWithoutOptionsGetsTheDialog(ImagePlus source) {
        int images = WindowManager.getImageCount();
        MacroRunner macro = new MacroRunner("selectImage(" + source.getID() + "); run(\"" + COMMAND + "\", \"\");");
        CommandWindow.await(TITLE).press("Cancel");
        CommandWindow.await("the macro to end", () -> !macro.getThread().isAlive());
        CommandWindow.require(
                WindowManager.getImageCount() == images,
                "a macro without options gets the dialog, and can be cancelled");
    }

    /** A script has no interpreter that could be stopped: its call of the command must throw. */
    private static void scriptIsStopped(ImagePlus source) {
        WindowManager.setTempCurrentImage(source);
        boolean stopped = false;
        try {
            IJ.run(COMMAND, "kernal=3");
        } catch (RuntimeException e) {
            stopped = Macro.MACRO_CANCELED.equals(e.getMessage());
        }
        CommandWindow.require(stopped, "a mistake stops a script");
        IJ.run(COMMAND, "weights=box");
        CommandWindow.require(
                WindowManager.getImage("noise-conv-3") != null, "and what runs afterwards is not disturbed");
    }

    private static void fileIsReadWhileTheDialogStaysAlive(ImagePlus source, Path weights) {
        IJ.doCommand(source, COMMAND);
        CommandWindow dialog = CommandWindow.await(TITLE);
        dialog.type("weights", weights.resolveSibling("no.npy").toString(), "no.npy");
        CommandWindow.require(!dialog.canBeAccepted(), "OK is not for files that do not exist");
        dialog.type("weights", weights.toString(), "C 3 -> 4");
        CommandWindow.require(dialog.canBeAccepted(), "OK is for files that fit");
        dialog.press("Cancel");
        CommandWindow.awaitEnd(COMMAND);
    }

    /** OK cannot have the keyboard then. */
    private static void escapeEndsADialogThatOpensWithAnError(ImagePlus source) {
        String command = "Export Network...";
        IJ.doCommand(source, command);
        CommandWindow dialog = CommandWindow.await("Export Network");
        CommandWindow.require(dialog.explanation().startsWith("save is missing"), "a file has to be named first");
        CommandWindow.require(!dialog.canBeAccepted(), "OK is not for an error at the beginning");
        dialog.pressEscape();
        CommandWindow.awaitEnd(command);
    }

    private static void closedImageIsNoticed() {
        ImagePlus shortLived = noise();
        shortLived.setTitle("short-lived");
        shortLived.show();
        IJ.doCommand(shortLived, COMMAND);
        CommandWindow dialog = CommandWindow.await(TITLE);
        shortLived.changes = false;
        shortLived.close();
        String closed = "'short-lived' was closed while the dialog was open";
        CommandWindow.await("the dialog to notice", () -> dialog.explanation().equals(closed));
        CommandWindow.require(!dialog.canBeAccepted(), "OK is not for an image that was closed");
        dialog.type("stride", "2", closed);
        dialog.press("Cancel");
        CommandWindow.awaitEnd(COMMAND);
    }

    private static void errorIsShown(ImagePlus source) {
        CommandWindow.inEventThread(DialogDriver::closeAllImages);
        CommandWindow.require(
                WindowManager.getImageCount() == 0 && source.getWindow() == null, "all images are closed");
        IJ.doCommand(COMMAND);
        CommandWindow error = CommandWindow.await(COMMAND);
        CommandWindow.awaitQuestion(COMMAND);
        error.press("OK");
        CommandWindow.awaitEnd(COMMAND);
    }

    /** Not while the window manager gives the keyboard to the next one: ImageJ would take a closed image for the active one. */
    private static void closeAllImages() {
        for (int id : WindowManager.getIDList()) {
            WindowManager.getImage(id).changes = false;
            WindowManager.getImage(id).close();
        }
    }
}
