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

    /** Remembers options for the next dialog, but for files to write, which the next OK would replace. */
    static void remember(String command, Options options) {
        Options remembered = options;
        for (OptionKey key : options.schema().keys()) {
            if (key.kind() == OptionKey.Kind.NEW_PATH) {
                remembered = remembered.with(key, key.defaultValue());
            }
        }
        Prefs.set(PREFIX + key(command), remembered.print());
    }

    private static String key(String command) {
        return command.replaceAll("[^A-Za-z]", "").toLowerCase(Locale.ROOT);
    }
}
