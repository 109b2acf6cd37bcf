package org.convlayers.ij.option;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class OptionDialogTest {
    @Test
    void longTitlesKeepBothEnds() {
        assertEquals("cell.tif", OptionDialog.shortened("cell.tif"));
        String title = OptionDialog.shortened("A".repeat(50) + "B".repeat(50));
        assertEquals("A".repeat(27) + "..." + "B".repeat(27), title);
    }
}
