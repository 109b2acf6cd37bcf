package org.convlayers.demo;

import java.io.PrintStream;
import java.util.List;

/** Prints lines of cells in columns: numbers to the right, words to the left. */
final class TextColumns {
    private final List<List<String>> lines;

    /**
     * Columns.
     *
     * @param lines the headings first
     */
    TextColumns(List<List<String>> lines) {
        this.lines = lines;
    }

    void print(PrintStream out) {
        for (List<String> line : lines) {
            StringBuilder text = new StringBuilder();
            for (int column = 0; column < line.size(); column++) {
                String sign = isNumeric(column) ? "" : "-";
                text.append(String.format("  %" + sign + width(column) + "s", line.get(column)));
            }
            out.println(text.toString().stripTrailing());
        }
    }

    private int width(int column) {
        return lines.stream().mapToInt(line -> line.get(column).length()).max().orElse(1);
    }

    private boolean isNumeric(int column) {
        return lines.stream().skip(1).allMatch(line -> line.get(column).matches("[0-9,]*"));
    }
}
