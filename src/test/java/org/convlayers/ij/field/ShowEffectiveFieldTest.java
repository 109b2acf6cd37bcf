package org.convlayers.ij.field;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.ImageRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.io.FileSaver;
import ij.measure.ResultsTable;
import java.awt.Rectangle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.convlayers.Macros;
import org.convlayers.SeveralOutputs;
import org.convlayers.ij.BatchMode;
import org.convlayers.ij.image.OpenImages;
import org.convlayers.ij.option.Options;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(BatchMode.class)
final class ShowEffectiveFieldTest {
    private static final String BOX = "weights=box network=[Conv2d(1, 1, 5, padding=2, bias=False)]";

    @TempDir
    private Path folder;

    @BeforeEach
    void emptyTheTable() {
        ResultsTable.getResultsTable().reset();
    }

    @AfterEach
    void leaveNoTable() {
        ResultsTable.getResultsTable().reset();
    }

    private static ImagePlus open(String title, int width, int height, int slices, int frames) {
        ImagePlus image = IJ.createHyperStack(title, width, height, 1, slices, frames, 32);
        for (int plane = 1; plane <= image.getStackSize(); plane++) {
            for (int i = 0; i < width * height; i++) {
                image.getStack().getProcessor(plane).setf(i, (i * 7 + plane * 5) % 11 - 5);
            }
        }
        image.show();
        return image;
    }

    private static void run(String options) throws IOException {
        new ShowEffectiveField().execute(EffectiveFieldOptions.SCHEMA.parse(options));
    }

    private static String outlook(String options) throws IOException {
        return new ShowEffectiveField()
                .client()
                .outlook(EffectiveFieldOptions.SCHEMA.parse(options))
                .text();
    }

    private static String errorOf(String options) {
        return assertThrows(IllegalArgumentException.class, () -> run(options)).getMessage();
    }

    private static ImageRoi heat(ImagePlus image) {
        return Arrays.stream(image.getOverlay().toArray()) // ImageJ forgets their names when it saves
                .filter(ImageRoi.class::isInstance)
                .map(ImageRoi.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private static Roi element(ImagePlus image, String name) {
        return Arrays.stream(image.getOverlay().toArray())
                .filter(roi -> roi.getName().equals("ConvLayers field " + name))
                .findFirst()
                .orElseThrow();
    }

    private static double number(String heading) {
        ResultsTable table = ResultsTable.getResultsTable();
        return table.getValue(heading, table.size() - 1);
    }

    @Test
    void heatMapLiesOnThePixelsThatCount() throws IOException {
        ImagePlus image = open("cell", 40, 30, 1, 1);
        run(BOX + " x=10 y=20 opacity=35");
        assertEquals(new Rectangle(8, 18, 5, 5), heat(image).getBounds());
        assertEquals(0.35, heat(image).getOpacity(), 1e-6);
        assertTrue(heat(image).getZeroTransparent());
        assertEquals(new Rectangle(8, 18, 5, 5), element(image, "box").getBounds());
        // every pixel of the box counts alike: the farthest one lies at sqrt 8
        double radius = Math.sqrt(8) + 0.5;
        assertEquals(10.5 - radius, element(image, "circle").getFloatBounds().getX(), 1e-3);
    }

    @Test
    void layersOfOtherOutputsCountPixels() throws IOException {
        ImagePlus image = IJ.createImage("rgb", "RGB white", 40, 30, 1);
        image.show();
        run("network=[" + SeveralOutputs.write(folder) + "] layer=sum x=5 y=4");
        assertEquals(new Rectangle(5, 4, 3, 3), heat(image).getBounds());
    }

    @Test
    void adjustNeedsAWindow() throws IOException {
        ImagePlus image = open("cell", 40, 30, 1, 1);
        run(BOX + " opacity=35 adjust");
        assertEquals(0.35, heat(image).getOpacity(), 1e-6);
    }

    @Test
    void opacityOfHeatMapsAloneIsChanged() throws IOException {
        ImagePlus image = open("cell", 40, 30, 1, 1);
        run(BOX + " opacity=35");
        ImageRoi own = new ImageRoi(0, 0, image.getProcessor().resize(5, 5));
        image.getOverlay().add(own);
        FieldHeat.setOpacity(image.getOverlay(), 0.8);
        assertEquals(0.8, heat(image).getOpacity(), 1e-6);
        assertEquals(1, own.getOpacity(), 1e-6);
    }

    @Test
    void numbersAreThoseOfEqualWeights() throws IOException {
        ImagePlus image = open("cell", 40, 30, 1, 1);
        image.getCalibration().pixelWidth = 0.5;
        image.getCalibration().pixelHeight = 0.5;
        image.getCalibration().setUnit("um");
        run(BOX + " x=10 y=20");
        assertEquals(Math.sqrt(2), number("Sigma X (pixel)"), 1e-6);
        assertEquals(Math.sqrt(2), number("Sigma Y (pixel)"), 1e-6);
        assertEquals(2, number("Radius 50% (pixel)"), 1e-6);
        assertEquals(1, number("Radius 50%"), 1e-6);
        assertEquals(Math.sqrt(8), number("Radius 95% (pixel)"), 1e-6);
        assertEquals(10, number("Centre X (pixel)"), 1e-6);
        assertEquals(5, number("Size X"));
        assertEquals((2 * Math.sqrt(8) + 1) / 5, number("95% / field"), 1e-6);
        assertEquals("weights", ResultsTable.getResultsTable().getStringValue("Measure", 0));
    }

    @Test
    void resultOfACommandKnowsItsLayersAndSource() throws IOException {
        ImagePlus source = open("cell", 40, 30, 1, 1);
        Macros.run("Convolution Layer...", "weights=gaussian(1) filters=1 stride=2");
        assertEquals("cell-conv", OpenImages.active().getTitle());
        run("weights=gaussian(1) x=5 y=7 measure=gradient");
        assertEquals(10, number("Centre X (pixel)"), 1e-6);
        assertEquals(14, number("Centre Y (pixel)"), 1e-6);
        assertTrue(heat(source).getBounds().contains(10, 14));
    }

    @Test
    void otherWeightsThanThoseOfTheResultAreRefused() {
        open("cell", 40, 30, 1, 1);
        Macros.run("Convolution Layer...", "weights=sobel stride=2");
        String message = errorOf("weights=prewitt");
        assertTrue(
                message.startsWith(
                        "weights=prewitt with seed=0 are not those that 'cell-conv' was computed with; give the same"),
                message);
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> outlook("weights=prewitt"))
                        .getMessage());
    }

