package org.convlayers.io;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/** The files of a folder, for names that come out of a file: what lies elsewhere is never reached. */
public final class FolderFiles {
    private FolderFiles() {}

    /**
     * The place of a file in or below a folder.
     *
     * @param folder the folder
     * @param name plain names separated by {@code /}
     * @return the place, of a file that may be missing; empty if the name leads out of the folder, by {@code ..}, as an
     *     absolute path, or through a link
     */
    public static Optional<Path> resolve(Path folder, String name) {
        Path relative;
        try {
            relative = Path.of(name);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
        if (name.isBlank() || name.indexOf('\\') >= 0 || relative.isAbsolute() || relative.getRoot() != null) {
            return Optional.empty();
        }
        Path file = folder;
        for (Path step : relative) {
            file = file.resolve(step);
            if (step.toString().equals("..") || Files.isSymbolicLink(file)) {
                return Optional.empty();
            }
        }
        return Optional.of(file);
    }

    /** Whether there is a file, and not a link to one. */
    public static boolean isThere(Path file) {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }
}
