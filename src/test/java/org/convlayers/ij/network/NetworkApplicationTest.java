package org.convlayers.ij.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.WindowManager;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.convlayers.ij.BatchMode;
import org.convlayers.ij.RandomImage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Without a display ImageJ's log is the standard output. */
@ExtendWith(BatchMode.class)
final class NetworkApplicationTest {
    private final PrintStream standardOutput = System.out;
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();

    @AfterEach
    void logAsBefore() {
        System.setOut(standardOutput);
        IJ.debugMode = false;
    }

    private String run() throws IOException {
        ConvolutionLayer command = new ConvolutionLayer();
        WindowManager.setTempCurrentImage(RandomImage.of("8", 1, 1, 1));
        System.setOut(new PrintStream(log, true, StandardCharsets.UTF_8));
        command.execute(command.schema().parse("weights=box kernel=5"));
        return log.toString(StandardCharsets.UTF_8);
    }

    @Test
    void debugModeLogsHowEachLayerIsComputed() throws IOException {
        IJ.debugMode = true;
        String logged = run();
        assertTrue(logged.contains("Convolution Layer... C 1 -> 1, "), logged);
        assertTrue(logged.contains("computed whole, "), logged);
        assertTrue(logged.contains("0: Conv2d(1, 1, kernel_size=5, padding='same', bias=False): direct: "), logged);
    }

    @Test
    void otherwiseTheLogStaysEmpty() throws IOException {
        assertEquals("", run());
    }
}
