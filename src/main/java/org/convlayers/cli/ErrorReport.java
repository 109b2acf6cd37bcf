package org.convlayers.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.regex.Pattern;
import org.convlayers.app.NotEnoughMemoryException;
import org.convlayers.io.Failure;
import org.convlayers.text.Spelling;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Says in one line what was wrong, and gives the exit code. */
final class ErrorReport {
    static final int FAILED = 1;
    static final int WRONG_USAGE = 2;
    static final int CANCELLED = 130;

    private final PrintWriter err;

    ErrorReport(PrintWriter err) {
        this.err = err;
    }

    /** Reports options that do not exist, are missing or have no value. */
    int usage(ParameterException thrown) {
        // What is unknown is said first: it may be what is missing, misspelt.
        List<String> unknown = thrown.getCommandLine().getUnmatchedArguments();
        String message = unknown.isEmpty() ? thrown.getMessage() : unknown(unknown.get(0), thrown.getCommandLine());
        print(message + "; see --help");
        return WRONG_USAGE;
    }

    private static String unknown(String word, CommandLine command) {
        if (word.startsWith("-")) {
            Set<String> options = command.getCommandSpec().optionsMap().keySet();
            return "there is no option '" + word + "'; "
                    + Spelling.similar(word.split("=", 2)[0], options)
                            .map(option -> "the nearest is '" + option + "'")
                            .orElse("the options are " + String.join(", ", options));
        }
        if (command.getSubcommands().isEmpty()) {
            return "'" + word + "' is one argument too many";
        }
        return "there is no command '" + word + "'; the commands are "
                + String.join(", ", command.getSubcommands().keySet());
    }

    /**
     * Reports what a command threw.
     *
     * @param stackTrace whether to show where it arose
     */
    int failure(Throwable thrown, boolean stackTrace) {
        if (stackTrace) {
            thrown.printStackTrace(err);
        }
        Throwable cause = Failure.cause(thrown);
        if (cause instanceof CancellationException) {
            print("cancelled");
            return CANCELLED;
        }
        if (cause instanceof IllegalArgumentException) {
            print(Failure.message(cause));
            return cause instanceof NotEnoughMemoryException ? FAILED : WRONG_USAGE;
        }
        print(explain(cause));
        return FAILED;
    }

    private static String explain(Throwable cause) {
        if (cause instanceof OutOfMemoryError) {
            long megabytes = Runtime.getRuntime().maxMemory() >> 20;
            return "not enough memory: " + megabytes
                    + " MB are allowed; allow more with java -Xmx, as in java -Xmx8g -jar …";
        }
        if (cause instanceof ArithmeticException) {
            return "a size is too large to be counted (" + cause.getMessage() + ")";
        }
        if (cause instanceof IOException) {
            return Failure.message(cause);
        }
        return "unexpected " + Failure.describe(cause) + "; --debug shows where it arose";
    }

    /** Messages quote files, whose control characters could do anything to a terminal. */
    private static String escape(String message) {
        return Pattern.compile("\\p{Cc}")
                .matcher(message)
                .replaceAll(match -> String.format(
                        Locale.ROOT, "\\\\u%04x", (int) match.group().charAt(0)));
    }

    private void print(String message) {
        err.println("error: " + escape(message.replaceAll("\\s*\\R\\s*", " ")));
        err.flush();
    }
}
