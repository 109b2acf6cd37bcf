package org.convlayers.ij.option;

import ij.IJ;
import ij.Macro;
import ij.macro.Interpreter;
import java.awt.GraphicsEnvironment;
import java.util.Locale;
import java.util.Optional;

/**
 * How a command was called: from the menu, or with options by a macro, a script or {@code call()}.
 *
 * @param options the options; empty if they are to be asked for in a dialog
 */
public record Invocation(Optional<String> options) {
    /**
     * The invocation of the command that runs in this thread. Options belong to the thread of the macro, so this is the first
     * thing a command does.
     *
     * <p>ImageJ does not tell options that are empty from none. Without options a macro gets the dialog, as ImageJ's users
     * expect, unless nobody could see it.
     */
    static Invocation current() {
        String options = Macro.getOptions();
        if (options == null && !nobodyWatches()) {
            return new Invocation(Optional.empty());
        }
        return new Invocation(Optional.of(options == null ? "" : options));
    }

    private static boolean nobodyWatches() {
        return GraphicsEnvironment.isHeadless() || (IJ.isMacro() && Interpreter.isBatchMode());
    }

    /** Whether no dialog may be shown. */
    boolean isMacro() {
        return options.isPresent();
    }

    /** The value of a variable of the macro that runs; whole numbers without decimals. */
    static Optional<String> variable(String name) {
        Interpreter interpreter = Interpreter.getInstance();
        if (interpreter == null) {
            return Optional.empty();
        }
        String text = interpreter.getStringVariable(name);
        if (text != null) {
            return Optional.of(text);
        }
        double number = interpreter.getVariable2(name);
        if (Double.isNaN(number)) {
            return Optional.empty();
        }
        return Optional.of(
                number == Math.rint(number) ? String.format(Locale.ROOT, "%.0f", number) : Double.toString(number));
    }
}
