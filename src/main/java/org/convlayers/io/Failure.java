package org.convlayers.io;

import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.concurrent.ExecutionException;

/** What to tell users of something that was thrown. */
public final class Failure {
    private static final String CLASS_NAME = "(?:[a-z]\\w*\\.)+([A-Z]\\w*(?:Exception|Error))";

    private Failure() {}

    /**
     * What went wrong, without what only carried it from another thread or through an interface of Java; memory that ran out
     * wherever in the chain of causes it stands.
     */
    public static Throwable cause(Throwable thrown) {
        for (Throwable link = thrown; link != null; link = link.getCause()) {
            if (link instanceof OutOfMemoryError) {
                return link;
            }
        }
        Throwable cause = thrown;
        while (isCarrier(cause) && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** Exceptions of these types say nothing of their own. */
    private static boolean isCarrier(Throwable thrown) {
        return thrown instanceof UncheckedIOException
                || thrown instanceof ExecutionException
                || thrown.getClass() == RuntimeException.class;
    }

    /** The message without names of Java's classes; of what has no message, the name of its class in words. */
    public static String message(Throwable thrown) {
        String message = thrown.getMessage();
        return message == null || message.isBlank()
                ? words(thrown.getClass().getSimpleName())
                : message.replaceAll(CLASS_NAME + ":\\s*", "").replaceAll(CLASS_NAME, "$1");
    }

    /** As {@link #message}, with the kind of failure before it, for what nobody expected. */
    public static String describe(Throwable thrown) {
        String kind = words(thrown.getClass().getSimpleName());
        String message = message(thrown);
        return message.equals(kind) ? kind : kind + " (" + message + ")";
    }

    /** The words of a name in camel case. */
    private static String words(String name) {
        return name.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }
}
