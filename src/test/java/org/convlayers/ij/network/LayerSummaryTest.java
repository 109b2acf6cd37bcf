package org.convlayers.ij.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.measure.ResultsTable;
import java.io.IOException;
import java.nio.file.Path;
import org.convlayers.SeveralOutputs;
import org.convlayers.ij.BatchMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The table of layers in ImageJ. */
@ExtendWith(BatchMode.class)
class LayerSummaryTest {
    @BeforeEach
    @AfterEach
    void clearTheTable() {
        ResultsTable.getResultsTable().reset();
    }

    private static ResultsTable table(String options) throws IOException {
        LayerSummary command = new LayerSummary();
        command.execute(command.schema().parse(options));
        return ResultsTable.getResultsTable();
    }

    @Test
    void layersOfAllOutputsHaveRows(@TempDir Path folder) throws IOException {
        ResultsTable table = table("network=[" + SeveralOutputs.write(folder) + "] size=8x6");
        assertEquals(4, table.size());
        assertEquals("node.sum", table.getStringValue("Name", 2));
        assertEquals(24 * (2 * 27 + 2), table.getValue("MACs", 3));
        String note = table.getStringValue("Note", 3);
        assertTrue(note.contains("Outputs: 'positive' 2x6x4, 'maps' 2x6x4, 'sum' 1x6x4. not computed"), note);
    }

    @Test
    void costsAreThoseOfTheFormula() throws IOException {
        ResultsTable table = table("network=[Conv2d(3, 10, 3); ReLU()] size=128x128");
        assertEquals(3, table.size());
        assertEquals("3x3", table.getStringValue("Kernel", 0));
        assertEquals(4_286_520, table.getValue("MACs", 0));
        assertEquals(8_573_040, table.getValue("FLOPs", 0));
        assertEquals(4 * 10 * 126 * 126, table.getValue("Bytes", 1));
        assertEquals(904_932, table.getValue("Separable MACs", 0));
        assertEquals(0.2111, table.getValue("Ratio", 0), 1e-4);
        assertEquals("", table.getStringValue("Ratio", 1));
        assertEquals(2 * 4 * 10 * 126 * 126, table.getValue("Memory", 2));
        assertEquals("", table.getStringValue("Output", 2));
    }

    @Test
    void withoutAnImageTheSizeHasToBeGiven() {
        assertEquals(
                "size is missing: it is that of the active image, and no image is open; give one, for example size=512x512",
                assertThrows(IllegalArgumentException.class, () -> table("network=[Conv2d(1, 8, 3)]"))
                        .getMessage());
    }

    @Test
    void imageOfOtherChannelsAsksForASize() {
        IJ.createImage("gray", 40, 30, 1, 8).show();
        assertEquals(
                "size is that of the active image, 1x30x40, but the network takes 3x30x40; give one, for example"
                        + " size=3x30x40",
                assertThrows(IllegalArgumentException.class, () -> table("network=[Conv2d(3, 8, 3)]"))
                        .getMessage());
    }

    @Test
    void timesAreThereOnlyIfAskedFor() throws IOException {
        String network = "network=[Conv2d(1, 8, 3); ReLU()] size=100x100";
        assertTrue(table(network).getColumnIndex("ms") == ResultsTable.COLUMN_NOT_FOUND);
        ResultsTable.getResultsTable().reset();
        ResultsTable timed = table(network + " time");
        assertTrue(timed.getValue("ms", 0) > 0);
        assertEquals(2 * timed.getValue("MACs", 0) / timed.getValue("ms", 0) / 1e6, timed.getValue("GFLOP/s", 0), 1e-9);
        assertEquals("", timed.getStringValue("ms", 1));
        assertEquals(timed.getValue("ms", 0), timed.getValue("ms", 2), 1e-12);
    }

    @Test
    void examplesNeedNoFile() throws IOException {
        ResultsTable table = table("network=example:restore-m size=64x64");
        assertEquals("conv2d", table.getStringValue("Name", 0));
        assertEquals("3x64x64", table.getStringValue("Output", table.size() - 2));
    }

    @Test
    void noteOfTheLastRowAdvises() throws IOException {
        ResultsTable table =
                table("network=[Conv2d(1, 2, 3, padding=1); AdaptiveAvgPool2d(1); Conv2d(2, 2, 1)] size=12x10");
        assertEquals("", table.getStringValue("Note", 0));
        assertEquals("From layer '1' on, fields reach across the whole image.", table.getStringValue("Note", 3));
    }
}
