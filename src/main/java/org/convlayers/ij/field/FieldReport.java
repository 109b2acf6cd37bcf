package org.convlayers.ij.field;

import ij.measure.Calibration;
import ij.measure.ResultsTable;
import java.awt.geom.Point2D;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.convlayers.receptive.FieldAdvice;
import org.convlayers.receptive.PullBack;
import org.convlayers.receptive.ReceptiveField;

/** The numbers of a receptive field, as a sentence and as a row of ImageJ's results. */
final class FieldReport {
    private static final List<String> AXES = List.of("X", "Y", "Z");

    private final LocatedField located;
    private final ReceptiveField field;

    FieldReport(LocatedField located) {
        this.located = located;
        this.field = located.field().field();
    }

    /** One line for the status bar, what matters most first; sizes are width x height (x depth). */
    String line() {
        double padded = located.field().paddedShare();
        return String.format(
                Locale.ROOT,
                "Field %s, %s, centre (%s), %s, coverage %.3g%s: layer '%s' at (%s) on '%s'%s",
                join(field.size(), " x "),
                field.stride().map(stride -> "stride " + join(stride, " x ")).orElse("no common stride"),
                join(field.centre(), ", "),
                pixels(field.pixels()),
                field.coverage(),
                padded > 0 ? String.format(Locale.ROOT, ", %.0f %% in padding", 100 * padded) : "",
                field.layer(),
                join(field.at(), ", "),
                located.source().getTitle(),
                field.formula().misalignment().map(note -> "; " + note).orElse(""));
    }

    /** So many pixels, in words. */
    static String pixels(long count) {
        return count == 1 ? "1 pixel" : count + " pixels";
    }

    /** A line for each number, sizes and places also in the units of the image. */
    String lines() {
        Calibration calibration = located.source().getCalibration();
        double[] pixel = {calibration.pixelWidth, calibration.pixelHeight, calibration.pixelDepth};
        StringBuilder lines = new StringBuilder();
        add(lines, "layer", "'" + field.layer() + "' at (" + join(field.at(), ", ") + ")");
        add(lines, "size", join(field.size(), " x ") + " pixels" + inUnits(field.size(), pixel));
        add(
                lines,
                "stride",
                field.stride()
                        .map(stride -> join(stride, " x ") + " pixels" + inUnits(stride, pixel))
                        .orElse("not the same everywhere"));
        field.padding().ifPresent(padding -> add(lines, "padding", join(padding, " x ") + " pixels"));
        add(lines, "centre", "(" + join(field.centre(), ", ") + ")" + centreInUnits());
        add(lines, "seen", String.format(Locale.ROOT, "%s, coverage %.3g", pixels(field.pixels()), field.coverage()));
        double padded = located.field().paddedShare();
        add(lines, "outside", String.format(Locale.ROOT, "%.3g %% of the field, in padding", 100 * padded));
        field.formula().misalignment().ifPresent(note -> add(lines, "note", note));
        return lines.toString();
    }

    private static void add(StringBuilder lines, String name, String value) {
        lines.append(String.format(Locale.ROOT, "%-9s%s%n", name, value));
    }

    /** Sizes in units, empty if the image has none. */
    private String inUnits(List<Long> sizes, double[] pixel) {
        Calibration calibration = located.source().getCalibration();
        if (!calibration.scaled()) {
            return "";
        }
        List<Long> fromX = reversed(sizes);
        return IntStream.range(0, fromX.size())
                .mapToObj(axis -> String.format(Locale.ROOT, "%.4g", fromX.get(axis) * pixel[axis]))
                .collect(Collectors.joining(" x ", " = ", " " + calibration.getUnits()));
    }

    private String centreInUnits() {
        Calibration calibration = located.source().getCalibration();
        if (!calibration.scaled()) {
            return "";
        }
        return calibratedCentre().stream()
                .map(place -> String.format(Locale.ROOT, "%.4g", place))
                .collect(Collectors.joining(", ", " = (", ") " + calibration.getUnits()));
    }

    /** X and Y, and Z of a volume, where ImageJ's Measure finds them. */
    private List<Double> calibratedCentre() {
        Calibration calibration = located.source().getCalibration();
        Point2D centre = located.field().centre();
        List<Double> places = new ArrayList<>();
        places.add(calibration.getX(centre.getX()));
        places.add(calibration.getY(centre.getY(), located.source().getHeight()));
        if (field.at().size() == AXES.size()) {
            places.add(calibration.getZ(field.centre().get(0) + 0.5));
        }
        return places;
    }

    private static String join(List<? extends Number> outermostFirst, String separator) {
        return reversed(outermostFirst).stream()
                .map(number -> number.doubleValue() == Math.rint(number.doubleValue())
                        ? Long.toString(number.longValue())
                        : Double.toString(number.doubleValue()))
                .collect(Collectors.joining(separator));
    }

    /** X before Y before Z, as ImageJ's users expect. */
    private static <T> List<T> reversed(List<T> list) {
        List<T> reversed = new ArrayList<>(list);
        Collections.reverse(reversed);
        return reversed;
    }

    /**
     * Adds a row to a table.
     *
     * <p>Pixels count from 0, and whole numbers are their centres. The centre in units is where ImageJ's Measure finds it.
     */
    void addTo(ResultsTable table) {
        table.addRow();
        table.addLabel(located.source().getTitle());
        table.addValue("Layer", field.layer());
        addAxes(table, "%s", Optional.of(field.at()));
        addAxes(table, "Size %s", Optional.of(field.size()));
        addAxes(table, "Stride %s", field.stride());
        addAxes(table, "Padding %s", field.padding());
        addAxes(table, "Centre %s (pixel)", Optional.of(field.centre()));
        List<Double> centre = calibratedCentre();
        for (int axis = 0; axis < centre.size(); axis++) {
            table.addValue("Centre " + AXES.get(axis), centre.get(axis));
        }
        table.addValue("Unit", located.source().getCalibration().getUnits());
        table.addValue("Pixels", (double) field.pixels());
        table.addValue("Coverage", field.coverage());
        table.addValue("In padding", located.field().paddedShare());
        table.addValue("Note", note());
    }

    /** What is not as one would wish: branches that are not aligned, and holes. */
    private String note() {
        PullBack whole = located.field().pullBack();
        PullBack ofLayer = PullBack.of(whole.network().upTo(field.layer()), whole.input());
        return Stream.concat(field.formula().misalignment().stream(), FieldAdvice.ofHoles(ofLayer).stream())
                .collect(Collectors.joining(" "));
    }

    private void addAxes(ResultsTable table, String heading, Optional<? extends List<? extends Number>> values) {
        for (int axis = 0; axis < field.at().size(); axis++) {
            int index = field.at().size() - 1 - axis;
            double value = values.map(list -> list.get(index).doubleValue()).orElse(Double.NaN);
            table.addValue(String.format(heading, AXES.get(axis)), value);
        }
    }
}
