package org.convlayers.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

final class FailureTest {
    @Test
    void memoryThatRanOutIsFoundBehindOtherExceptions() {
        OutOfMemoryError error = new OutOfMemoryError("Java heap space");
        assertSame(error, Failure.cause(new IllegalStateException("a task failed", new RuntimeException(error))));
    }

    @Test
    void whatOnlyCarriesAnExceptionIsTakenOff() {
        IOException cause = new IOException("No space left on device");
        assertSame(cause, Failure.cause(new RuntimeException(new UncheckedIOException(cause))));
        RuntimeException alone = new RuntimeException("alone");
        assertSame(alone, Failure.cause(alone));
    }

    @Test
    void classWithoutAMessageIsSaidInWords() {
        assertEquals("array index out of bounds exception", Failure.message(new ArrayIndexOutOfBoundsException()));
        assertEquals("illegal argument exception", Failure.describe(new IllegalArgumentException()));
    }

    @Test
    void namesOfJavaClassesAreLeftOut() {
        assertEquals(
                "Error reading PNG image data",
                Failure.message(new IOException("javax.imageio.IIOException: Error reading PNG image data")));
        assertEquals("null pointer exception (no strips)", Failure.describe(new NullPointerException("no strips")));
    }

    /** Java tells the name alone. */
    @Test
    void aFileThatCannotBeReachedHasItsReason() {
        assertEquals("/proc/x: no such file", Failure.message(new NoSuchFileException("/proc/x")));
        assertEquals("/x: access denied", Failure.message(new AccessDeniedException("/x")));
        assertEquals("/x: full", Failure.message(new FileSystemException("/x", null, "full")));
    }
}
