package org.convlayers.macros;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.convlayers.HeadlessFiji;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FolderMacroTest {
    private static final Path MACRO =
            Path.of("macros", "Folder_Depthwise_Separable.ijm").toAbsolutePath();
    private static final Path IMAGES = Path.of("src", "test", "resources", "org", "convlayers", "ij", "image");
    private static final String STAINS = "ihc_H_DAB_c2_uint16.tif";
    private static final String BRAIN = "brain of Ann.tif";

    @TempDir
    private Path folder;

    private Path in;
    private Path out;

    @BeforeEach
    void fillTheFolder() throws IOException {
        in = Files.createDirectory(folder.resolve("in"));
        out = folder.resolve("out");
        Files.copy(IMAGES.resolve(STAINS), in.resolve(STAINS));
        Files.copy(IMAGES.resolve("mri_PD_z3_uint8.tif"), in.resolve(BRAIN));
        byte[] cell = Files.readAllBytes(IMAGES.resolve("cell.png"));
        Files.write(in.resolve("half.png"), Arrays.copyOf(cell, cell.length / 2));
        Files.writeString(in.resolve("notes.txt"), "not an image");
        byte[] stains = Files.readAllBytes(in.resolve(STAINS));
        Files.write(in.resolve("cut.tif"), Arrays.copyOf(stains, stains.length / 2));
    }

    private String macro() {
        return "runMacro(\"" + MACRO + "\", \"" + in + ";" + out + "\");";
    }

    private String printReport() {
        return "print(File.openAsString(\"" + out.resolve("report.csv") + "\"));";
    }

    /** A window that asks for folders would hang a batch for ever. */
    @Test
    void oneFolderIsNotEnough() throws IOException, InterruptedException {
        List<String> printed = HeadlessFiji.run(folder, "runMacro(\"" + MACRO + "\", \"" + in + "\");");
        assertTrue(printed.contains("The argument is IN;OUT, two folders, not " + in), printed.toString());
        assertFalse(Files.exists(out));
    }

    /** While an image is open, which is none of the macro's business. */
    @Test
    void aBadFileDoesNotStopTheRest() throws IOException, InterruptedException {
        Path single = folder.resolve("single.tif");
        List<String> printed = HeadlessFiji.run(
                folder,
                "newImage(\"mine\", \"8-bit ramp\", 30, 30, 1);",
                macro(),
                "print(nImages, getTitle());",
                "open(\"" + in.resolve(STAINS) + "\");",
                "run(\"Depthwise Separable Convolution...\","
                        + " \"weights=gaussian(2) filters=8 edges=reflect activation=ReLU seed=1\");",
                "saveAs(\"tiff\", \"" + single + "\");");

        assertEquals(
                List.of(
                        "file,outcome,seconds",
                        "\"" + BRAIN + "\",done",
                        "\"cut.tif\",failed",
                        "\"half.png\",failed",
                        "\"" + STAINS + "\",done"),
                withoutTimes(Files.readAllLines(out.resolve("report.csv"))));
        assertTrue(printed.contains("2 of 4 images are done, see " + out + "/report.csv"), printed.toString());
        assertTrue(printed.contains("1 mine"), printed.toString());
        assertFalse(Files.exists(out.resolve("half.png.tif")));
        assertFalse(Files.exists(out.resolve("cut.tif.tif")));
        assertTrue(
                printed.stream().anyMatch(line -> line.contains("cut.tif: the TIFF file is damaged or ends too early")),
                printed.toString());
        ImagePlus brain = IJ.openImage(out.resolve(BRAIN + ".tif").toString());
        assertEquals(List.of(8, 3, 1), List.of(brain.getNChannels(), brain.getNSlices(), brain.getNFrames()));
        assertEquals(BRAIN, brain.getProp("convlayers.source.title"));
        assertSamePixels(
                IJ.openImage(single.toString()),
                IJ.openImage(out.resolve(STAINS + ".tif").toString()));
    }

    private static void assertSamePixels(ImagePlus expected, ImagePlus result) {
        assertEquals(8, result.getNChannels());
        for (int plane = 1; plane <= result.getStackSize(); plane++) {
            assertArrayEquals((float[]) expected.getStack().getPixels(plane), (float[])
                    result.getStack().getPixels(plane));
        }
    }

    /** A result is missing at the second run, a record is one of other options at the third. */
    @Test
    void theNextRunDoesWhatIsLeft() throws IOException, InterruptedException {
        Path stains = out.resolve(STAINS + ".tif");
        List<String> printed = HeadlessFiji.run(
                folder,
                macro(),
                "made = File.lastModified(\"" + stains + "\");",
                "deleted = File.delete(\"" + out.resolve(BRAIN + ".tif") + "\");",
                macro(),
                printReport(),
                "if (made == File.lastModified(\"" + stains + "\")) print(\"untouched\");",
                "record = File.openAsString(\"" + stains + ".txt\");",
                "File.saveString(replace(record, \"filters=8\", \"filters=4\"), \"" + stains + ".txt\");",
                macro());

        List<String> report = withoutTimes(printed);
        int second = report.indexOf("file,outcome,seconds");
        assertEquals(
                List.of(
                        "\"" + BRAIN + "\",done",
                        "\"cut.tif\",failed",
                        "\"half.png\",failed",
                        "\"" + STAINS + "\",was done before"),
                report.subList(second + 1, second + 5));
        assertTrue(printed.contains("untouched"), printed.toString());
        assertTrue(Files.exists(out.resolve(BRAIN + ".tif")));
        assertEquals(
                List.of(
                        "file,outcome,seconds",
                        "\"" + BRAIN + "\",was done before",
                        "\"cut.tif\",failed",
                        "\"half.png\",failed",
                        "\"" + STAINS + "\",done"),
                withoutTimes(Files.readAllLines(out.resolve("report.csv"))));
        assertTrue(Files.readString(out.resolve(STAINS + ".tif.txt")).contains("filters=8"));
    }

    /** The file is changed after the first run: its name and its length stay the same. */
    @Test
    void anotherFileOfWeightsUnderTheSameNameIsNoticed() throws IOException, InterruptedException {
        for (String other : List.of(BRAIN, "half.png", "cut.tif")) {
            Files.delete(in.resolve(other));
        }
        Path weights = Files.writeString(folder.resolve("kernel.txt"), "0 1 0\n1 1 1\n0 1 0\n");
        Path macro = folder.resolve("weights.ijm");
        String given = "weights = \"gaussian(2)\";";
        String text = Files.readString(MACRO);
        assertTrue(text.contains(given));
        Files.writeString(macro, text.replace(given, "weights = \"" + weights + "\";"));
        String run = "runMacro(\"" + macro + "\", \"" + in + ";" + out + "\");";
        List<String> printed = HeadlessFiji.run(
                folder,
                run,
                printReport(),
                run,
                printReport(),
                "File.saveString(\"0 1 0\\n1 2 1\\n0 1 0\\n\", \"" + weights + "\");",
                run,
                printReport());

        assertEquals(
                List.of("done", "was done before", "done"),
                withoutTimes(printed).stream()
                        .filter(line -> line.startsWith("\"" + STAINS + "\","))
                        .map(line -> line.substring(STAINS.length() + 3))
                        .toList());
    }

    private static List<String> withoutTimes(List<String> report) {
        return report.stream().map(line -> line.replaceAll(",[0-9.]+$", "")).toList();
    }
}
