package org.convlayers.ij.field;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Roi;
import ij.gui.ShapeRoi;
import java.awt.Rectangle;
import java.awt.geom.AffineTransform;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.convlayers.app.StackLayout;
import org.convlayers.ij.image.StackPosition;
import org.convlayers.ij.option.FieldElement;
import org.convlayers.ij.option.Keys;
import org.convlayers.ij.option.OptionKey;
import org.convlayers.ij.option.Options;
import org.convlayers.receptive.PixelSet;
import org.convlayers.text.NetworkText;

/**
 * A receptive field that follows the mouse over a feature map and is drawn on its source; the other way round, what a pixel
 * of the source has an influence on is drawn on the map. Selected areas are followed likewise. A panel shows the numbers.
 *
 * <p>Lives in the thread of events, but for its end, which may come from any. It ends with its panel or either of the images.
 */
final class LiveField implements LiveEars.Client, LivePanel.Client {
    private final FieldsOnImage fields;
    private final ImagePlus source;
    private final ImagePlus map;
    private final Options options;
    private final OverlayGuest onSource;
    private final OverlayGuest onMap;
    private final Rectangle sourceSize;
    private final Rectangle mapSize;
    private final LivePanel panel;
    private final LiveEars ears;
    private StackPosition sourcePosition;
    private StackPosition mapPosition;
    private Picked picked;
    private Optional<LocatedField> shown = Optional.empty();
    private Supplier<List<Roi>> selections = List::of;
    private volatile boolean ended;

    /**
     * What the user points at.
     *
     * @param image the map or the source
     * @param area a selection; if there is none, the pixel counts
     */
    private record Picked(ImagePlus image, Optional<Roi> area, int x, int y) {}

    /**
     * Opens the panel, listens, and shows a first field.
     *
     * @param map the feature map
     * @param options the command's options
     * @param first the field they ask for
     */
    LiveField(ImagePlus map, Options options, LocatedField first) {
        this.map = map;
        this.options = options;
        fields = first.fields();
        source = first.source();
        onSource = new OverlayGuest(source);
        onMap = new OverlayGuest(map);
        sourceSize = size(source);
        mapSize = size(map);
        sourcePosition = StackPosition.of(source);
        mapPosition = StackPosition.of(map);
        lead(source, mapPosition);
        int node = fields.network().indexOf(first.field().field().layer());
        panel = new LivePanel(
                map, layers(), node, ReceptiveFieldOptions.of(options).show(), columns(first), this);
        FieldOnImage onMapPixel = fields.nearest(fields.last(), first.field());
        picked = new Picked(map, Optional.empty(), onMapPixel.at(0), onMapPixel.at(1));
        ears = new LiveEars(List.of(source, map), this);
        panel.open(List.of(map, source));
        redraw();
    }

    private List<String> layers() {
        return fields.network().nodes().stream()
                .map(node -> "'" + node.name() + "' " + NetworkText.print(node.layer()))
                .toList();
    }

    /** What the numbers take of the first field and of the last pixel's, whose coordinates are the longest. */
    private int columns(LocatedField first) {
        StackLayout output = fields.output(fields.last());
        FieldOnImage last = fields.field(fields.last(), output.width() - 1, output.height() - 1, output.slices() - 1);
        return Stream.of(first, LocatedField.at(fields, last, mapPosition))
                .flatMap(located -> new FieldReport(located).lines().lines())
                .mapToInt(String::length)
                .max()
                .orElse(0);
    }

    private static Rectangle size(ImagePlus image) {
        return new Rectangle(image.getWidth(), image.getHeight());
    }

    @Override
    public void pointed(ImagePlus image, int x, int y, boolean clicked) {
        if (clicked) {
            panel.setFollowing(false);
        }
        if (clicked || panel.isFollowing()) {
            pick(new Picked(image, Optional.empty(), x, y));
        }
    }

    @Override
    public void selected(ImagePlus image, Roi area) {
        panel.setFollowing(false);
        pick(new Picked(image, Optional.of(area), 0, 0));
    }

