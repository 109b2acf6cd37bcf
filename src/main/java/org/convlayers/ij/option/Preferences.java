package org.convlayers.ij.option;

import ij.Prefs;
import java.util.Locale;

/** The options a command was last run with from its dialog. A macro never reads or changes them. */
final class Preferences {
    private static final String PREFIX = "convlayers.";

    private Preferences() {}

    /** The last options; the defaults if there are none that this version understands. */
    static Options recall(String command, OptionSchema schema) {
        String text = Prefs.get(PREFIX + key(command), "");
        try {
            return schema.parse(text);
        } catch (OptionException e) {
            return schema.defaults();
        }
    }

    /** Remembers options for the next dialog. */
    static void remember(String command, Options options) {
        Prefs.set(PREFIX + key(command), options.print());
    }

    private static String key(String command) {
        return command.replaceAll("[^A-Za-z]", "").toLowerCase(Locale.ROOT);
    }
}
