package org.convlayers.io.onnx;

/** Names of layers out of names in files, which may be anything. */
final class SafeNames {
    private static final int MAX_LENGTH = 100;

    private SafeNames() {}

    /**
     * A name of letters, digits, underscores and dots: {@code /block/conv/Conv} becomes {@code block.conv.Conv}.
     */
    static String of(String name) {
        String safe = name.replace('/', '.')
                .replace(':', '.')
                .replaceAll("[^A-Za-z0-9_.]", "_")
                .replaceAll("\\.{2,}", ".")
                .replaceAll("^\\.|\\.$", "");
        String shortened = safe.length() <= MAX_LENGTH ? safe : safe.substring(safe.length() - MAX_LENGTH);
        return shortened.isEmpty() ? "layer" : shortened;
    }
}
