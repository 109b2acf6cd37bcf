package org.convlayers.io;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A file cannot be read: it is missing, damaged, hostile, or holds what is not supported. The one exception of every
 * reader; its message is one line that names the file and the fault.
 */
public final class DamagedFileException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * Names the file and the fault.
     *
     * @param file the file as the user named it, where it helps with the place inside
     * @param fault what is wrong, and what would be right; control characters become spaces, as it may quote the file
     */
    public DamagedFileException(String file, String fault) {
        this(file, fault, null);
    }

    private DamagedFileException(String file, String fault, Throwable cause) {
        super(file + ": " + fault.replaceAll("\\p{Cntrl}", " "), cause);
    }

    /** Says in the user's words why the system could not read a file. */
    public static DamagedFileException because(Path file, IOException cause) {
        if (cause instanceof DamagedFileException damaged) {
            return damaged;
        }
        return new DamagedFileException(file.toString(), fault(cause), cause);
    }

    private static String fault(IOException cause) {
        if (cause instanceof NoSuchFileException) {
            return "there is no such file";
        }
        if (cause instanceof AccessDeniedException) {
            return "the file may not be read";
        }
        if (cause instanceof EOFException) {
            return "the file ends too early";
        }
        return Failure.message(cause);
    }
}