    /** A result that was opened from a file has only their checksum; one that was computed here has them. */
    @Test
    void seedGivesTheRandomWeightsOfAResultAgain() throws IOException {
        open("cell", 40, 30, 1, 1);
        Macros.run("Convolution Layer...", "weights=kaiming filters=4 kernel=5 seed=7");
        outlook("");
        run("");
        double sigma = number("Sigma X (pixel)");
        assertTrue(sigma > 0);
        String file = folder.resolve("result.tif").toString();
        new FileSaver(OpenImages.active()).saveAsTiff(file);
        WindowManager.setTempCurrentImage(IJ.openImage(file));
        assertThrows(IllegalArgumentException.class, () -> outlook(""));
        assertTrue(errorOf("weights=kaiming").startsWith("weights=kaiming with seed=0 are not those"));
        outlook("weights=kaiming seed=7");
        run("weights=kaiming seed=7");
        assertEquals(sigma, number("Sigma X (pixel)"));
    }

    @Test
    void gradientIsThatOfTheImageShown() throws IOException {
        ImagePlus image = open("cell", 30, 20, 3, 2);
        String options = "network=[Conv2d(1, 4, 5, padding=2); ReLU(); Conv2d(4, 1, 5, padding=2)] measure=gradient";
        image.setPosition(1, 2, 2);
        run(options);
        double first = number("Sigma X (pixel)");
        assertEquals(2, heat(image).getZPosition());
        assertEquals(2, heat(image).getTPosition());
        image.setPosition(1, 3, 1);
        run(options);
        assertNotEquals(first, number("Sigma X (pixel)"));
        assertEquals(3, heat(image).getZPosition());
    }

    private static final String CURVED =
            "network=[Conv2d(1, 4, 5, padding=2); Tanh(); Conv2d(4, 1, 5, padding=2)] measure=gradient";

    @Test
    void gradientIsThatOfTheValuesTheNetworkTakes() throws IOException {
        ImagePlus image = open("cell", 30, 20, 1, 1);
        run(CURVED + " input=[x/20+1]");
        double scaled = number("Sigma X (pixel)");
        run(CURVED);
        assertNotEquals(scaled, number("Sigma X (pixel)"), 1e-4);
        image.getProcessor().multiply(1 / 20.0);
        image.getProcessor().add(1);
        run(CURVED);
        assertEquals(scaled, number("Sigma X (pixel)"), 1e-6);
    }

    @Test
    void resultOfANetworkKnowsWhatWasDoneWithTheValues() throws IOException {
        open("cell", 30, 20, 1, 1);
        run(CURVED + " input=[x/20+1]");
        double scaled = number("Sigma X (pixel)");
        Macros.run("Run Network...", CURVED.replace(" measure=gradient", "") + " weights=kaiming input=[x/20+1]");
        run("measure=gradient");
        assertEquals(scaled, number("Sigma X (pixel)"), 1e-6);
    }

    @Test
    void nextCallReplacesOursAndNothingElse() throws IOException {
        ImagePlus image = open("cell", 40, 30, 1, 1);
        Roi own = new Roi(1, 2, 3, 4);
        image.setOverlay(new Overlay(own));
        run(BOX);
        int count = image.getOverlay().size();
        run(BOX + " x=3 y=3");
        assertEquals(count, image.getOverlay().size());
        assertEquals(own, image.getOverlay().get(0));
        new ShowReceptiveField().execute(ReceptiveFieldOptions.SCHEMA.parse("network=[Conv2d(1, 1, 3)]"));
        assertTrue(Arrays.stream(image.getOverlay().toArray()).noneMatch(ImageRoi.class::isInstance));
        assertEquals(own, image.getOverlay().get(0));
    }

