package org.convlayers.ij.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.PointRoi;
import ij.gui.Roi;
import ij.io.FileSaver;
import ij.macro.Interpreter;
import ij.measure.ResultsTable;
import ij.plugin.Duplicator;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.convlayers.Macros;
import org.convlayers.SeveralOutputs;
import org.convlayers.app.History;
import org.convlayers.app.StackLayout;
import org.convlayers.ij.BatchMode;
import org.convlayers.ij.image.Histories;
import org.convlayers.ij.image.Lineage;
import org.convlayers.ij.image.StackPosition;
import org.convlayers.ij.option.Options;
import org.convlayers.layer.Network;
import org.convlayers.text.NetworkText;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(BatchMode.class)
final class ShowReceptiveFieldTest {
    private static final String THREE = "Conv2d(1, 1, 3, padding=same)";

    @TempDir
    private Path folder;

    @AfterEach
    void emptyTheTable() {
        ResultsTable.getResultsTable().reset();
    }

    private static ImagePlus open(String title, int width, int height, int slices, int frames) {
        ImagePlus image = IJ.createHyperStack(title, width, height, 1, slices, frames, 8);
        image.show();
        return image;
    }

    /** What the layers give from an image, without its values. */
    private static ImagePlus result(String title, ImagePlus source, String layers) {
        Network network = NetworkText.parse(layers);
        StackLayout input = Lineage.layout(source, network);
        StackLayout output = input.withShape(network.outputShape(input.shape()));
        ImagePlus result = IJ.createHyperStack(
                title, output.width(), output.height(), output.channels(), output.slices(), output.frames(), 32);
        Histories.store(
                new History(layers, "00", source.getTitle(), Histories.sizeOf(source), "as is", "0.1.0"), result);
        result.show();
        return result;
    }

    private static void run(String options) throws IOException {
        new ShowReceptiveField().execute(ReceptiveFieldOptions.SCHEMA.parse(options));
    }

    private static String errorOf(String options) {
        return assertThrows(IllegalArgumentException.class, () -> run(options)).getMessage();
    }

    private static Roi element(ImagePlus image, String name) {
        return Arrays.stream(image.getOverlay().toArray())
                .filter(roi -> roi.getName().equals("ConvLayers field " + name))
                .findFirst()
                .orElseThrow();
    }

    private static Rectangle2D box(ImagePlus image) {
        return element(image, "box").getFloatBounds();
    }

    private static Rectangle2D box(double x, double y, double width, double height) {
        return new Rectangle2D.Double(x, y, width, height);
    }

    @Test
    void fieldOfAFeatureMapIsShownOnItsSource() throws IOException {
        ImagePlus source = open("cell.png", 40, 30, 1, 1);
        ImagePlus result = result("cell-conv", source, "Conv2d(1, 4, 3, stride=2, padding=1)");
        run("x=5 y=10");
        assertEquals(box(9, 19, 3, 3), box(source));
        assertNull(result.getOverlay());
    }

    /** Output 5, 4 of a layer without padding sees pixels 5 to 7, 4 to 6; its sum is of the same place. */
    @Test
    void layersOfOtherOutputsHaveFields() throws IOException {
        Path net = SeveralOutputs.write(folder);
        ImagePlus source = IJ.createImage("rgb", "RGB white", 40, 30, 1);
        source.show();
        for (String layer : List.of("layer=node.sum", "layer=sum", "")) {
            run("network=[" + net + "] x=5 y=4 show=box " + layer);
            assertEquals(box(5, 4, 3, 3), box(source));
            ResultsTable table = ResultsTable.getResultsTable();
            assertEquals(
                    layer.isEmpty() ? "node.positive" : "node.sum", table.getStringValue("Layer", table.size() - 1));
        }
    }

    /** All around pixel 10 of the image: output 5 of a layer of stride 2 lies there. */
    @Test
    void allLayersGetARowAndABoxEach() throws IOException {
        ImagePlus source = open("cell.png", 40, 30, 1, 1);
        result("cell-conv", source, THREE + ";" + "Conv2d(1, 1, 3, stride=2, padding=1)" + ";" + THREE);
        run("x=5 y=4 layer=all show=box");
        assertEquals(box(6, 4, 9, 9), box(source));
        List<Rectangle2D> before = Arrays.stream(source.getOverlay().toArray())
                .filter(roi -> roi.getName().equals("ConvLayers field box before"))
                .map(Roi::getFloatBounds)
                .map(Rectangle2D.class::cast)
                .toList();
        assertEquals(List.of(box(9, 7, 3, 3), box(8, 6, 5, 5)), before);
        ResultsTable table = ResultsTable.getResultsTable();
        assertEquals(3, table.size());
        double[][] expected = {{10, 3, 1, 10}, {5, 5, 2, 10}, {5, 9, 2, 10}};
        for (int row = 0; row < expected.length; row++) {
            assertEquals(Integer.toString(row), table.getStringValue("Layer", row));
            assertEquals(expected[row][0], table.getValue("X", row));
            assertEquals(expected[row][1], table.getValue("Size X", row));
            assertEquals(expected[row][2], table.getValue("Stride X", row));
            assertEquals(expected[row][3], table.getValue("Centre X (pixel)", row));
        }
    }

