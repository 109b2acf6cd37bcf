package org.convlayers.ij.field;

import ij.measure.Calibration;
import ij.measure.ResultsTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.convlayers.gradient.EffectiveField;
import org.convlayers.gradient.Measure;
import org.convlayers.receptive.ReceptiveField;

/**
 * The numbers of an effective receptive field, as a sentence and as a row of ImageJ's results.
 *
 * @param located where the field is
 * @param effective how much of it counts
 * @param measure by what that was measured
 */
record EffectiveFieldReport(LocatedField located, EffectiveField effective, Measure measure) {
    private static final List<String> AXES = List.of("X", "Y", "Z");

    /** The part of the weight that is drawn as a circle and set in relation to the whole field. */
    static final double LARGE_SHARE = 0.95;

    private static final double[] SHARES = {0.5, 0.9, LARGE_SHARE};

    /** One line for the status bar, what matters most first; sizes are width x height (x depth). */
    String line() {
        ReceptiveField field = effective.field();
        return String.format(
                Locale.ROOT,
                "Effective field sigma %s, 50, 90, 95 %% within %s pixels, %.2f of the field of %s, by %s: layer '%s' at"
                        + " (%s) on '%s'",
                join(effective.sigma(), " x "),
                radii(pixels()).stream().map(EffectiveFieldReport::text).collect(Collectors.joining(", ")),
                effective.ratio(LARGE_SHARE),
                join(field.virtual().size(), " x "),
                measure.name().toLowerCase(Locale.ROOT),
                field.layer(),
                join(field.at(), ", "),
                located.source().getTitle());
    }

    private static String join(List<? extends Number> outermostFirst, String separator) {
        List<Number> numbers = new ArrayList<>(outermostFirst);
        Collections.reverse(numbers);
        return numbers.stream().map(EffectiveFieldReport::text).collect(Collectors.joining(separator));
    }

    private static String text(Number number) {
        return number instanceof Double ? String.format(Locale.ROOT, "%.3g", number.doubleValue()) : number.toString();
    }

    private List<Double> pixels() {
        return Collections.nCopies(effective.field().at().size(), 1.0);
    }

    private List<Double> radii(List<Double> pixelSize) {
        return effective.radii(pixelSize, SHARES);
    }

    /** Adds a row to a table; pixels count from 0, and whole numbers are their centres. */
    void addTo(ResultsTable table) {
        ReceptiveField field = effective.field();
        table.addRow();
        table.addLabel(located.source().getTitle());
        table.addValue("Layer", field.layer());
        addAxes(table, "%s", field.at());
        table.addValue("Measure", measure.name().toLowerCase(Locale.ROOT));
        addAxes(table, "Sigma %s (pixel)", effective.sigma());
        addRadii(table, "Radius %.0f%% (pixel)", pixels());
        table.addValue("95% / field", effective.ratio(LARGE_SHARE));
        addAxes(table, "Size %s", field.virtual().size());
        addAxes(table, "Centre %s (pixel)", effective.centre());
        Calibration calibration = located.source().getCalibration();
        List<Double> size =
                new ArrayList<>(List.of(calibration.pixelDepth, calibration.pixelHeight, calibration.pixelWidth));
        addRadii(table, "Radius %.0f%%", size.subList(size.size() - field.at().size(), size.size()));
        table.addValue("Unit", calibration.getUnits());
    }

    private static void addAxes(ResultsTable table, String heading, List<? extends Number> outermostFirst) {
        for (int axis = 0; axis < outermostFirst.size(); axis++) {
            double value = outermostFirst.get(outermostFirst.size() - 1 - axis).doubleValue();
            table.addValue(String.format(Locale.ROOT, heading, AXES.get(axis)), value);
        }
    }

    private void addRadii(ResultsTable table, String heading, List<Double> pixelSize) {
        List<Double> radii = radii(pixelSize);
        for (int i = 0; i < SHARES.length; i++) {
            table.addValue(String.format(Locale.ROOT, heading, 100 * SHARES[i]), radii.get(i));
        }
    }
}