    @Test
    void heatMapSurvivesSavingAsTiff() throws IOException {
        ImagePlus image = open("cell", 40, 30, 1, 1);
        run("network=[Conv2d(1, 1, 5, padding=2, dilation=2)] x=10 y=20 opacity=35");
        String file = folder.resolve("cell.tif").toString();
        assertTrue(new FileSaver(image).saveAsTiff(file));
        ImageRoi heat = heat(IJ.openImage(file));
        assertEquals(heat(image).getBounds(), heat.getBounds());
        assertEquals(0.35, heat.getOpacity(), 0.01);
        assertTrue(heat.getZeroTransparent());
        assertArrayEquals((int[]) heat(image).getProcessor().getPixels(), (int[])
                heat.getProcessor().convertToRGB().getPixels());
    }

    @Test
    void whatWasSavedIsReplacedAsWell() throws IOException {
        ImagePlus image = open("cell", 40, 30, 1, 1);
        ImageRoi own = new ImageRoi(1, 1, image.getProcessor().convertToRGB());
        image.setOverlay(new Overlay(own));
        run(BOX);
        int count = image.getOverlay().size();
        String file = folder.resolve("cell.tif").toString();
        assertTrue(new FileSaver(image).saveAsTiff(file));
        image.close();
        ImagePlus opened = IJ.openImage(file);
        opened.show();
        run(BOX + " x=3 y=3");
        assertEquals(count, opened.getOverlay().size());
        assertEquals(own.getBounds(), opened.getOverlay().get(0).getBounds());
    }

    @Test
    void volumeHasAHeatMapOnEachSliceItReaches() throws IOException {
        ImagePlus image = open("stack", 20, 20, 9, 1);
        image.setPosition(1, 5, 1);
        run("weights=kaiming network=[Conv3d(1, 1, 3, padding=1, bias=False)] x=10 y=10");
        List<Integer> slices = Arrays.stream(image.getOverlay().toArray())
                .filter(ImageRoi.class::isInstance)
                .map(Roi::getZPosition)
                .toList();
        assertEquals(List.of(4, 5, 6), slices);
        assertEquals(4, number("Centre Z (pixel)"), 0.5);
    }

    @Test
    void rowOfA1DNetworkIsWhereTheHeatLies() throws IOException {
        ImagePlus image = open("wave", 40, 30, 1, 1);
        run("weights=kaiming network=[Conv1d(1, 1, 5, padding=2)] x=20 y=11 measure=gradient");
        assertEquals(new Rectangle(18, 11, 5, 1), heat(image).getBounds());
    }

    @Test
    void rgbImageIsThreeChannels() throws IOException {
        ImagePlus image = IJ.createImage("rgb", "RGB ramp", 40, 30, 1);
        image.show();
        run("network=[Conv2d(3, 2, 3, padding=1); Sigmoid(); Conv2d(2, 2, 3, padding=1)] measure=gradient x=5 y=6");
        assertEquals(new Rectangle(3, 4, 5, 5), heat(image).getBounds());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            opacity=101 | opacity=101: this is no percentage; allowed are 0 (not to be seen) to 100 (opaque)
            opacity=half | opacity=half: this is no percentage; allowed are 0 (not to be seen) to 100 (opaque)
            measure=hessian | measure=hessian is not possible; allowed are weights, gradient
            x=40 | x=40 lies outside the output of layer '0', which is 40 x 30 (width x height); allowed are 0 to 39
            layer=7 | layer=7: there is no layer '7'; the layers are [0]
            source=other | no image 'other' is open; open are 'cell'
            """)
    void wrongValuesAreNamed(String option, String message) {
        open("cell", 40, 30, 1, 1);
        assertEquals(message, errorOf(BOX + " " + option));
    }

    @Test
    void channelsThatDoNotFitAreSaid() {
        open("cell", 40, 30, 1, 1);
        String message = errorOf("network=[Conv2d(3, 2, 3, padding=1)] measure=gradient");
        assertTrue(message.startsWith("'cell' has 1 channel, but the network needs 3"), message);
    }

    @Test
    void gradientOfNothingIsSaid() {
        ImagePlus image = open("cell", 40, 30, 1, 1);
        image.getProcessor().set(-1);
        String message = errorOf(
                "weights=identity network=[Conv2d(1, 1, 3, padding=1, bias=False); ReLU()]" + " measure=gradient");
        assertTrue(message.contains("is 0 everywhere"), message);
    }

    @Test
    void networkThatIsMissingIsAskedFor() {
        open("cell", 40, 30, 1, 1);
        assertTrue(errorOf("x=3").contains("has no history"), errorOf("x=3"));
    }

    @Test
    void optionsAreRecordedAsTheyAreRead() {
        Options options = EffectiveFieldOptions.SCHEMA.parse(BOX + " x=3 measure=gradient opacity=20");
        assertEquals(
                options.print(),
                EffectiveFieldOptions.SCHEMA.parse(options.print()).print());
        assertEquals(
                "x=3 network=[Conv2d(1, 1, 5, padding=2, bias=False)] weights=box measure=gradient opacity=20",
                options.print());
    }
}
