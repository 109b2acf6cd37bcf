package org.convlayers;

import org.convlayers.ij.Commands;

/**
 * What macros can {@code call()} where there is no menu, as in plain ImageJ without a display.
 *
 * <pre>{@code
 * call("org.convlayers.Macros.run", "Convolution Layer...", "weights=sobel");
 * }</pre>
 */
public final class Macros {
    private Macros() {}

    /**
     * Opens an image file that is whole, and shows it. ImageJ's own {@code open} fills what is missing of a damaged file
     * with black.
     *
     * @param path the file
     * @return the title of the image; empty if the file cannot be opened, and then the macro is stopped
     */
    public static String open(String path) {
        return Commands.open(path);
    }

    /**
     * Tells whether a file still holds what it held: macros write it down beside their results.
     *
     * @param path the file
     * @return the SHA-256 of its bytes in hexadecimal; empty if it cannot be read, and then the macro is stopped
     */
    public static String sha256(String path) {
        return Commands.sha256(path);
    }

    /**
     * Runs a command of the menu on the active image.
     *
     * @param command its name in the menu, such as {@code Convolution Layer...}
     * @param options its macro options
     * @return the title of what it shows; empty if it failed, and then the macro is stopped
     */
    public static String run(String command, String options) {
        return Commands.run(command, options);
    }
}
