package org.convlayers.ij.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.io.FileSaver;
import ij.io.Opener;
import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OverlayGuestTest {
    private final ImagePlus image = IJ.createImage("image", 20, 20, 1, 8);

    private static Roi named(String name) {
        Roi roi = new Roi(2, 3, 4, 5);
        roi.setName(name);
        return roi;
    }

    private static List<Roi> elements(ImagePlus image) {
        return Arrays.asList(image.getOverlay().toArray());
    }

    @Test
    void imageWithoutAnOverlayHasNoneAfterwards() {
        OverlayGuest guest = new OverlayGuest(image);
        guest.show(List.of(named("box"), named("centre")));
        assertEquals(List.of("ConvLayers live box", "ConvLayers live centre"), names());
        guest.show(List.of(named("box")));
        assertEquals(List.of("ConvLayers live box"), names());
        guest.leave();
        assertNull(image.getOverlay());
    }

    private List<String> names() {
        return elements(image).stream().map(Roi::getName).toList();
    }

    @Test
    void guestsLeaveOneAnotherAlone() {
        OverlayGuest one = new OverlayGuest(image);
        OverlayGuest other = new OverlayGuest(image);
        one.show(List.of(named("box")));
        other.show(List.of(named("box"), named("taps")));
        one.show(List.of(named("centre")));
        assertEquals(List.of("ConvLayers live box", "ConvLayers live taps", "ConvLayers live centre"), names());
        other.leave();
        assertEquals(List.of("ConvLayers live centre"), names());
        one.leave();
        assertNull(image.getOverlay());
    }

    @Test
    void elementsThatWereCopiedGo() {
        new OverlayGuest(image).show(List.of(named("box")));
        ImagePlus copy = image.duplicate();
        assertEquals(1, elements(copy).size());
        OverlayGuest guest = new OverlayGuest(copy);
        guest.show(List.of(named("taps")));
        assertEquals(1, elements(copy).size());
        guest.leave();
        assertEquals(0, elements(copy).size());
    }

    @Test
    void elementsOfTheUserStayWhatIsAddedMeanwhileToo() {
        Roi own = named("ConvLayers field box");
        Roi added = named("added");
        Overlay overlay = new Overlay(own);
        image.setOverlay(overlay);
        OverlayGuest guest = new OverlayGuest(image);
        guest.show(List.of(named("box")));
        image.getOverlay().add(added);
        guest.show(List.of(named("box"), named("taps")));
        assertEquals(4, overlay.size());
        assertSame(own, overlay.get(0));
        guest.leave();
        assertSame(overlay, image.getOverlay());
        assertEquals(List.of(own, added), elements(image));
        assertSame(own, overlay.get(0));
    }

    @Test
    void elementsThatTheUserRemovesDoNotComeBack() {
        OverlayGuest guest = new OverlayGuest(image);
        guest.show(List.of(named("box")));
        image.getOverlay().add(named("added"));
        image.setOverlay(null);
        guest.show(List.of(named("box")));
        assertEquals(List.of("ConvLayers live box"), names());
        guest.leave();
        assertNull(image.getOverlay());
    }

    @Test
    void overlayThatWasEmptyStays() {
        Overlay empty = new Overlay();
        image.setOverlay(empty);
        OverlayGuest guest = new OverlayGuest(image);
        guest.show(List.of(named("box")));
        guest.leave();
        assertSame(empty, image.getOverlay());
        assertEquals(0, empty.size());
    }

    @Test
    void overlayThatTheUserSetsMeanwhileIsTheirs() {
        OverlayGuest guest = new OverlayGuest(image);
        guest.show(List.of(named("box")));
        Overlay next = new Overlay(named("own"));
        image.setOverlay(next);
        guest.show(List.of(named("box")));
        guest.leave();
        assertSame(next, image.getOverlay());
        assertEquals(1, next.size());
    }

    @Test
    void hiddenOverlayIsHiddenAgain() {
        image.setOverlay(new Overlay(named("own")));
        image.setHideOverlay(true);
        OverlayGuest guest = new OverlayGuest(image);
        guest.show(List.of(named("box")));
        guest.leave();
        assertTrue(image.getHideOverlay());
    }

    @Test
    void lastGuestHidesTheOverlayThatWasHiddenBeforeTheFirst() {
        image.setOverlay(new Overlay(named("own")));
        image.setHideOverlay(true);
        OverlayGuest first = new OverlayGuest(image);
        first.show(List.of(named("box")));
        OverlayGuest second = new OverlayGuest(image);
        second.show(List.of(named("taps")));
        first.leave();
        assertFalse(image.getHideOverlay());
        second.leave();
        assertTrue(image.getHideOverlay());
    }

    @Test
    void overlayThatTheUserShowsBetweenTwoGuestsStaysShown() {
        image.setOverlay(new Overlay(named("own")));
        image.setHideOverlay(true);
        new OverlayGuest(image).leave();
        image.setHideOverlay(false);
        OverlayGuest next = new OverlayGuest(image);
        next.show(List.of(named("box")));
        next.leave();
        assertFalse(image.getHideOverlay());
    }

    /** What ImageJ saves while the panel is open has lost the mark of a cursor, and goes nevertheless. */
    @Test
    void elementsThatWereSavedGo() {
        image.setOverlay(new Overlay(named("own")));
        new OverlayGuest(image).show(List.of(named("box")));
        byte[] file = new FileSaver(image).serialize();
        ImagePlus opened = new Opener().openTiff(new ByteArrayInputStream(file), "image");
        OverlayGuest guest = new OverlayGuest(opened);
        guest.show(List.of(named("taps")));
        guest.leave();
        assertEquals(List.of("own"), elements(opened).stream().map(Roi::getName).toList());
    }
}
