package org.convlayers.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * What a command did in this process.
 *
 * @param code its exit code
 * @param out what it printed to standard output
 * @param err what it printed to standard error
 */
record CommandRun(int code, String out, String err) {
    static CommandRun of(Object... arguments) {
        String[] words = new String[arguments.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = arguments[i].toString();
        }
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.run(new PrintWriter(out), new PrintWriter(err), words);
        return new CommandRun(code, out.toString(), err.toString());
    }

    /** It succeeded. */
    CommandRun succeeds() {
        assertEquals(0, code, err);
        return this;
    }

    /** The last line that a command which succeeded printed to standard error. */
    String report() {
        return succeeds().err.lines().reduce("", (before, line) -> line);
    }

    /** It failed with this code, printed this one line to standard error, and nothing else. */
    void failsWith(int expectedCode, String expectedLine) {
        assertEquals("error: " + expectedLine + System.lineSeparator(), err);
        assertEquals("", out);
        assertEquals(expectedCode, code);
    }

    JsonObject json() {
        return JsonParser.parseString(succeeds().out).getAsJsonObject();
    }
}
