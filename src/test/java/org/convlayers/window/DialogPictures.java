package org.convlayers.window;

import ij.IJ;
import ij.ImageJ;
import ij.ImagePlus;
import ij.Menus;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Hashtable;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;

/** Opens each dialog of the menu in an ImageJ of its own, and writes what it looks like: the pictures of the user guide. */
public final class DialogPictures {
    /** Printed when all was as it should be. */
    static final String PASSED = "all dialogs pictured";

    private DialogPictures() {}

    /**
     * Opens the dialogs one after the other.
     *
     * @param arguments the image to open, and the folder for the pictures
     */
    public static void main(String... arguments) {
        CommandWindow.endOnFailure();
        new ImageJ();
        ImagePlus image = IJ.openImage(arguments[0]);
        image.show();
        IJ.run("Convolution Layer...", "weights=sobel stride=2");
        ImagePlus maps = RecorderDriver.newestImage();
        for (String command : commands()) {
            boolean isAboutResults = command.matches("(Receptive|Effective|Layer|Show Kernels|Export).*");
            IJ.doCommand(isAboutResults ? maps : image, command);
            CommandWindow dialog = CommandWindow.await(command.replace("...", ""));
            File file = new File(arguments[1], fileName(command));
            write(dialog, file);
            // The parts are laid out anew once the window manager has told how wide its frame is.
            CommandWindow.await(
                    () -> file + " without parts clipped, but there are " + dialog.clipped(),
                    () -> dialog.clipped().isEmpty());
            CommandWindow.await(file + " with its explanation in line", dialog::explanationIsInLine);
            dialog.press("Cancel");
            CommandWindow.awaitEnd(command);
        }
        System.out.println(PASSED);
        System.exit(0);
    }

    private static List<String> commands() {
        return ((Hashtable<?, ?>) Menus.getCommands())
                .keySet().stream()
                        .map(String.class::cast)
                        .filter(command ->
                                Menus.getCommands().get(command).toString().startsWith("org.convlayers."))
                        .sorted()
                        .toList();
    }

    private static String fileName(String command) {
        return command.replace("...", "").replace(' ', '-').toLowerCase(Locale.ROOT) + ".png";
    }

    private static void write(CommandWindow dialog, File file) {
        try {
            ImageIO.write(dialog.picture(), "png", file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