    @Test
    void layerThatIsCalledAllIsMeant() throws IOException {
        ImagePlus source = open("cell.png", 40, 30, 1, 1);
        result("cell-conv", source, "(all): " + THREE + "; (last): " + THREE);
        run("x=5 y=4 layer=all");
        assertEquals(box(4, 3, 3, 3), box(source));
        assertEquals(1, ResultsTable.getResultsTable().size());
    }

    /** A macro that was recorded on a screen runs in a batch too. */
    @Test
    void withoutAWindowLiveDrawsTheFieldOnce() throws IOException {
        ImagePlus source = open("cell.png", 40, 30, 1, 1);
        result("cell-conv", source, "Conv2d(1, 4, 3, stride=2, padding=1)");
        run("x=5 y=10 live");
        assertEquals(box(9, 19, 3, 3), box(source));
        assertEquals(1, ResultsTable.getResultsTable().size());
    }

    @Test
    void withoutOptionsTheMiddleOfTheLastLayerIsShown() throws IOException {
        ImagePlus source = open("cell.png", 40, 30, 1, 1);
        result("cell-conv", source, THREE + ";ReLU();" + THREE);
        run("");
        assertEquals(box(18, 13, 5, 5), box(source));
        assertEquals(
                List.of("box rim", "box", "centre"),
                Arrays.stream(source.getOverlay().toArray())
                        .map(roi -> roi.getName().replace(ReceptiveFieldOverlay.PREFIX, ""))
                        .toList());
    }

    @Test
    void anyLayerCanBeAskedFor() throws IOException {
        ImagePlus source = open("cell.png", 40, 30, 1, 1);
        result("cell-conv", source, "(down): Conv2d(1, 1, 3, stride=2, padding=1);(up): " + THREE);
        run("x=3 y=4 layer=down");
        assertEquals(box(5, 7, 3, 3), box(source));
        run("x=3 y=4 layer=up");
        assertEquals(box(3, 5, 7, 7), box(source));
    }

    @Test
    void layersCanBeShownOnAnyImage() throws IOException {
        ImagePlus image = open("cell.png", 40, 30, 1, 1);
        run("x=10 y=10 network=[Conv2d(3, 8, 5)] show=[taps]");
        assertEquals(25, element(image, "taps").getContainedPoints().length);
    }

    @Test
    void layersCanBeReadFromAFile() throws IOException {
        Path file = folder.resolve("my layers.txt");
        Files.writeString(file, "Sequential(\n  (0): " + THREE + "\n  (1): " + THREE + "\n)");
        ImagePlus image = open("cell.png", 40, 30, 1, 1);
        run("x=10 y=10 network=[" + file + "]");
        assertEquals(box(8, 8, 5, 5), box(image));
    }

    @Test
    void layersCanBeShownOnAnImageThatIsNotActive() throws IOException {
        ImagePlus image = open("cell.png", 40, 30, 1, 1);
        open("other.png", 8, 8, 1, 1);
        run("x=30 y=20 network=[" + THREE + "] source=cell.png");
        assertEquals(box(29, 19, 3, 3), box(image));
    }

    @Test
    void resultOfAResultIsFollowedToTheFirstImage() throws IOException {
        ImagePlus source = open("cell.png", 40, 30, 1, 1);
        ImagePlus between = result("half", source, "Conv2d(1, 1, 3, stride=2, padding=1)");
        result("end", between, THREE);
        run("x=10 y=5");
        assertEquals(box(17, 7, 7, 7), box(source));
        assertNull(between.getOverlay());
    }

    @Test
    void wayBackStopsAtTheImageThatIsNamed() throws IOException {
        ImagePlus source = open("cell.png", 40, 30, 1, 1);
        ImagePlus between = result("half", source, "Conv2d(1, 1, 3, stride=2, padding=1)");
        result("end", between, THREE);
        run("x=10 y=5 source=half");
        assertEquals(box(9, 4, 3, 3), box(between));
        assertNull(source.getOverlay());
    }

