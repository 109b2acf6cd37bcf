package org.convlayers.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

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
        List<Column> columns =
                IntStream.range(0, lines.get(0).size()).mapToObj(this::column).toList();
        for (List<String> line : lines) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < line.size(); i++) {
                text.append(columns.get(i).fill(line.get(i))).append(GAP);
            }
            out.println(text.toString().stripTrailing());
        }
    }

    private record Column(int width, boolean isNumeric) {
        String fill(String cell) {
            String blanks = " ".repeat(width - cell.length());
            return isNumeric ? blanks + cell : cell + blanks;
        }
    }

    private Column column(int index) {
        return new Column(width(index), isNumeric(index));
    }

    private int width(int column) {
        return lines.stream().mapToInt(line -> line.get(column).length()).max().orElseThrow();
    }

    private boolean isNumeric(int column) {
        return lines.stream().skip(1).allMatch(line -> line.get(column).matches("-|[0-9,.]*[kMGTPE]?"));
    }
}
