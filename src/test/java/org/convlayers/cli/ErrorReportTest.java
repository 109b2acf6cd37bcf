package org.convlayers.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.convlayers.app.NotEnoughMemoryException;
import org.junit.jupiter.api.Test;

final class ErrorReportTest {
    private final StringWriter printed = new StringWriter();
    private final ErrorReport report = new ErrorReport(new PrintWriter(printed));

    @Test
    void exceptionWithoutAMessageIsOneLine() {
        assertEquals(2, report.failure(new IllegalArgumentException(), false));
        assertLine("error: illegal argument exception");
    }

    @Test
    void unexpectedExceptionIsNamedInWords() {
        assertEquals(1, report.failure(new NullPointerException("no strips"), false));
        assertLine("error: unexpected null pointer exception (no strips); --debug shows where it arose");
    }

    @Test
    void memoryThatRanOutInAWorkerIsSaidSo() {
        assertEquals(1, report.failure(new RuntimeException(new OutOfMemoryError("Java heap space")), false));
        assertTrue(printed.toString().startsWith("error: not enough memory: "), printed.toString());
    }

    @Test
    void memoryThatWouldNotSufficeIsNoWrongUsage() {
        assertEquals(1, report.failure(new NotEnoughMemoryException("409 GB are needed"), false));
        assertLine("error: 409 GB are needed");
    }

    @Test
    void controlCharactersAreEscaped() {
        assertEquals(2, report.failure(new IllegalArgumentException("a\u0000b\u001b[31m\nc"), false));
        assertLine("error: a\\u0000b\\u001b[31m c");
    }

    private void assertLine(String line) {
        assertEquals(line + System.lineSeparator(), printed.toString());
    }
}
