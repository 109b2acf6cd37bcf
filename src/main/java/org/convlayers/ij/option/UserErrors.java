package org.convlayers.ij.option;

import ij.IJ;
import ij.Macro;
import ij.macro.Interpreter;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import org.convlayers.io.Failure;

/**
 * How a command says what went wrong: in a window to whoever opened its dialog, in the log to whoever runs a macro, which is
 * then stopped.
 *
 * <p>A macro is never shown a window, since under {@code -batch} it would wait for ever for somebody to close it. It is
 * stopped by its interpreter, because an exception alone would let it go on with the wrong image; a script has none, and
 * {@link Macro#abort()} makes its call of {@code IJ.run} throw.
 */
public final class UserErrors {
    private static final int LINE_LENGTH = 90;

    private UserErrors() {}

    /**
     * Tells an error.
     *
     * @param command the name of the command in the menu
     * @param thrown what happened
     * @param inMacro whether the command was given options or runs without a display
     */
    public static void report(String command, Throwable thrown, boolean inMacro) {
        Throwable error = Failure.cause(thrown);
        if (inMacro) {
            IJ.log(command + ": " + message(error));
            if (!isExpected(error)) {
                IJ.handleException(error);
            }
            abortMacro();
        } else if (error instanceof CancellationException) {
            IJ.showStatus(command + ": " + message(error));
        } else if (isExpected(error)) {
            IJ.showStatus("");
            IJ.error(command, inLines(message(error)));
        } else {
            IJ.handleException(error);
        }
    }

    /** Errors of input, files and memory have a message for the user; anything else is a fault of ours. */
    private static boolean isExpected(Throwable error) {
        return error instanceof IllegalArgumentException
                || error instanceof IOException
                || error instanceof OutOfMemoryError
                || error instanceof CancellationException;
    }

    /** What to tell the user. */
    static String message(Throwable error) {
        if (error instanceof OutOfMemoryError) {
            return Failure.describe(error)
                    + "; give 'save' a .tif file, or ImageJ more memory in Edit > Options > Memory & Threads";
        }
        return Failure.message(error).replaceAll("\\s*\\R\\s*", " ");
    }

    /** The text with breaks at blanks, since ImageJ makes its window as wide as the longest line. */
    static String inLines(String text) {
        StringBuilder lines = new StringBuilder();
        int length = 0;
        for (String word : text.split(" ", -1)) {
            boolean isFull = length > 0 && length + 1 + word.length() > LINE_LENGTH;
            if (isFull) {
                lines.append('\n');
                length = 0;
            } else if (length > 0) {
                lines.append(' ');
                length++;
            }
            lines.append(word);
            length += word.length();
        }
        return lines.toString();
    }

    private static void abortMacro() {
        Interpreter interpreter = Interpreter.getInstance();
        if (interpreter == null) {
            Macro.abort();
        } else {
            interpreter.abortMacro();
        }
    }
}
