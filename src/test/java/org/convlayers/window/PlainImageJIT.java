package org.convlayers.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImageJ;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.convlayers.PackagedJar;
import org.convlayers.PublishedNets;
import org.convlayers.io.OutputFile;
import org.convlayers.io.SampleType;
import org.convlayers.io.npy.NpyWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The jar with everything inside, in the plugins folder of a plain ImageJ with real windows. */
@EnabledIfEnvironmentVariable(named = "DISPLAY", matches = ".+", disabledReason = "needs a display")
class PlainImageJIT {
    /** Many times what the longest session takes on a quiet machine. */
    private static final int LIMIT_S = 600;

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{0} {1}={2}")
    @CsvSource(delimiter = '|', textBlock = """
            Convolution Layer...                | weights | sobel     | Conv2d(                                     | 6
            Convolution Layer...                | weights | 1 0; 2 1  | Conv2d(                                     | 3
            Depthwise Separable Convolution...  | weights | kaiming   | Conv2d(                                     | 8
            Dilated Convolution...              | weights | laplacian | Conv2d(                                     | 9
            Pooling...                          | kernel  | 3x2       | MaxPool2d(kernel_size=(3, 2)                | 3
            Transposed Convolution...           | filters | 5         | ConvTranspose2d(3, 5                        | 5
            Upsampling...                       | factor  | 1.5       | Upsample(scale_factor=(1.5, 1.5)            | 3
            Convolution Arithmetic...           | weights | kaiming   | Conv2d(                                     | 25
            """)
    void whatTheDialogDidTheRecordedLineDoesAgain(
            String command, String key, String value, String explained, int channels) throws Exception {
        String output = run(
                RecorderDriver.class.getName(),
                Path.of("src/test/resources/images/ihc.png").toString(),
                command,
                key,
                value,
                explained);
        assertTrue(output.contains("END " + channels), output);
    }

    @Test
    void dialogExplainsPreviewsRemembersAndCancels() throws Exception {
        String output = run(DialogDriver.class.getName(), weights().toString());
        assertTrue(output.contains(DialogDriver.PASSED), output);
    }

    @Test
    void liveFieldFollowsTheMouseAndLeavesNothing() throws Exception {
        Path pictures = Files.createDirectories(PackagedJar.ALL.path().resolveSibling("windows"));
        String output = run(LiveFieldDriver.class.getName(), pictures.toString());
        assertTrue(output.contains(LiveFieldDriver.PASSED), output);
    }

    @Test
    void liveFieldFollowsPlanesLayersVolumesAndRows() throws Exception {
        String output = run(LiveStackDriver.class.getName());
        assertTrue(output.contains(LiveStackDriver.PASSED), output);
    }

    @Test
    void opacityOfAHeatMapIsAdjusted() throws Exception {
        String output = run(HeatPanelDriver.class.getName());
        assertTrue(output.contains(HeatPanelDriver.PASSED), output);
    }

    /** The picture of the guide. */
    @Test
    void liveFieldIsPictured() throws Exception {
        Path pictures = Files.createDirectories(PackagedJar.ALL.path().resolveSibling("dialogs"));
        String output = run(
                LivePicture.class.getName(),
                Path.of("src/test/resources/images/ihc.png").toString(),
                pictures.toString());
        assertTrue(output.contains(LivePicture.PASSED), output);
    }

    /** The pictures of the guide come from here; see docs/README.md. */
    @Test
    void everyDialogShowsAllItsWords() throws Exception {
        Path pictures = Files.createDirectories(PackagedJar.ALL.path().resolveSibling("dialogs"));
        String output = run(
                DialogPictures.class.getName(),
                Path.of("src/test/resources/images/ihc.png").toString(),
                pictures.toString());
        assertTrue(output.contains(DialogPictures.PASSED), output);
    }

    private Path weights() throws IOException {
        Path file = folder.resolve("weights.npy");
        List<Integer> shape = List.of(4, 3, 3, 3);
        try (NpyWriter writer = NpyWriter.create(OutputFile.create(file, List.of()), SampleType.FLOAT32, shape)) {
            float[] values = new float[4 * 3 * 3 * 3];
            writer.write(0, values, 0, values.length);
            writer.finish();
        }
        return file;
    }

    @Test
    void publishedNetworksGiveTheResultsOfOtherPrograms() throws Exception {
        List<String> lines = new ArrayList<>(PublishedNets.macro(folder));
        lines.add("print(\"the macro came to its end\");");
        Path macro = Files.write(folder.resolve("nets.ijm"), lines);
        String output = run("ij.ImageJ", "-batch", macro.toString());
        assertTrue(output.contains("the macro came to its end"), output);
        PublishedNets.check(folder);
    }

    /** A window that nobody closes would hang a batch for ever. */
    @Test
    void mistakeStopsABatchMacroWithoutAWindow() throws Exception {
        Path macro = Files.writeString(folder.resolve("mistake.ijm"), """
                newImage("ramp", "8-bit ramp", 32, 32, 1);
                run("Convolution Layer...");
                print("default gives " + getTitle());
                run("Convolution Layer...", "kernal=3");
                print("not reached");
                """);
        String output = run("ij.ImageJ", "-batch", macro.toString());
        assertTrue(output.contains("default gives ramp-conv"), output);
        assertTrue(output.contains("unknown key 'kernal'; the nearest is 'kernel'"), output);
        assertFalse(output.contains("not reached"), output);
    }

    /**
     * Runs a class with nothing but ImageJ and the tests on its class path; the plugin is found where ImageJ finds plugins, and
     * preferences go to the folder.
     */
    private String run(String... program) throws IOException, InterruptedException {
        Path plugins = Files.createDirectory(folder.resolve("plugins"));
        Files.copy(PackagedJar.ALL.path(), plugins.resolve("ConvLayers_-all.jar"));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classPath = location(ImageJ.class) + File.pathSeparator + location(RecorderDriver.class);
        ProcessBuilder builder = new ProcessBuilder(
                java, "-Duser.home=" + folder, "-Dplugins.dir=" + folder, "-Xmx512m", "-cp", classPath);
        builder.command().addAll(List.of(program));
        Path log = folder.resolve("log.txt");
        Process process =
                builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        boolean ended = process.waitFor(LIMIT_S, TimeUnit.SECONDS);
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
