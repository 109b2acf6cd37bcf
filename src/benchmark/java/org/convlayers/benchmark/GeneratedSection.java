package org.convlayers.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A section of a Markdown page that the build writes: from a comment that says so to a comment that ends it. The rest of the
 * page is left alone.
 *
 * @param title the heading
 */
record GeneratedSection(String title) {
    static GeneratedSection of(String title) {
        return new GeneratedSection(title);
    }

    /** Replaces the section, or puts it at the end of a page that has none yet. */
    void write(Path page, String text) throws IOException {
        String begin = "<!-- " + title + ": written by ./mvnw -Pbenchmark -->\n";
        String end = "<!-- end of " + title + " -->\n";
        String section = begin + "\n### " + title + "\n\n" + text + "\n" + end;
        String before = Files.readString(page);
        int from = before.indexOf(begin);
        int to = before.indexOf(end);
        String after = from < 0
                ? before + "\n" + section
                : before.substring(0, from) + section + before.substring(to + end.length());
        Files.writeString(page, after);
    }
}
