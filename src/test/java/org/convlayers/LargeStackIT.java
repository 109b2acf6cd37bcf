package org.convlayers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ij.ImagePlus;
import ij.plugin.FileInfoVirtualStack;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.convlayers.io.OutputFile;
import org.convlayers.io.SampleType;
import org.convlayers.io.tiff.DisplayRange;
import org.convlayers.io.tiff.TiffStackDescription;
import org.convlayers.io.tiff.TiffStackWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Images larger than memory; {@code ./mvnw verify -Plarge}, which needs 10 GB on the disk of temporary files. */
@EnabledIfSystemProperty(named = "convlayers.large", matches = "true")
class LargeStackIT {
    private static final int SIZE = 2048;
    private static final int CHANNELS = 3;
    private static final int SLICES = 128;

    @TempDir
    private Path folder;

    /** On a ramp a Gaussian changes nothing, so every pixel inside is known. */
    @Test
    void threeGigabytesGoThroughALayerInOneGigabyte() throws Exception {
        Path input = folder.resolve("ramps.tif");
        Path output = folder.resolve("smooth.tif");
        writeRamps(input);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-jar",
                        PackagedJar.ALL.path().toString(),
                        "apply",
                        "--network",
                        "Conv2d(3, 3, 3, padding='same', groups=3, bias=False)",
                        "--weights",
                        "gaussian",
                        input.toString(),
                        "-o",
                        output.toString())
                .inheritIO()
                .start();
        assertEquals(0, process.waitFor());
        ImagePlus result = FileInfoVirtualStack.openVirtual(output.toString());
        for (int plane : List.of(0, 200, CHANNELS * SLICES - 1)) {
            float[] pixels = (float[]) result.getStack().getPixels(plane + 1);
            for (int i : List.of(SIZE + 1, 700 * SIZE + 511, 1500 * SIZE + 1033)) {
                assertEquals(value(plane, i), pixels[i], 1e-2, "plane " + plane + ", pixel " + i);
            }
        }
    }

    private static float value(int plane, int index) {
        return plane * 100 + index % SIZE + index / SIZE;
    }

    private static void writeRamps(Path file) throws Exception {
        TiffStackDescription stack = TiffStackDescription.of(SIZE, SIZE, CHANNELS, SLICES, 1, SampleType.UINT16);
        float[] values = new float[SIZE * SIZE];
        try (TiffStackWriter writer = TiffStackWriter.create(OutputFile.create(file, List.of()), stack)) {
            for (int plane = 0; plane < stack.planes(); plane++) {
                for (int i = 0; i < values.length; i++) {
                    values[i] = value(plane, i);
                }
                writer.write(plane, 0, 0, SIZE, SIZE, values, 0, SIZE);
            }
            writer.finish(Collections.nCopies(CHANNELS, new DisplayRange(0, 65535)));
        }
    }
}