    private void pick(Picked next) {
        if (!next.equals(picked) || next.area().isPresent()) {
            picked = next;
            redraw();
        }
    }

    /** The two images stand at the same Z and T, but for volumes, whose slices are not the same. */
    @Override
    public void updated(ImagePlus image) {
        if (!size(source).equals(sourceSize) || !size(map).equals(mapSize)) {
            IJ.showStatus("'" + image.getTitle() + "' has another size now: the live field is closed");
            panel.close();
            return;
        }
        StackPosition nowOnMap = StackPosition.of(map);
        StackPosition nowOnSource = StackPosition.of(source);
        if (nowOnMap.equals(mapPosition) && nowOnSource.equals(sourcePosition)) {
            return;
        }
        if (image == map) {
            lead(source, nowOnMap);
        } else {
            lead(map, nowOnSource);
        }
        redraw();
    }

    /** ImageJ enlarges texts with the image; drawn anew, they have their size on the screen. */
    @Override
    public void zoomed(ImagePlus image) {
        if (image == source) {
            redraw();
        }
    }

    private void lead(ImagePlus follower, StackPosition to) {
        StackPosition own = StackPosition.of(follower);
        int slice = fields.isVolume() ? own.slice() : Math.min(to.slice(), follower.getNSlices());
        int frame = Math.min(to.frame(), follower.getNFrames());
        if (slice != own.slice() || frame != own.frame()) {
            follower.setPosition(own.channel(), slice, frame);
        }
        mapPosition = StackPosition.of(map);
        sourcePosition = StackPosition.of(source);
    }

    @Override
    public void redraw() {
        if (ended) {
            return;
        }
        try {
            draw();
        } catch (IllegalArgumentException e) {
            shown = Optional.empty();
            selections = List::of;
            show(onSource, List.of());
            panel.tell(e.getMessage(), false);
        }
        if (ended) { // meanwhile, in another thread
            leave();
        }
    }

    private void draw() {
        if (picked.image() == source) {
            drawTargets();
        } else if (picked.area().isPresent()) {
            drawSources(picked.area().get());
        } else {
            drawField();
        }
    }

    private void drawField() {
        int node = panel.layer();
        FieldOnImage last = fields.field(fields.last(), picked.x(), picked.y(), mapPosition.slice() - 1);
        FieldOnImage field = node == fields.last() ? last : fields.nearest(node, last);
        LocatedField located = LocatedField.at(fields, field, mapPosition);
        shown = Optional.of(located);
        selections = () -> FieldSelections.of(located, panel.elements());
        if (fields.isVolume() && !isOn(field, sourcePosition)) {
            source.setPosition(sourcePosition.channel(), located.slice(), sourcePosition.frame());
            sourcePosition = StackPosition.of(source);
        }
        List<Roi> rois = new ArrayList<>(ReceptiveFieldOverlay.draw(
                field, sourcePlane(), panel.elements(), new AffineTransform(), ReceptiveFieldOverlay.zoom(source)));
        if (panel.showsLayersBefore()) {
            rois.addAll(LiveElements.nestedBoxes(fields.boxesBefore(field), field));
        }
        Optional<FieldKernel> kernel = panel.showsWeights() ? FieldKernel.of(fields, node, map) : Optional.empty();
        if (kernel.isPresent() && panel.elements().contains(FieldElement.TAPS)) {
            LiveElements.colourTaps(rois, LiveElements.weights(kernel.get(), field.box(), sourceSize));
        }
        show(onSource, rois);
        show(onMap, LiveElements.pixel(picked.x(), picked.y()));
        panel.tell(
                new FieldReport(located).lines()
                        + kernel.map(FieldKernel::lines).orElse(""),
                true);
    }

    private static boolean isOn(FieldOnImage field, StackPosition position) {
        return field.box(position.slice() - 1).isPresent();
    }

