package org.convlayers.ij.field;

import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Elements of ours among those of the user in the overlay of an image, for as long as a tool is open.
 *
 * <p>The overlay object and the elements in it stay the user's, and what changes them meanwhile stays too. Ours stand behind
 * them, are known by the first words of their names, and are marked as cursors, as those of ImageJ's own Synchronize Windows:
 * they get no labels. Elements that came into a file, because it was saved meanwhile, go too. Several tools may be guests of an
 * image: each takes away its own elements only, and the last one hides the overlay that was hidden before the first came.
 */
final class OverlayGuest {
    /** How the names of our elements begin. */
    static final String PREFIX = "ConvLayers live ";

    /** The property of our elements that tells in which image they were shown. */
    private static final String HOST = "convlayers.host";

    /** The property of an image that tells of the guests it has. */
    private static final String VISIT = "convlayers.visit";

    private final ImagePlus image;
    private final Visit visit;
    private final Set<Roi> shown = Collections.newSetFromMap(new IdentityHashMap<>());
    private Overlay own = new Overlay();

    /** The time for which an image has guests, one or several. */
    private static final class Visit {
        private final boolean wasHidden;
        private final Set<OverlayGuest> guests = ConcurrentHashMap.newKeySet();

        Visit(boolean wasHidden) {
            this.wasHidden = wasHidden;
        }

        /** That of the guests there are, or one that begins now. */
        static Visit of(ImagePlus image) {
            if (image.getProperty(VISIT) instanceof Visit visit && !visit.guests.isEmpty()) {
                return visit;
            }
            Visit visit = new Visit(image.getHideOverlay());
            image.setProperty(VISIT, visit);
            return visit;
        }
    }

    /** Nothing is shown yet. */
    OverlayGuest(ImagePlus image) {
        this.image = image;
        visit = Visit.of(image);
        visit.guests.add(this);
    }

    /** Shows elements in place of those shown before. */
    void show(List<Roi> elements) {
        Overlay overlay = image.getOverlay();
        if (overlay == null) {
            own = new Overlay(); // what the user removed with the one before does not come back
            overlay = own;
        }
        removeFrom(overlay);
        for (Roi element : elements) {
            element.setName(PREFIX + element.getName());
            element.setIsCursor(true);
            element.setProperty(HOST, host());
            overlay.add(element);
            shown.add(element);
        }
        image.setOverlay(overlay); // also draws, and shows an overlay that was hidden
    }

    /** Takes our elements away; the image is as it would be without us. */
    void leave() {
        Overlay overlay = image.getOverlay();
        if (overlay != null) {
            removeFrom(overlay);
            image.setOverlay(overlay == own && own.size() == 0 ? null : overlay);
        }
        visit.guests.remove(this);
        if (visit.wasHidden && visit.guests.isEmpty()) {
            image.setHideOverlay(true);
        }
    }

    private void removeFrom(Overlay overlay) {
        for (int i = overlay.size() - 1; i >= 0; i--) {
            Roi element = overlay.get(i);
            String name = element.getName();
            if (name != null && name.startsWith(PREFIX) && !isOfAnotherGuest(element)) {
                overlay.remove(i);
            }
        }
        shown.clear();
    }

    /** Elements of nobody are those of a file, which have lost the mark of a cursor, and copies from other images. */
    private boolean isOfAnotherGuest(Roi element) {
        return element.isCursor() && host().equals(element.getProperty(HOST)) && !shown.contains(element);
    }

    private String host() {
        return Integer.toString(image.getID());
    }
}
