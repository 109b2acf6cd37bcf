package org.convlayers.weights;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads kernels written as rows of numbers, as in {@code 1 0; 2 1 | 0 1; 1 2}: numbers are separated by spaces or commas,
 * rows by semicolons or line ends, kernels by {@code |}.
 */
public final class KernelText {
    private static final Pattern KERNEL_END = Pattern.compile("\\|");
    private static final Pattern ROW_END = Pattern.compile(";\\h*\\R?|\\R");
    private static final Pattern GAP = Pattern.compile("\\s*,\\s*|\\s+");
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

    private KernelText() {}

    /**
     * Reads kernels of one size.
     *
     * @return [M, kH, kW]
     * @throws IllegalArgumentException naming what is no number, or the row or kernel that has another length
     */
    public static Tensor parse(String text) {
        List<String> kernels = Arrays.asList(KERNEL_END.split(text, -1));
        List<Float> values = new ArrayList<>();
        int rows = 0;
        int columns = 0;
        for (int k = 0; k < kernels.size(); k++) {
            String[] lines = ROW_END.split(kernels.get(k).strip(), -1);
            if (k > 0 && lines.length != rows) {
                throw new IllegalArgumentException("kernel " + (k + 1) + " has " + lines.length
                        + " rows, but the one before has " + rows + "; all kernels need the same size");
            }
            rows = lines.length;
            for (int r = 0; r < rows; r++) {
                List<Float> row = row(lines[r], r + 1);
                if (columns > 0 && row.size() != columns) {
                    String place = kernels.size() > 1 ? "kernel " + (k + 1) + ", row " : "row ";
                    throw new IllegalArgumentException(place + (r + 1) + " has " + row.size()
                            + " numbers, but the one before has " + columns + "; all rows need the same length");
                }
                columns = row.size();
                values.addAll(row);
            }
        }
        float[] data = new float[values.size()];
        for (int i = 0; i < data.length; i++) {
            data[i] = values.get(i);
        }
        return new Tensor(data, List.of(kernels.size(), rows, columns));
    }

    private static List<Float> row(String text, int number) {
        if (text.isBlank()) {
            throw new IllegalArgumentException(
                    "row " + number + " is empty; a kernel is rows of numbers, as in 1 0; 2 1");
        }
        return Arrays.stream(GAP.split(text.strip(), -1))
                .map(KernelText::number)
                .toList();
    }

    private static Float number(String text) {
        float value = NUMBER.matcher(text).matches() ? Float.parseFloat(text) : Float.NaN;
        if (!Float.isFinite(value)) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a number of a kernel; a kernel is rows of numbers, as in 1 0; 2 1");
        }
        return value;
    }
}