    @Test
    void renamedSourceIsNamed() throws IOException {
        ImagePlus source = open("cell.png", 40, 30, 1, 1);
        ImagePlus between = result("half", source, "Conv2d(1, 1, 3, stride=2, padding=1)");
        result("end", between, THREE);
        source.setTitle("my cell");
        run("x=10 y=5 source=[my cell]");
        assertEquals(box(17, 7, 7, 7), box(source));
    }

    @Test
    void savedResultFindsItsSource() throws IOException {
        ImagePlus source = open("cell.png", 40, 30, 1, 1);
        ImagePlus result = result("conv", source, "Conv2d(1, 2, 3, padding=same)");
        Path file = folder.resolve("conv.tif");
        new FileSaver(result).saveAsTiffStack(file.toString());
        Interpreter.removeBatchModeImage(result);
        IJ.openImage(file.toString()).show();
        run("x=0 y=0");
        assertEquals(box(-1, -1, 3, 3), box(source));
    }

    @Test
    void resultOfALayerCommandFindsItsWayBack() {
        ImagePlus source = open("cell.png", 40, 30, 2, 1);
        assertEquals("cell-conv", Macros.run("Convolution Layer...", "weights=sobel stride=2 dilation=3"));
        assertEquals("cell.png", Macros.run("Receptive Field...", "x=5 y=6"));
        // Kernel 3 at dilation 3 is K = 7 wide; at a stride above 1 the command's padding is (K - 1)/2 = 3.
        assertEquals(box(5 * 2 - 3, 6 * 2 - 3, 7, 7), box(source));
    }

    @Test
    void channelTakenOutOfAResultStillLiesWhereItDid() throws IOException {
        ImagePlus source = open("cell.png", 40, 30, 1, 1);
        ImagePlus result = result("conv", source, "Conv2d(1, 4, 3, padding=same)");
        new Duplicator().run(result, 2, 2, 1, 1, 1, 1).show();
        run("x=10 y=10");
        assertEquals(box(9, 9, 3, 3), box(source));
    }

    @Test
    void sliceAndFrameOfTheFeatureMapAreFollowed() throws IOException {
        ImagePlus source = open("stack.tif", 40, 30, 5, 4);
        ImagePlus result = result("conv", source, THREE);
        result.setPosition(1, 3, 2);
        run("x=7 y=8");
        assertEquals(new StackPosition(1, 3, 2), StackPosition.of(source));
        for (Roi roi : source.getOverlay()) {
            assertEquals(List.of(0, 3, 2), List.of(roi.getCPosition(), roi.getZPosition(), roi.getTPosition()));
        }
    }

    @Test
    void sliceOfAPlainStackIsFollowed() throws IOException {
        ImagePlus source = IJ.createImage("stack.tif", "8-bit black", 40, 30, 6);
        source.show();
        ImagePlus result = result("conv", source, THREE);
        result.setSlice(4);
        run("x=7 y=8");
        assertEquals(4, source.getCurrentSlice());
        assertEquals(4, element(source, "box").getPosition());
    }

    @Test
    void depthOfAVolumeIsFollowed() throws IOException {
        ImagePlus source = open("volume.tif", 12, 10, 9, 2);
        ImagePlus result = result("conv", source, "Conv3d(1, 1, 3, stride=(2, 1, 1))");
        result.setPosition(1, 3, 2); // its third slice sees the slices 5 to 7
        run("x=4 y=3");
        assertEquals(new StackPosition(1, 6, 2), StackPosition.of(source));
        assertEquals(6, element(source, "centre").getZPosition());
        assertEquals(box(4, 3, 3, 3), box(source));
    }

    @Test
    void rowOfALineIsFollowed() throws IOException {
        ImagePlus source = open("cell.png", 40, 30, 1, 1);
        result("conv", source, "Conv1d(1, 1, 5, padding=same)");
        run("x=20 y=7");
        assertEquals(box(18, 7, 5, 1), box(source));
    }

