package org.convlayers.ij.field;

import java.awt.Rectangle;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.convlayers.receptive.PathCounts;
import org.convlayers.receptive.PullBack;
import org.convlayers.receptive.ReceptiveField;
import org.convlayers.shape.Extent;

/**
 * Where a receptive field lies on the planes of its image, in ImageJ's coordinates: pixel i covers [i, i + 1], and its
 * middle is i + 0.5.
 *
 * <p>Along Z there are as many planes as the network's input is deep: one, unless it is 3-D. A field of a 1-D network lies
 * in one row.
 */
final class FieldOnImage {
    /** How many neighbours of the output pixel the lattice shows on each side. */
    private static final int LATTICE_REACH = 3;

    private static final int DEPTH = 0;
    private static final int HEIGHT = 1;
    private static final int WIDTH = 2;

    private final PullBack pullBack;
    private final ReceptiveField field;
    private final Extent size;
    private final int row;

    private FieldOnImage(PullBack pullBack, ReceptiveField field, Extent size, int row) {
        this.pullBack = pullBack;
        this.field = field;
        this.size = size;
        this.row = row;
    }

    /** The field of a 2-D or 3-D network; {@code pullBack} is what it was found with. */
    static FieldOnImage of(PullBack pullBack, ReceptiveField field) {
        return new FieldOnImage(pullBack, field, pullBack.input().spatial().to3D(1), 0);
    }

    /** The field of a 1-D network, in one row of an image of some height. */
    static FieldOnImage inRow(PullBack pullBack, ReceptiveField field, int height, int row) {
        int width = pullBack.input().spatial().get(0);
        return new FieldOnImage(pullBack, field, Extent.of(1, height, width), row);
    }

    /** The field. */
    ReceptiveField field() {
        return field;
    }

    /** The network, and the size of the image as its input. */
    PullBack pullBack() {
        return pullBack;
    }

    /** The area of the image. */
    Rectangle image() {
        return new Rectangle(size.get(WIDTH), size.get(HEIGHT));
    }

    /** The number of planes; they count from 0. */
    int planes() {
        return size.get(DEPTH);
    }

    /** The plane in which the middle of the field lies; outside the image if the middle is in the padding. */
    int centrePlane() {
        return (int) Math.floor(centre(DEPTH));
    }

    /** The extent of the field on a plane, padding included; empty if it does not reach the plane. */
    Optional<Rectangle2D> box(int plane) {
        return plane >= min(DEPTH) && plane <= max(DEPTH) ? Optional.of(box()) : Optional.empty();
    }

    /** The extent of the field in X and Y, padding included. */
    Rectangle2D box() {
        return new Rectangle2D.Double(
                min(WIDTH), min(HEIGHT), max(WIDTH) - min(WIDTH) + 1.0, max(HEIGHT) - min(HEIGHT) + 1.0);
    }

    /** The pixels that are seen on a plane, as rectangles that do not overlap. */
    List<Rectangle> pixels(int plane) {
        List<Rectangle> rectangles = FieldsOnImage.rectangles(field.actual(), plane);
        rectangles.forEach(rectangle -> rectangle.translate(0, row));
        return rectangles;
    }

    /** The place of the output pixel along X (0), Y (1) or Z (2). */
    int at(int dimension) {
        int index = fieldAxis(WIDTH - dimension);
        return index < 0 ? outer(WIDTH - dimension) : field.at().get(index);
    }

    /** Whether a pixel of a plane is seen. */
    boolean sees(int plane) {
        return field.actual().regions().stream()
                .anyMatch(region -> region.depth().contains(plane));
    }

    /** The row of the image in which row 0 of the network's input lies: 0, but for the items of a 1-D network. */
    int row() {
        return row;
    }

    /** In how many ways each pixel is seen. */
    PathCounts counts() {
        int node = pullBack.network().indexOf(field.layer());
        return pullBack.pathCounts(
                node, field.at().stream().mapToInt(Integer::intValue).toArray());
    }

    /** The middle of the field. */
    Point2D centre() {
        return new Point2D.Double(centre(WIDTH) + 0.5, centre(HEIGHT) + 0.5);
    }

    /** The middle of the field along X (0), Y (1) or Z (2), where the centre of pixel i is i. */
    double middle(int dimension) {
        return centre(WIDTH - dimension);
    }

    /** The share of the field's extent that lies outside the image. */
    double paddedShare() {
        double inside = 1;
        for (int axis = DEPTH; axis <= WIDTH; axis++) {
            long first = Math.max(min(axis), 0);
            long last = Math.min(max(axis), size.get(axis) - 1);
            inside *= Math.max(0, last - first + 1) / (double) Math.max(1, max(axis) - min(axis) + 1);
        }
        return 1 - inside;
    }

    /** The middles of the fields of the output pixel and its neighbours in the same plane. */
    List<Point2D> lattice() {
        List<Point2D> points = new ArrayList<>();
        for (double y : centresOfNeighbours(HEIGHT)) {
            for (double x : centresOfNeighbours(WIDTH)) {
                points.add(new Point2D.Double(x + 0.5, y + 0.5));
            }
        }
        return points;
    }

    /** Every field is asked for its own centre, because after upsampling the distances are not all the same. */
    private List<Double> centresOfNeighbours(int axis) {
        int index = fieldAxis(axis);
        if (index < 0) {
            return List.of(centre(axis));
        }
        int at = field.at().get(index);
        int node = pullBack.network().indexOf(field.layer());
        int last = pullBack.shape(node).spatial().get(index) - 1;
        return IntStream.rangeClosed(Math.max(0, at - LATTICE_REACH), Math.min(last, at + LATTICE_REACH))
                .mapToObj(neighbour -> neighbour(index, neighbour))
                .toList();
    }

    private double neighbour(int axis, int place) {
        int[] at = field.at().stream().mapToInt(Integer::intValue).toArray();
        at[axis] = place;
        return ReceptiveField.reach(pullBack, field.layer(), at).centre().get(axis);
    }

    private double centre(int axis) {
        return (min(axis) + max(axis)) / 2.0;
    }

    private long min(int axis) {
        int index = fieldAxis(axis);
        return index < 0 ? outer(axis) : field.virtual().min().get(index);
    }

    private long max(int axis) {
        int index = fieldAxis(axis);
        return index < 0 ? outer(axis) : field.virtual().max().get(index);
    }

    /** The place on an axis along which the network does not look. */
    private int outer(int axis) {
        return axis == HEIGHT ? row : 0;
    }

    /** The index of one of the three axes in the lists of the field; negative if the field lacks it. */
    private int fieldAxis(int axis) {
        return axis - (Extent.MAX_RANK - field.at().size());
    }
}
