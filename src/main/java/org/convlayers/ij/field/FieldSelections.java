package org.convlayers.ij.field;

import ij.IJ;
import ij.gui.PointRoi;
import ij.gui.Roi;
import ij.gui.ShapeRoi;
import ij.plugin.frame.RoiManager;
import java.awt.GraphicsEnvironment;
import java.awt.Rectangle;
import java.awt.geom.Point2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.convlayers.ij.option.FieldElement;

/** A receptive field as selections in ImageJ's ROI Manager: what can be measured, without what only decorates. */
final class FieldSelections {
    private FieldSelections() {}

    /** Adds selections to the manager, which opens if need be. Without a display there is none, which is said. */
    static void add(List<Roi> selections) {
        if (GraphicsEnvironment.isHeadless()) {
            IJ.log(ShowReceptiveField.NAME + ": without a display there is no ROI Manager; rois is left out");
            return;
        }
        RoiManager open = RoiManager.getInstance2();
        RoiManager manager = open == null ? RoiManager.getRoiManager() : open;
        selections.forEach(manager::addRoi);
    }

    /**
     * The selections on the slice of the field.
     *
     * @param elements of these, what is a selection: the box (without its padding), the pixels seen (also for {@code shade}
     *     and {@code heat}), the centre, the lattice
     */
    static List<Roi> of(LocatedField located, Set<FieldElement> elements) {
        FieldOnImage field = located.field();
        int plane = field.planes() > 1 ? located.slice() - 1 : 0;
        List<Roi> selections = new ArrayList<>();
        if (elements.contains(FieldElement.BOX)) {
            Optional<Rectangle> box = field.box(plane)
                    .map(whole -> whole.getBounds().intersection(field.image()))
                    .filter(inside -> !inside.isEmpty());
            box.ifPresent(inside -> selections.add(named("box", located, new Roi(inside))));
        }
        List<Rectangle> pixels = field.pixels(plane);
        if (elements.stream().anyMatch(FieldSelections::isOfPixels) && !pixels.isEmpty()) {
            selections.add(named("pixels", located, new ShapeRoi(OverlayShapes.union(pixels))));
        }
        if (elements.contains(FieldElement.CENTRE)) {
            selections.add(named("centre", located, points(List.of(field.centre()))));
        }
        if (elements.contains(FieldElement.LATTICE)) {
            selections.add(named("lattice", located, points(field.lattice())));
        }
        return selections;
    }

    private static boolean isOfPixels(FieldElement element) {
        return switch (element) {
            case TAPS, SHADE, HEAT -> true;
            case BOX, CENTRE, LATTICE -> false;
        };
    }

    /** The coordinates of ImageJ's points are whole numbers in the middles of pixels. */
    private static Roi points(List<Point2D> places) {
        PointRoi points = new PointRoi();
        places.forEach(place -> points.addPoint(place.getX() - 0.5, place.getY() - 0.5));
        return points;
    }

    private static Roi named(String what, LocatedField located, Roi roi) {
        FieldOnImage field = located.field();
        roi.setName(field.field().layer() + " (" + field.at(0) + ", " + field.at(1) + ") " + what);
        ReceptiveFieldOverlay.setPosition(roi, located.source(), located.slice(), located.frame());
        return roi;
    }
}