    private void drawSources(Roi area) {
        PixelSet outputs = AreaPixels.of(area, mapSize.width, mapSize.height, mapPlane());
        PixelSet seen = fields.sources(outputs);
        show(onMap, List.of());
        showArea(onSource, "sources", FieldsOnImage.rectangles(seen, sourcePlane()));
        String text = String.format(
                Locale.ROOT,
                "The selection of %s of '%s'%nis computed, through all layers,%nfrom %s of '%s'.",
                FieldReport.pixels(outputs.pixels()),
                map.getTitle(),
                FieldReport.pixels(seen.pixels()),
                source.getTitle());
        panel.tell(text, false);
    }

    private void drawTargets() {
        Optional<Roi> area = picked.area();
        PixelSet sources = area.isPresent()
                ? AreaPixels.of(area.get(), sourceSize.width, sourceSize.height, sourcePlane())
                : AreaPixels.of(
                        new Roi(picked.x(), picked.y(), 1, 1), sourceSize.width, sourceSize.height, sourcePlane());
        PixelSet reached = fields.targets(sources);
        show(onSource, area.isPresent() ? List.of() : LiveElements.pixel(picked.x(), picked.y()));
        showArea(onMap, "projective field", FieldsOnImage.rectangles(reached, mapPlane()));
        String text = String.format(
                Locale.ROOT,
                "%s of '%s'%nhas an influence, through all layers,%non %s of '%s'%n(its projective field).",
                area.isPresent()
                        ? "The selection of " + FieldReport.pixels(sources.pixels())
                        : "Pixel (" + picked.x() + ", " + picked.y() + ")",
                source.getTitle(),
                FieldReport.pixels(reached.pixels()),
                map.getTitle());
        panel.tell(text, false);
    }

    /** Pixels of the plane that an image stands at. */
    private void showArea(OverlayGuest guest, String name, List<Rectangle> pixels) {
        shown = Optional.empty();
        selections = () -> pixels.isEmpty() ? List.of() : List.of(selection(guest, name, pixels));
        Rectangle size = guest == onMap ? mapSize : sourceSize;
        show(guest, LiveElements.area(pixels, size, panel.elements()));
    }

    private Roi selection(OverlayGuest guest, String name, List<Rectangle> pixels) {
        Roi selection = new ShapeRoi(OverlayShapes.union(pixels));
        selection.setName(name);
        place(guest, selection);
        return selection;
    }

    private void show(OverlayGuest guest, List<Roi> rois) {
        rois.forEach(roi -> place(guest, roi));
        guest.show(rois);
    }

    private void place(OverlayGuest guest, Roi roi) {
        StackPosition position = guest == onMap ? mapPosition : sourcePosition;
        ImagePlus image = guest == onMap ? map : source;
        ReceptiveFieldOverlay.setPosition(roi, image, position.slice(), position.frame());
    }

    private int sourcePlane() {
        return fields.isVolume() ? sourcePosition.slice() - 1 : 0;
    }

    private int mapPlane() {
        return fields.isVolume() ? mapPosition.slice() - 1 : 0;
    }

    @Override
    public void keep() {
        shown.ifPresent(located -> ShowReceptiveField.keep(located, map, asShown(located.field())));
    }

    @Override
    public void select() {
        FieldSelections.add(selections.get());
    }

    /** The options that draw without {@code live} what is shown. */
    private Options asShown(FieldOnImage field) {
        boolean all = panel.showsLayersBefore() && panel.layer() == fields.last();
        return options.with(Keys.X, Integer.toString(field.at(0)))
                .with(Keys.Y, Integer.toString(field.at(1)))
                .with(
                        Keys.LAYER,
                        all ? ReceptiveFieldOptions.EACH_LAYER : field.field().layer())
                .with(Keys.FIELD_SHOW, FieldElement.print(panel.elements()))
                .with(Keys.ROIS, OptionKey.FALSE)
                .with(Keys.LIVE, OptionKey.FALSE);
    }

    @Override
    public void closed() {
        panel.close();
    }

    /** The panel is closed: nothing of ours is left. */
    @Override
    public void end() {
        ended = true;
        ears.end();
        leave();
    }

    private void leave() {
        onSource.leave();
        onMap.leave();
    }
}
