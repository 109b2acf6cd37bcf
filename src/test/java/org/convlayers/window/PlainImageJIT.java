package org.convlayers.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImageJ;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.convlayers.PackagedJar;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The jar with everything inside, in the plugins folder of a plain ImageJ with real windows. */
@EnabledIfEnvironmentVariable(named = "DISPLAY", matches = ".+", disabledReason = "needs a display")
class PlainImageJIT {
    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{0} weights={1}")
    @CsvSource({
        "Convolution Layer..., sobel, 6",
        "Convolution Layer..., 1 0; 2 1, 3",
        "Depthwise Separable Convolution..., kaiming, 8",
        "Dilated Convolution..., laplacian, 9"
    })
    void whatTheDialogDidTheRecordedLineDoesAgain(String command, String weights, int channels) throws Exception {
        Path plugins = Files.createDirectory(folder.resolve("plugins"));
        Files.copy(PackagedJar.ALL.path(), plugins.resolve("ConvLayers_-all.jar"));
        String output = run(
                folder.toString(), Path.of("src/test/resources/images/ihc.png").toString(), command, weights);
        assertTrue(output.contains("END " + channels), output);
    }

    /** Runs the driver with nothing but ImageJ and the tests on its class path; preferences go to the folder. */
    private String run(String... arguments) throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classPath = location(ImageJ.class) + File.pathSeparator + location(RecorderDriver.class);
        ProcessBuilder builder = new ProcessBuilder(java, "-Duser.home=" + folder, "-cp", classPath);
        builder.command().add(RecorderDriver.class.getName());
        builder.command().addAll(List.of(arguments));
        Path log = folder.resolve("log.txt");
        Process process =
                builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        boolean ended = process.waitFor(120, TimeUnit.SECONDS);
        process.destroyForcibly().waitFor();
        String output = Files.readString(log);
        assertTrue(ended, "ImageJ hangs: " + output);
        assertEquals(0, process.exitValue(), output);
        return output;
    }

    private static String location(Class<?> type) {
        return Path.of(URI.create(
                        type.getProtectionDomain().getCodeSource().getLocation().toString()))
                .toString();
    }
}
