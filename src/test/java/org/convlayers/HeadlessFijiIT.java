package org.convlayers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The thin jar in the headless ImageJ of Fiji. */
class HeadlessFijiIT {
    @TempDir
    private Path folder;

    @Test
    void everyCommandRunsFromAMacro() throws Exception {
        assertTrue(
                System.getProperty("java.class.path")
                        .contains(PackagedJar.THIN.path().getFileName().toString()),
                "the thin jar is not on the class path");
        String image =
                Path.of("src/test/resources/images/ihc.png").toAbsolutePath().toString();
        List<String> output = HeadlessFiji.run(
                folder,
                "open(\"" + image + "\");",
                "run(\"Convolution Layer...\", \"weights=sobel stride=2\");",
                "getDimensions(width, height, channels, slices, frames);",
                "print(width, height, channels);",
                "run(\"Depthwise Separable Convolution...\", \"filters=4\");",
                "run(\"Dilated Convolution...\", \"weights=laplacian rates=1,2\");",
                "getDimensions(width, height, channels, slices, frames);",
                "print(width, height, channels);",
                "run(\"Receptive Field...\", \"x=20 y=30\");",
                "print(nResults);",
                "run(\"Convolution Arithmetic...\", \"size=1x5x5 stride=2 padding=1\");",
                "print(getTitle(), nSlices);",
                "saveAs(\"gif\", \"" + folder.resolve("arithmetic.gif") + "\");",
                "open(\"" + folder.resolve("arithmetic.gif") + "\");",
                "print(getTitle(), nSlices);");
        assertEquals(List.of("256 256 6", "256 256 8", "1", "arithmetic 9", "arithmetic.gif 9"), output);
    }

    @Test
    void theJarForPlainImageJSaysOnceThatItDoesNotBelongThere() throws Exception {
        Path jar = PackagedJar.ALL.path();
        String name = jar.getFileName().toString();
        List<String> output = HeadlessFiji.runWith(
                jar,
                folder,
                "newImage(\"ramp\", \"8-bit ramp\", 32, 24, 1);",
                "run(\"Convolution Layer...\", \"weights=sobel\");",
                "run(\"Convolution Layer...\", \"weights=laplacian\");",
                "print(nImages);");
        assertEquals(
                List.of(
                        "ConvLayers: this is the jar for plain ImageJ; Fiji has its libraries already: replace " + name
                                + " by " + name.replace("-all", ""),
                        "3"),
                output);
    }
}
