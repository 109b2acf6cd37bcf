package org.convlayers.demo;

import ij.ImagePlus;
import ij.io.FileSaver;
import ij.measure.Calibration;
import ij.measure.ResultsTable;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;
import ij.process.MedianCut;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.convlayers.app.Version;
import org.convlayers.demo.Sheet.Panel;
import org.convlayers.ij.field.ReceptiveFieldPicture;
import org.convlayers.ij.image.SourceImage;
import org.convlayers.ij.option.FieldElement;
import org.convlayers.layer.Network;
import org.convlayers.receptive.PullBack;
import org.convlayers.receptive.ReceptiveField;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.text.NetworkText;

/**
 * The main job on the sample image, without a window: {@code ./mvnw -q -Pdemo}.
 *
 * <p>Runs three commands of the menu, writes their feature maps and pictures of them, and shows what one pixel of a feature
 * map saw. The pictures of the user guide are made here too.
 */
public final class Demo {
    private static final Path SAMPLE = Path.of("src", "test", "resources", "images", "ihc.png");
    private static final Path FOLDER = Path.of("target", "demo");

    /** Assumed, so that there is a calibration to look at: the sample comes without one. */
    private static final double MICRONS_PER_PIXEL = 0.5;

    private static final int COLUMNS = 3;

    /** Sides of the large pictures; that of fields is ten times that of the part of the image they show. */
    private static final int SOURCE_SIDE = 370;

    private static final int FIELD_SIDE = 490;

    /** Of the pictures, which are a third of the size then. */
    private static final int COLORS = 256;

    private static final Set<FieldElement> FIELD_ELEMENTS =
            EnumSet.of(FieldElement.BOX, FieldElement.CENTRE, FieldElement.TAPS);

    /** Around a nucleus of the sample. */
    private static final int FIELD_X = 335;

    private static final int FIELD_Y = 270;

    /** A command of the menu with its options; its results are named after the file. */
    private record Step(String file, String command, String options) {
        String line() {
            return command + "  " + options;
        }
    }

    private static final Step CONVOLUTION =
            new Step("1-convolution", "Convolution Layer...", "weights=sobel stride=2 edges=replicate");
    private static final Step SEPARABLE = new Step(
            "2-depthwise-separable",
            "Depthwise Separable Convolution...",
            "weights=gaussian(1.5) filters=9 edges=replicate seed=1");
    private static final Step DILATED =
            new Step("3-dilated", "Dilated Convolution...", "weights=log(1) rates=1,2,4 edges=replicate");

    private final HeadlessImageJ imageJ;
    private final Path folder;
    private final PrintStream out;
    private final ImagePlus source;

    /**
     * Opens the sample.
     *
     * @param imageJ runs the commands
     * @param folder where to write
     * @param out where to say what is done
     */
    Demo(HeadlessImageJ imageJ, Path folder, PrintStream out) {
        this.imageJ = imageJ;
        this.folder = folder;
        this.out = out;
        this.source = imageJ.open(SAMPLE);
        Calibration calibration = new Calibration(source);
        calibration.setUnit("micron");
        calibration.pixelWidth = MICRONS_PER_PIXEL;
        calibration.pixelHeight = MICRONS_PER_PIXEL;
        source.setCalibration(calibration);
    }

    /** Runs it into {@code target/demo}. */
    public static void main(String[] arguments) throws IOException {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        try (HeadlessImageJ imageJ = HeadlessImageJ.start()) {
            new Demo(imageJ, FOLDER, out).run();
        }
    }

    /** Runs the three commands and writes everything. */
    void run() throws IOException {
        Files.createDirectories(folder);
        out.printf(
                "ConvLayers %s on %s, %d x %d RGB (its channels are the feature maps)%n",
                Version.current(), source.getTitle(), source.getWidth(), source.getHeight());
        apply(CONVOLUTION);
        apply(SEPARABLE);
        ImagePlus dilated = apply(DILATED);
        showField(dilated);
        new ArithmeticFigures(SAMPLE, folder).write();
        write(
                "6-effective-field",
                new EffectiveFieldFigure(source, SourceImage.open(SAMPLE), FIELD_X, FIELD_Y).sheet(FIELD_SIDE));
        out.printf("%nIn %s: the feature maps (.tif, open them in ImageJ) and pictures of them (.png, .gif)%n", folder);
        try (var files = Files.list(folder)) {
            files.sorted().forEach(file -> out.println("  " + file.getFileName()));
        }
    }

