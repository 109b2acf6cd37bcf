package org.convlayers.ij;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.macro.Interpreter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.convlayers.HeadlessFiji;
import org.convlayers.PublishedNets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands in macros where nobody watches: in Fiji's headless mode, and in plain ImageJ without a menu. */
final class HeadlessCommandsTest {
    private static final String RAMP = "newImage(\"ramp\", \"8-bit ramp\", 32, 24, 1);";

    @TempDir
    private Path folder;

    @Test
    void commandsRunWithoutDialogs() throws IOException, InterruptedException {
        List<String> printed = HeadlessFiji.run(
                folder,
                RAMP,
                "run(\"Convolution Layer...\");",
                "print(getTitle(), nSlices);",
                "selectImage(\"ramp\");",
                "run(\"Convolution Layer...\", \"\");",
                "print(getTitle());",
                "selectImage(\"ramp\");",
                "bank = \"gaussian(2)\"; step = 2;",
                "run(\"Convolution Layer...\", \"weights=&bank stride=&step\");",
                "print(getTitle(), getWidth(), getInfo(\"slice.label\"));",
                "selectImage(\"ramp\");",
                "run(\"Depthwise Separable Convolution...\", \"filters=3 stages=true no-bias=false\");",
                "print(getTitle(), nSlices, nImages);",
                "print(Property.get(\"convlayers.source.title\"));",
                "selectImage(\"ramp\");",
                "run(\"Dilated Convolution...\", \"weights=box rates=1,2 arrangement=series\");",
                "print(getTitle(), nSlices);",
                "run(\"Layer Summary...\", \"network=[Conv2d(1, 8, 3); ReLU()] size=12x10\");",
                "print(nResults, getResult(\"MACs\", 0), getResultString(\"Output\", 1));",
                "selectImage(\"ramp\");",
                "run(\"Effective Receptive Field...\", \"weights=box network=[Conv2d(1, 1, 3, padding=1)]\");",
                "print(nResults, d2s(getResult(\"Sigma X (pixel)\", 3), 4), Overlay.size);",
                "selectImage(\"ramp\");",
                "run(\"Convolution Arithmetic...\", \"size=3x4 kernel=2 padding=0 weights=[1 1; 1 1] no-bias\");",
                "print(getTitle(), bitDepth(), nSlices, Stack.getFrameInterval(), Property.getSliceLabel);",
                "saveAs(\"gif\", \"" + folder.resolve("arithmetic.gif") + "\");",
                "close();",
                "open(\"" + folder.resolve("arithmetic.gif") + "\");",
                "print(getTitle(), nSlices);");
        assertEquals(
                List.of(
                        "ramp-conv 2",
                        "ramp-conv-2",
                        "ramp-conv-3 16 gaussian(2) of channel 1",
                        "ramp-separable 3 6",
                        "ramp",
                        "ramp-dilated 1",
                        "3 5760 8x10x8",
                        "4 0.8165 6",
                        "arithmetic 24 6 1 y[0, 0, 0] = 16",
                        "arithmetic.gif 6"),
                printed);
    }

    /** With a network out of the jar. */
    @Test
    void networksAreShownRunAndExported() throws IOException, InterruptedException {
        Path target = folder.resolve("net");
        List<String> printed = HeadlessFiji.run(
                folder,
                "newImage(\"rgb\", \"RGB ramp\", 20, 16, 1);",
                "run(\"Run Network...\", \"network=example:2x-s\");",
                "print(getTitle(), getWidth(), getHeight());",
                "run(\"Export Network...\", \"save=" + target + "\");",
                "print(File.exists(\"" + target.resolve("model.json") + "\"));",
                "run(\"Show Kernels...\", \"montage\");",
                "print(getTitle(), Overlay.size);");
        assertEquals(List.of("rgb-2x-s 40 32", "1", "Kernels of conv2d 7"), printed);
    }

    @Test
    void publishedNetworksGiveTheResultsOfOtherPrograms() throws IOException, InterruptedException {
        HeadlessFiji.run(folder, PublishedNets.macro(folder).toArray(String[]::new));
        PublishedNets.check(folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kernal=3", "weights=missing.npz"})
    void mistakeStopsTheMacro(String options) {
        AssertionError stopped = assertThrows(
                AssertionError.class,
                () -> HeadlessFiji.run(
                        folder,
                        RAMP,
                        "print(\"begun\");",
                        "run(\"Convolution Layer...\", \"" + options + "\");",
                        "print(\"not reached\");"));
        String told = stopped.getMessage();
        assertTrue(told.contains("ended too early"), told);
        assertTrue(told.contains("begun\nConvolution Layer...: "), told);
        assertFalse(told.contains("not reached"), told);
        assertFalse(told.contains("Exception"), told);
    }

    @Test
    void callWorksWithoutAMenu() {
        String title = new Interpreter()
                .run(
                        "setBatchMode(true);" + RAMP
                                + "return call(\"org.convlayers.Macros.run\", \"Convolution Layer...\", \"weights=box\");",
                        "");
        assertEquals("ramp-conv", title);
        assertEquals(null, IJ.getInstance());
    }

    @Test
    void unknownCommandIsNamed() {
        String returned = new Interpreter()
                .run("call(\"org.convlayers.Macros.run\", \"Convolution\", \"\"); return \"not reached\";", "");
        assertEquals(null, returned);
    }
}
