package org.convlayers.ij.field;

import ij.IJ;
import ij.ImagePlus;
import ij.measure.ResultsTable;
import java.io.IOException;
import java.util.Optional;
import org.convlayers.gradient.EffectiveField;
import org.convlayers.ij.image.Histories;
import org.convlayers.ij.image.ImagePlusImg;
import org.convlayers.ij.image.ImageWeights;
import org.convlayers.ij.image.OpenImages;
import org.convlayers.ij.image.ProgressMonitor;
import org.convlayers.ij.image.StackPosition;
import org.convlayers.ij.option.Command;
import org.convlayers.ij.option.Keys;
import org.convlayers.ij.option.LayerOptions;
import org.convlayers.ij.option.OptionDialog;
import org.convlayers.ij.option.OptionKey;
import org.convlayers.ij.option.Options;
import org.convlayers.weights.WeightSource;

/**
 * Plugins > ConvLayers > Effective Receptive Field...: shows on the source image how much each of its pixels counts for one
 * pixel of a feature map, and adds a row of numbers to the results.
 */
public final class ShowEffectiveField extends Command {
    /** The name in the menu. */
    public static final String NAME = "Effective Receptive Field...";

    /** Made by ImageJ. */
    public ShowEffectiveField() {
        super(NAME, EffectiveFieldOptions.SCHEMA, "effective-receptive-field.md");
    }

    /** How it is measured and shown is remembered; the rest belongs to an image, as for the receptive field. */
    @Override
    public Options initial(Options recalled) {
        Options place = new ShowReceptiveField().initial(ReceptiveFieldOptions.SCHEMA.defaults());
        boolean isResult = place.text(Keys.NETWORK).isEmpty();
        String network = recalled.text(Keys.NETWORK).isEmpty() ? example() : recalled.text(Keys.NETWORK);
        return recalled.with(Keys.X, place.text(Keys.X))
                .with(Keys.Y, place.text(Keys.Y))
                .with(Keys.LAYER, place.text(Keys.LAYER))
                .with(Keys.SOURCE, place.text(Keys.SOURCE))
                .with(Keys.INPUT, isResult ? OptionKey.AUTO : recalled.text(Keys.INPUT))
                .with(Keys.NETWORK, isResult ? "" : network);
    }

    /** To try, on an image that is no result. */
    private static String example() {
        int channels = ImagePlusImg.channels(OpenImages.active());
        return "Conv2d(" + channels + ", 8, 7, padding=same); ReLU(); Conv2d(8, 1, 7, padding=same)";
    }

    @Override
    public OptionDialog.Client client() {
        return new Client(OpenImages.active());
    }

    /** Says the field of which a part counts; which part takes its time. Refuses weights that a result does not have. */
    private static final class Client implements OptionDialog.Client {
        private final ImagePlus active;
        private final ImageWeights files = new ImageWeights();
        private Optional<Checked> checked = Optional.empty();

        /** Weights of the result, so that a change of another field does not make them again. */
        private record Checked(WeightSource weights, long seed, ImagePlus source) {}

        Client(ImagePlus active) {
            this.active = active;
        }

        @Override
        public Optional<OptionDialog.Reading> reading(Options options) {
            return files.unread(new LayerOptions(options).weights()).map(path -> () -> files.tensors(path));
        }

        @Override
        public OptionDialog.Outlook outlook(Options options) throws IOException {
            EffectiveFieldOptions read = EffectiveFieldOptions.of(onSource(options, active));
            LocatedField located = LocatedField.find(active, read.place());
            if (read.place().network().isEmpty()) {
                check(read, located);
            }
            return new OptionDialog.Outlook(new FieldReport(located).line());
        }

        private void check(EffectiveFieldOptions read, LocatedField located) throws IOException {
            Optional<Checked> now = Optional.of(new Checked(read.weights(), read.seed(), located.source()));
            if (!now.equals(checked)) {
                LocatedInfluence.ofResult(active, located, read, files);
                checked = now;
            }
        }
    }

    @Override
    public String execute(Options options) throws IOException {
        ImagePlus active = OpenImages.active();
        EffectiveFieldOptions read = EffectiveFieldOptions.of(onSource(options, active));
        LocatedField located = LocatedField.find(active, read.place());
        EffectiveField effective = LocatedInfluence.find(active, located, read).measure(new ProgressMonitor());

        ImagePlus source = located.source();
        SidePanel.separate(active, source);
        source.setPosition(StackPosition.of(source).channel(), located.slice(), located.frame());
        EffectiveFieldOverlay.show(located, effective, read.opacity());
        if (read.adjust()) {
            openPanel(source, read.opacity());
        }
        EffectiveFieldReport report = new EffectiveFieldReport(located, effective, read.measure());
        ResultsTable results = ResultsTable.getResultsTable();
        report.addTo(results);
        results.show("Results");
        IJ.showStatus(report.line());
        return source.getTitle();
    }

    /** Without a window there is nobody to look at it. */
    private static void openPanel(ImagePlus source, double opacity) {
        if (source.getWindow() == null) {
            IJ.log(NAME + ": adjust needs the window of '" + source.getTitle()
                    + "', which is not shown; the opacity stays");
        } else {
            EventThread.run(() -> HeatPanel.open(source, opacity));
        }
    }

    /**
     * The image that a result was computed from is its source here, even if it is a result itself: the weights are those of
     * one way only.
     */
    private static Options onSource(Options options, ImagePlus active) {
        boolean isGiven = !options.text(Keys.SOURCE).equals(OptionKey.AUTO)
                || !options.text(Keys.NETWORK).isEmpty();
        Optional<ImagePlus> direct = Histories.of(active)
                .flatMap(history -> Histories.openSources(history).stream().reduce((earlier, later) -> later));
        return isGiven || direct.isEmpty()
                ? options
                : options.with(Keys.SOURCE, direct.get().getTitle());
    }
}
