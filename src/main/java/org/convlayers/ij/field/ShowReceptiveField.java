package org.convlayers.ij.field;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.PointRoi;
import ij.measure.ResultsTable;
import ij.plugin.frame.Recorder;
import ij.process.FloatPolygon;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.util.List;
import org.convlayers.ij.image.Histories;
import org.convlayers.ij.image.OpenImages;
import org.convlayers.ij.image.StackPosition;
import org.convlayers.ij.option.Command;
import org.convlayers.ij.option.Keys;
import org.convlayers.ij.option.OptionDialog;
import org.convlayers.ij.option.Options;

/**
 * Plugins > ConvLayers > Receptive Field...: shows on the source image which of its pixels one pixel of a feature map was
 * computed from, and adds a row of numbers to the results.
 */
public final class ShowReceptiveField extends Command {
    /** The name in the menu. */
    public static final String NAME = "Receptive Field...";

    /** To try, on an image that is no result. */
    private static final String EXAMPLE = "Conv2d(1, 1, 3, padding=same, dilation=2)";

    /** Made by ImageJ. */
    public ShowReceptiveField() {
        super(NAME, ReceptiveFieldOptions.SCHEMA, "receptive-field-command.md");
    }

    /** What is shown is remembered; the rest belongs to an image. */
    @Override
    public Options initial(Options recalled) {
        Options options = schema().defaults().with(Keys.FIELD_SHOW, recalled.text(Keys.FIELD_SHOW));
        ImagePlus active = WindowManager.getCurrentImage();
        if (active == null) {
            return options;
        }
        if (Histories.of(active).isEmpty()) {
            String network = recalled.text(Keys.NETWORK);
            options = options.with(Keys.NETWORK, network.isEmpty() ? EXAMPLE : network);
        }
        return active.getRoi() instanceof PointRoi point ? at(point, options) : options;
    }

    /** A point that the user has set on the feature map, in ImageJ's coordinates of points. */
    private static Options at(PointRoi point, Options options) {
        FloatPolygon points = point.getFloatPolygon();
        return options.with(Keys.X, Integer.toString(Math.round(points.xpoints[0])))
                .with(Keys.Y, Integer.toString(Math.round(points.ypoints[0])));
    }

    @Override
    public OptionDialog.Client client() {
        ImagePlus active = OpenImages.active();
        return options -> new OptionDialog.Outlook(
                new FieldReport(LocatedField.find(active, ReceptiveFieldOptions.of(options))).line());
    }

    @Override
    public String execute(Options options) throws IOException {
        ReceptiveFieldOptions read = ReceptiveFieldOptions.of(options);
        ImagePlus active = OpenImages.active();
        LocatedField located = LocatedField.find(active, read);
        SidePanel.separate(active, located.source());
        if (read.live() && canFollow(active, located.source())) {
            EventThread.run(() -> {
                SidePanel.of(active, LivePanel.class).ifPresent(LivePanel::close);
                new LiveField(active, options, located);
            });
        } else {
            draw(located, read);
        }
        return located.source().getTitle();
    }

    private static void draw(LocatedField located, ReceptiveFieldOptions options) {
        ImagePlus source = located.source();
        source.setPosition(StackPosition.of(source).channel(), located.slice(), located.frame());
        boolean isEachLayer = options.isEachLayer(located.fields().network());
        List<Rectangle2D> before = isEachLayer ? located.fields().boxesBefore(located.field()) : List.of();
        ReceptiveFieldOverlay.show(located, before, options.show());
        if (options.rois()) {
            FieldSelections.add(FieldSelections.of(located, options.show()));
        }
        ResultsTable results = ResultsTable.getResultsTable();
        List<LocatedField> rows = isEachLayer ? located.ofEachLayer() : List.of(located);
        rows.forEach(row -> new FieldReport(row).addTo(results));
        results.show("Results");
        IJ.showStatus(new FieldReport(located).line());
    }

    /** Without windows there is no mouse to follow. */
    private static boolean canFollow(ImagePlus map, ImagePlus source) {
        boolean hasWindows = map.getWindow() != null && source.getWindow() != null;
        if (!hasWindows) {
            IJ.log(NAME + ": live needs the windows of '" + map.getTitle() + "' and '" + source.getTitle()
                    + "', which are not shown; the field of one pixel is drawn");
        }
        return hasWindows;
    }

    /**
     * Does what the command does with these options, and records them.
     *
     * @param located the field they ask for
     * @param map the feature map that has to be active
     */
    static void keep(LocatedField located, ImagePlus map, Options options) {
        draw(located, ReceptiveFieldOptions.of(options));
        if (Recorder.record) {
            Recorder.record("selectImage", map.getTitle());
            Recorder.setCommand(NAME);
            options.record();
            Recorder.saveCommand();
        }
    }
}
