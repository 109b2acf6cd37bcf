package org.convlayers.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/**
 * The command line: {@code java -jar ConvLayers_-VERSION-all.jar COMMAND …}.
 *
 * <p>Results go to files or standard output, words to standard error. Exit codes: 0 done, 1 the work failed, 2 wrong usage, 130
 * cancelled (by Ctrl-C, which ends the program at once; output files that are not finished are removed).
 */
public final class Main {
    private Main() {}

    /** Runs a command and ends the program with its exit code. */
    public static void main(String[] args) {
        // Before any class of AWT is loaded: a cluster has no display.
        System.setProperty("java.awt.headless", "true");
        // ImageJ prints some complaints to standard output, where only results belong.
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        PrintWriter out = new PrintWriter(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        System.exit(run(out, err, args));
    }

    /**
     * Runs a command.
     *
     * @param out takes results
     * @param err takes words and errors
     * @return the exit code
     */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        ConvLayersCommand command = new ConvLayersCommand();
        ErrorReport report = new ErrorReport(err);
        CommandLine commandLine = WholeNumbers.register(new CommandLine(command))
                .setOut(out)
                .setErr(err)
                .setExpandAtFiles(false)
                .setParameterExceptionHandler((thrown, arguments) -> report.usage(thrown))
                .setExecutionExceptionHandler((thrown, line, parsed) -> report.failure(thrown, command.isDebug()));
        try {
            return commandLine.execute(args);
        } catch (OutOfMemoryError | StackOverflowError e) {
            return report.failure(e, command.isDebug());
        } finally {
            out.flush();
        }
    }
}
