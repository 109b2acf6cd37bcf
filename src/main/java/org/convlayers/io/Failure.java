package org.convlayers.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
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
        if (thrown instanceof FileSystemException file && tellsOnlyTheName(file)) {
            return file.getFile() + ": " + reason(file);
        }
        String message = thrown.getMessage();
        return message == null || message.isBlank()
                ? kind(thrown)
                : message.replaceAll(CLASS_NAME + ":\\s*", "").replaceAll(CLASS_NAME, "$1");
    }

    /** Those of other classes are given messages of their own, in the place of the name. */
    private static boolean tellsOnlyTheName(FileSystemException thrown) {
        return thrown.getClass() != FileSystemException.class
                && thrown.getMessage() != null
                && thrown.getMessage().equals(thrown.getFile());
    }

    /** What the system says of a file, without the file's name. */
    static String reason(IOException thrown) {
        if (thrown instanceof FileSystemException file) {
            return file.getReason() == null ? kind(thrown).replace(" exception", "") : file.getReason();
        }
        return message(thrown);
    }

    private static String kind(Throwable thrown) {
        return words(thrown.getClass().getSimpleName());
    }

    /** As {@link #message}, with the kind of failure before it, for what nobody expected. */
    public static String describe(Throwable thrown) {
        String kind = kind(thrown);
        String message = message(thrown);
        return message.equals(kind) ? kind : kind + " (" + message + ")";
    }

    /** The words of a name in camel case. */
    private static String words(String name) {
        return name.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }
}
