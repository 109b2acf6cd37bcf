package org.convlayers.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Lines of cells printed in columns. */
final class TextTable {
    private static final String GAP = "  ";

    private final List<List<String>> lines = new ArrayList<>();

    TextTable(String... heads) {
        lines.add(List.of(heads));
    }

    void add(String... cells) {
        lines.add(List.of(cells));
    }

    /** Prints numbers to the right of their columns, words to the left. */
    void print(PrintWriter out) {
        for (List<String> line : lines) {
            StringBuilder text = new StringBuilder();
            for (int column = 0; column < line.size(); column++) {
                String cell = line.get(column);
                String fill = " ".repeat(width(column) - cell.length());
                text.append(isNumeric(column) ? fill + cell : cell + fill).append(GAP);
            }
            out.println(text.toString().stripTrailing());
        }
    }

    private int width(int column) {
        return lines.stream().mapToInt(line -> line.get(column).length()).max().orElseThrow();
    }

    private boolean isNumeric(int column) {
        return lines.stream().skip(1).allMatch(line -> line.get(column).matches("[0-9,.]*"));
    }
}