    @Test
    void rowOfNumbersIsAddedToTheResults() throws IOException {
        ImagePlus source = open("cell.png", 40, 30, 1, 1);
        source.getCalibration().pixelWidth = 0.5;
        source.getCalibration().pixelHeight = 0.25;
        source.getCalibration().setUnit("mm");
        result("conv", source, "Conv2d(1, 1, (3, 5), stride=(1, 2), padding=(1, 2), dilation=(2, 1))");
        run("x=6 y=9");
        run("x=0 y=0");
        ResultsTable table = ResultsTable.getResultsTable();
        assertEquals(2, table.size());
        assertEquals("cell.png", table.getLabel(0));
        assertEquals("0", table.getStringValue("Layer", 0));
        assertRow(table, "X", 6, 0);
        assertRow(table, "Y", 9, 0);
        assertRow(table, "Size X", 5, 5);
        assertRow(table, "Size Y", 5, 5);
        assertRow(table, "Stride X", 2, 2);
        assertRow(table, "Stride Y", 1, 1);
        assertRow(table, "Padding X", 2, 2);
        assertRow(table, "Padding Y", 1, 1);
        assertRow(table, "Centre X (pixel)", 12, 0);
        assertRow(table, "Centre Y (pixel)", 10, 1);
        assertRow(table, "Centre X", 6.25, 0.25);
        assertRow(table, "Centre Y", 2.625, 0.375);
        assertEquals("mm", table.getStringValue("Unit", 0));
        assertRow(table, "Pixels", 15, 6);
        assertRow(table, "Coverage", 0.6, 2.0 / 3);
        assertRow(table, "In padding", 0, 1 - 3 * 4 / 25.0);
        assertEquals(
                "Layer '0' sees 15 of the 25 pixels of its field; the others are holes. In place of dilation 2, dilations"
                        + " 1, 1 (1 layer more) leave no holes.",
                table.getStringValue("Note", 0));
    }

    private static void assertRow(ResultsTable table, String column, double first, double second) {
        assertEquals(first, table.getValue(column, 0), 1e-12, column);
        assertEquals(second, table.getValue(column, 1), 1e-12, column);
    }

    @Test
    void lineSaysWhatMatters() throws IOException {
        ImagePlus source = open("cell.png", 40, 30, 1, 1);
        ReceptiveFieldOptions options = ReceptiveFieldOptions.of(ReceptiveFieldOptions.SCHEMA.parse(
                "x=6 y=0 network=[Conv2d(1, 1, (3, 4), stride=(1, 2), padding=(1, 0), dilation=(1, 2))]"));
        assertEquals(
                "Field 7 x 3, stride 2 x 1, centre (15, 0), 8 pixels, coverage 0.571, 33 % in padding:"
                        + " layer '0' at (6, 0) on 'cell.png'",
                new FieldReport(LocatedField.find(source, options)).line());
    }

    @Test
    void branchesThatAreNotAlignedAreSaid() throws IOException {
        ImagePlus source = open("cell.png", 40, 30, 1, 1);
        run("x=9 y=9 network=[(a): Conv2d(1, 1, (1, 2), padding=same);"
                + "(b): Conv2d(1, 1, 1, input='a');(c): Conv2d(1, 1, 3, padding=1, input='input');"
                + "(d): Concat(inputs=('b', 'c'))]");
        String note = ResultsTable.getResultsTable().getStringValue("Note", 0);
        assertTrue(note.startsWith("the inputs of layer 'd' are not aligned along W"), note);
        assertEquals(box(8, 8, 3, 3), box(source));
    }

    @Test
    void writtenOptionsShowTheSameAgain() throws IOException {
        ImagePlus source = open("my cell.png", 40, 30, 1, 1);
        Options options = ReceptiveFieldOptions.SCHEMA.parse("show=[box taps] x=3 layer=1 source=[my cell.png]"
                + " network=[Conv2d(1, 1, 3, padding=same); Conv2d(1, 1, 3, dilation=3)]");
        new ShowReceptiveField().execute(options);
        List<Rectangle2D> first = bounds(source);
        run(options.print());
        assertEquals(first, bounds(source));
    }

    private static List<Rectangle2D> bounds(ImagePlus image) {
        return Arrays.stream(image.getOverlay().toArray())
                .<Rectangle2D>map(Roi::getFloatBounds)
                .toList();
    }

    @Test
    void dialogBeginsWithThePointThatIsSet() {
        ImagePlus source = open("cell.png", 40, 30, 1, 1);
        ImagePlus result = result("conv", source, THREE);
        result.setRoi(new PointRoi(7.4, 8));
        assertEquals("x=7 y=8", initial("show=[box centre] x=3 layer=5 network=ReLU()"));
    }

    @Test
    void dialogOnAFeatureMapAsksForItsMiddle() {
        result("conv", open("cell.png", 40, 30, 1, 1), THREE);
        assertEquals("x=auto show=taps", initial("show=taps x=3 layer=5 network=ReLU()"));
    }

    @Test
    void dialogOnAnyImageBeginsWithLayersToTry() throws IOException {
        ImagePlus image = open("cell.png", 40, 30, 1, 1);
        assertEquals("x=auto network=ReLU()", initial("network=ReLU()"));
        run(initial(""));
        assertEquals(box(18, 13, 5, 5), box(image));
    }

