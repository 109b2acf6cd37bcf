package org.convlayers.ij.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileSaver;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.convlayers.app.History;
import org.convlayers.ij.BatchMode;
import org.convlayers.text.NetworkText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(BatchMode.class)
final class HistoriesTest {
    private static final History HISTORY = new History(
            "Conv2d(1, 2, kernel_size=(3, 3), padding='same')\nReLU()",
            "0123abcd",
            "cell.png",
            "40x30 C1 Z2 T1",
            "z-score mean=[0.5]",
            "0.1.0");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"ReLU(),3x30x40", "'Conv2d(3, 1, 1)',3x30x40", "'Conv1d(3, 1, 1)',3x40", "'Conv3d(3, 1, 1)',3x5x30x40"})
    void sizeOfTheSourceIsReadAsAKey(String network, String size) {
        History history = new History(network, "", "cell.tif", "40x30 C3 Z5 T2", "as is", "");
        assertEquals(
                size, Histories.sourceSize(history, NetworkText.parse(network)).orElse("auto"));
    }

    @Test
    void historySurvivesTiff() {
        ImagePlus result = IJ.createImage("result", "32-bit black", 8, 6, 2, 2, 1);
        Histories.store(HISTORY, result);
        Path file = folder.resolve("result.tif");
        new FileSaver(result).saveAsTiffStack(file.toString());
        assertEquals(Optional.of(HISTORY), Histories.of(IJ.openImage(file.toString())));
    }

    @Test
    void imageWithoutHistoryHasNone() {
        assertEquals(Optional.empty(), Histories.of(IJ.createImage("x", "8-bit black", 8, 6, 1)));
    }

    @Test
    void sourceIsFoundByTitleAndSize() {
        ImagePlus source = IJ.createImage("cell.png", "8-bit black", 40, 30, 2);
        assertEquals("40x30 C1 Z2 T1", Histories.sizeOf(asSlices(source)));
        source.show();
        IJ.createImage("cell.png", "8-bit black", 40, 31, 2).show();
        IJ.createImage("other.png", "8-bit black", 40, 30, 2).show();
        assertEquals(List.of(source), Histories.openSources(HISTORY));
    }

    @Test
    void sourceThatWasSavedInAnotherFormatIsFound() {
        ImagePlus source = asSlices(IJ.createImage("cell.tif", "8-bit black", 40, 30, 2));
        source.show();
        assertEquals(List.of(source), Histories.openSources(HISTORY));
    }

    @Test
    void sourceThatIsNotOpenIsNotFound() {
        IJ.createImage("other.png", "8-bit black", 40, 30, 2).show();
        assertEquals(List.of(), Histories.openSources(HISTORY));
    }

    @Test
    void colorsCountAsChannels() {
        assertEquals("4x3 C3 Z1 T1", Histories.sizeOf(IJ.createImage("rgb", "RGB black", 4, 3, 1)));
    }

    private static ImagePlus asSlices(ImagePlus image) {
        image.setDimensions(1, image.getStackSize(), 1);
        return image;
    }
}
