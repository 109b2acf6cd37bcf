package org.convlayers.demo;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.macro.Interpreter;
import ij.measure.ResultsTable;
import java.nio.file.Path;
import org.convlayers.Macros;

/** ImageJ without windows: images are open as they are in a macro's batch mode. */
final class HeadlessImageJ implements AutoCloseable {
    private HeadlessImageJ() {}

    /** From now on images are opened without windows. */
    static HeadlessImageJ start() {
        Interpreter.batchMode = true;
        return new HeadlessImageJ();
    }

    /** Opens an image. */
    ImagePlus open(Path file) {
        ImagePlus image = IJ.openImage(file.toString());
        if (image == null) {
            throw new IllegalArgumentException(file + " is no image; run this in the folder of the project");
        }
        image.show();
        return image;
    }

    /**
     * Runs a command of the menu that gives an image.
     *
     * @param image what it is applied to
     * @param command its name in the menu
     * @param options its macro options
     */
    ImagePlus run(ImagePlus image, String command, String options) {
        return WindowManager.getImage(call(image, command, options));
    }

    /** Runs a command of the menu that adds to the results, and gives its rows. */
    ResultsTable measure(ImagePlus image, String command, String options) {
        ResultsTable.getResultsTable().reset();
        call(image, command, options);
        return ResultsTable.getResultsTable();
    }

    private static String call(ImagePlus image, String command, String options) {
        WindowManager.setTempCurrentImage(image);
        String title = Macros.run(command, options);
        if (title.isEmpty()) {
            throw new IllegalStateException(command + " with " + options + " failed");
        }
        return title;
    }

    /** Closes the images. */
    @Override
    public void close() {
        int[] ids = WindowManager.getIDList();
        for (int id : ids == null ? new int[0] : ids) {
            Interpreter.removeBatchModeImage(WindowManager.getImage(id));
        }
        Interpreter.batchMode = false;
    }
}