    private static String initial(String recalled) {
        return new ShowReceptiveField()
                .initial(ReceptiveFieldOptions.SCHEMA.parse(recalled))
                .print();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        x=20 | x=20 lies outside the output of layer '0', which is 20 x 15 (width x height); allowed are 0 to 19
        y=-1 | y=-1 lies outside the output of layer '0', which is 20 x 15 (width x height); allowed are 0 to 14
        x=two | x=two: this is not a whole number, and not auto, the middle
        layer=7 | layer=7: there is no layer '7'; the layers are [0]
        show=all | show=all: 'all' is nothing to show; allowed are one or more of box centre taps shade lattice heat
        source=other | no image 'other' is open; open are 'cell.png', 'half'
        z=3 | unknown key 'z'; the nearest is 'x'; the keys are x, y, layer, network, source, show, rois, live
        live network=ReLU() | live follows the mouse over a result of the layers; with network=[...] there is none: leave out one of them
        """)
    void wrongOptionsAreRefused(String options, String message) {
        ImagePlus source = open("cell.png", 40, 30, 1, 1);
        result("half", source, "Conv2d(1, 1, 3, stride=2, padding=1)");
        assertEquals(message, errorOf(options));
        assertNull(source.getOverlay());
        assertEquals(0, ResultsTable.getResultsTable().size());
    }

    @Test
    void networkThatDoesNotFitIsRefused() {
        open("cell.png", 4, 4, 1, 1);
        assertEquals(
                "layer '0': Calculated padded input size per channel: (4 x 4). Kernel size: (5 x 5). "
                        + "Kernel size can't be greater than actual input size",
                errorOf("network=[Conv2d(1, 1, 5)]"));
    }

    @Test
    void missingNetworkFileIsRefused() {
        open("cell.png", 4, 4, 1, 1);
        IOException error = assertThrows(IOException.class, () -> run("network=layers.txt"));
        assertTrue(error.getMessage().startsWith("layers.txt: "), error.getMessage());
    }

    @Test
    void imageWithoutHistoryNeedsANetwork() {
        open("cell.png", 40, 30, 1, 1);
        assertEquals(
                "'cell.png' has no history, so that its source is not known; give the layers as network=[...]",
                errorOf(""));
    }

    @Test
    void historyOfAnotherVersionIsNotGuessedAt() {
        ImagePlus source = open("cell.png", 40, 30, 1, 1);
        ImagePlus result = result("conv", source, THREE);
        result.setProp("convlayers.network", "Conv4d(1, 1, 3)");
        String message = errorOf("");
        assertTrue(message.startsWith("the layers in the history of 'conv' cannot be read: line 1"), message);
    }

    @Test
    void sourceThatIsNotOpenIsNamed() {
        ImagePlus source = open("cell.png", 40, 30, 1, 1);
        result("conv", source, THREE);
        Interpreter.removeBatchModeImage(source);
        assertEquals(
                "'cell.png' (40x30 C1 Z1 T1), from which 'conv' was computed, is not open; open it, or name an open image"
                        + " as source=[...]",
                errorOf(""));
    }

    @Test
    void namedSourceOfAnotherSizeIsRefused() {
        ImagePlus source = open("cell.png", 40, 30, 1, 1);
        open("other", 41, 30, 1, 1);
        result("conv", source, THREE);
        assertEquals(
                "'other' is 41x30 C1 Z1 T1, but 'conv' was computed from 'cell.png', which was 40x30 C1 Z1 T1",
                errorOf("source=other"));
    }

    @Test
    void croppedResultIsRefused() {
        ImagePlus source = open("cell.png", 40, 30, 1, 1);
        ImagePlus result = result("conv", source, THREE);
        result.setRoi(5, 5, 10, 10);
        result.crop().show();
        String message = errorOf("");
        assertTrue(
                message.endsWith(
                        "is 10x10 Z1 T1, but its layers give 40x30 Z1 T1 from 'cell.png'; it was cropped or scaled,"
                                + " and its pixels are no longer where they were computed"),
                message);
    }

    @Test
    void planesAndVolumesAreNotMixed() {
        ImagePlus source = open("volume.tif", 12, 10, 9, 1);
        ImagePlus between = result("planes", source, THREE);
        result("end", between, "Conv3d(1, 1, 3, padding=same)");
        assertEquals(
                "'planes' was computed in 2-D, and what followed in 3-D; fields on it are shown with source=[planes]",
                errorOf(""));
    }

    @Test
    void noOpenImageIsSaid() {
        assertEquals("there is no open image", errorOf("network=[" + THREE + "]"));
    }
}