    private ImagePlus apply(Step step) throws IOException {
        ImagePlus result = imageJ.run(source, step.command(), step.options());
        new FileSaver(result).saveAsTiff(folder.resolve(step.file() + ".tif").toString());
        List<Panel> maps = maps(result);
        write(
                step.file(),
                new Sheet(
                        step.line(),
                        SOURCE_SIDE,
                        List.of(new Panel(source.getTitle(), source.getBufferedImage())),
                        maps,
                        COLUMNS));
        out.printf("%n%s%n", step.line());
        printSummary(imageJ.measure(source, "Layer Summary...", "network=[" + network(result) + "]"));
        Calibration calibration = result.getCalibration();
        out.printf(
                Locale.ROOT,
                "  %d feature maps, %d x %d pixels of %s %s (the sample's are assumed to be %s)%n",
                result.getNChannels(),
                result.getWidth(),
                result.getHeight(),
                calibration.pixelWidth,
                calibration.getUnits(),
                MICRONS_PER_PIXEL);
        return result;
    }

    /** The layers that a result comes from, as it carries them itself. */
    private static String network(ImagePlus result) {
        return result.getProp("convlayers.network");
    }

    private static List<Panel> maps(ImagePlus result) {
        return IntStream.rangeClosed(1, result.getNChannels())
                .mapToObj(channel -> {
                    result.setC(channel);
                    return new Panel(result.getStack().getSliceLabel(channel), result.getBufferedImage());
                })
                .toList();
    }

    private void printSummary(ResultsTable table) {
        List<String> columns = List.of("Name", "Output", "Parameters", "MACs", "Field", "Layer");
        List<List<String>> lines = new ArrayList<>(List.of(columns));
        for (int row = 0; row < table.size(); row++) {
            int line = row;
            lines.add(columns.stream().map(column -> cell(table, column, line)).toList());
        }
        new TextColumns(lines).print(out);
    }

    /** Long numbers in groups; of the total only what was added up. */
    private static String cell(ResultsTable table, String column, int row) {
        String text = table.getStringValue(column, row);
        boolean isNumber = text.matches("[0-9]+");
        if (isNumber && column.matches("Output|Field")) {
            return "";
        }
        return isNumber ? String.format(Locale.ROOT, "%,d", Long.parseLong(text)) : text;
    }

    private void showField(ImagePlus result) throws IOException {
        Network network = NetworkText.parse(network(result));
        PullBack pullBack = PullBack.of(network, new FeatureShape(3, Extent.of(source.getHeight(), source.getWidth())));
        ReceptiveField field = ReceptiveField.of(pullBack, network.output().name(), FIELD_Y, FIELD_X);
        String line = String.format(
                Locale.ROOT,
                "Pixel (%d, %d) saw %d pixels within %d x %d",
                FIELD_X,
                FIELD_Y,
                field.pixels(),
                field.size().get(1),
                field.size().get(0));
        Panel whole = new Panel(source.getTitle(), withBox(field));
        Panel close = new Panel(
                line,
                ReceptiveFieldPicture.draw(
                        source, pullBack, field, FIELD_ELEMENTS, ReceptiveFieldPicture.View.FIELD, FIELD_SIDE));
        String heading = "Receptive Field...  of a pixel of " + result.getTitle();
        write("4-receptive-field", new Sheet(heading, FIELD_SIDE, List.of(whole, close), List.of(), 1));
        List<Panel> maps = maps(result);
        List<Panel> beside = List.of(whole, maps.get(0), maps.get(3), maps.get(6));
        write("overview", new Sheet(DILATED.line(), FIELD_SIDE, List.of(close), beside, 2));
        out.printf("%nReceptive Field...  x=%d y=%d%n  %s%n", FIELD_X, FIELD_Y, line);
    }

    private BufferedImage withBox(ReceptiveField field) {
        BufferedImage picture = source.duplicate().getBufferedImage();
        Graphics2D graphics = picture.createGraphics();
        int x = field.virtual().min().get(1).intValue();
        int y = field.virtual().min().get(0).intValue();
        int width = field.size().get(1).intValue();
        int height = field.size().get(0).intValue();
        graphics.setColor(Color.BLACK);
        graphics.setStroke(new BasicStroke(7));
        graphics.drawRect(x, y, width, height);
        graphics.setColor(Color.YELLOW);
        graphics.setStroke(new BasicStroke(3));
        graphics.drawRect(x, y, width, height);
        graphics.dispose();
        return picture;
    }

    private void write(String name, Sheet sheet) throws IOException {
        ImageProcessor palette = new MedianCut(new ColorProcessor(sheet.draw())).convertToByte(COLORS);
        ImageIO.write(
                palette.getBufferedImage(), "png", folder.resolve(name + ".png").toFile());
    }
}
