package org.convlayers.engine.convolution;

import java.util.ArrayList;
import java.util.List;
import org.convlayers.engine.kernel.PackedWeights;
import org.convlayers.engine.kernel.Strip;
import org.convlayers.engine.kernel.StripLength;
import org.convlayers.engine.layer.WindowAxis;
import org.convlayers.shape.AxisRanges;
import org.convlayers.shape.Box;

/** How boxes are cut for {@link PlaneTapStrips}: into slices, and each into columns whose rows lie side by side in the lanes. */
final class PlaneLanes {
    /** How many columns more than necessary a slice may be cut into, in order to fill strips better. */
    private static final int MORE_COLUMNS = 12;

    private static final double NANOS_PER_PASS = 80;
    private static final double NANOS_PER_TAP = 5;
    private static final double NANOS_PER_VALUE_OF_TAP = 0.025;
    private static final double NANOS_PER_PICKED_VALUE = 0.4;

    /** For each column but the first one lanes are made anew, and tables of what its taps see, pixel by pixel. */
    private static final double NANOS_PER_COLUMN = 800;

    private static final double NANOS_PER_PIXEL_OF_COLUMN = 5;

    private final BoundConvolution layer;

    PlaneLanes(BoundConvolution layer) {
        this.layer = layer;
    }

    /** Arranges the pixels of a box in the cheapest way found: all slices alike. */
    List<Lanes> covering(Box box) {
        int width = box.width().size();
        int fewest = Lanes.ceilDiv(width, Strip.LENGTH);
        AxisRanges.Range firstSlice =
                new AxisRanges.Range(box.depth().first(), box.depth().first());
        int best = width;
        double bestNanos = Double.POSITIVE_INFINITY;
        for (int parts = fewest; parts <= Math.min(width, fewest + MORE_COLUMNS); parts++) {
            int chunkWidth = Lanes.ceilDiv(width, parts);
            double nanos = Lanes.nanos(columns(new Box(firstSlice, box.height(), box.width()), chunkWidth));
            if (nanos < bestNanos) {
                best = chunkWidth;
                bestNanos = nanos;
            }
        }
        return columns(box, best);
    }

    private List<Lanes> columns(Box box, int chunkWidth) {
        List<Lanes> columns = new ArrayList<>();
        for (int z = box.depth().first(); z <= box.depth().last(); z++) {
            for (int x = box.width().first(); x <= box.width().last(); x += chunkWidth) {
                int last = Math.min(box.width().last(), x + chunkWidth - 1);
                Box column = new Box(new AxisRanges.Range(z, z), box.height(), new AxisRanges.Range(x, last));
                double begin = columns.isEmpty() ? 0 : NANOS_PER_COLUMN + NANOS_PER_PIXEL_OF_COLUMN * (last - x + 1);
                columns.add(cheaper(column, layer.pitch(column.width()), begin));
            }
        }
        return columns;
    }

    /** At the distance of the rows in the ribbon one copy is enough for a tap; without room more rows may fit into a strip. */
    private Lanes cheaper(Box column, int pitch, double begin) {
        int width = column.width().size();
        double apart = pitch <= Strip.LENGTH ? nanos(column, pitch, 1) : Double.POSITIVE_INFINITY;
        double dense = nanos(column, width, Strip.LENGTH / width);
        return apart <= dense ? Lanes.ofRows(column, pitch, begin + apart) : Lanes.ofRows(column, width, begin + dense);
    }

    private double nanos(Box column, int pitch, int copiesPerTap) {
        int rows = column.height().size();
        int width = column.width().size();
        int rowsPerPass = Math.min(rows, Strip.LENGTH / pitch);
        int passes = Lanes.ceilDiv(rows, rowsPerPass);
        int rowsOfLast = rows - (passes - 1) * rowsPerPass;
        double fullPasses =
                (passes - 1) * StripLength.covering(rowsPerPass * pitch).cost()
                        + StripLength.covering(rowsOfLast * pitch).cost();
        double products = fullPasses * PackedWeights.cost(layer.groupOutputs(), layer.taps());
        double taps =
                (double) layer.taps() * (passes * copiesPerTap * NANOS_PER_TAP + NANOS_PER_VALUE_OF_TAP * rows * pitch);
        double stored = (double) layer.groupOutputs() * rows * Lanes.Work.copy(width);
        double nanos = passes * NANOS_PER_PASS + Lanes.Work.NANOS_PER_STRIP_PRODUCT * products + taps + stored;
        return layer.groups()
                * (nanos + read(rows, passes, Math.min(layer.height().revisit(), rowsPerPass), width));
    }

    /** What it costs to copy rows of input for a group. */
    private double read(int rows, int passes, int rowStep, int width) {
        WindowAxis height = layer.height();
        int planes = layer.planes();
        double read =
                (double) planes * (height.phases() * rows + (height.kernel() - height.phases()) * passes * rowStep);
        double picked = layer.width().stride() == 1 ? 0 : NANOS_PER_PICKED_VALUE * width;
        return read * layer.width().phases() * (Lanes.Work.copy(width) + picked);
    }
}
