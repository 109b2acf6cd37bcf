package org.convlayers.io.onnx;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Names of layers out of names in files, which may be anything. */
public final class SafeNames {
    private static final int MAX_LENGTH = 100;

    private SafeNames() {}

    /**
     * A name of letters of any language, digits, underscores and dots: {@code /block/conv/Conv} becomes {@code
     * block.conv.Conv}.
     */
    public static String of(String name) {
        String safe = Normalizer.normalize(name, Normalizer.Form.NFC)
                .replace('/', '.')
                .replace(':', '.')
                .chars()
                .mapToObj(c -> isSafe((char) c) ? Character.toString((char) c) : "_")
                .collect(Collectors.joining())
                .replaceAll("\\.{2,}", ".")
                .replaceAll("^\\.|\\.$", "");
        String shortened = safe.length() <= MAX_LENGTH ? safe : safe.substring(safe.length() - MAX_LENGTH);
        return shortened.isEmpty() ? "layer" : shortened;
    }

    /** What names in the layer language are made of. */
    private static boolean isSafe(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '.';
    }

    /**
     * A name with a number behind it if others are called so, capital letters or not: files of these names lie side by side.
     *
     * @param others the other names in small letters, to which it is added
     */
    static String unlike(Set<String> others, String name) {
        String unlike = name;
        for (int number = 2; !others.add(unlike.toLowerCase(Locale.ROOT)); number++) {
            unlike = name + "_" + number;
        }
        return unlike;
    }
}
