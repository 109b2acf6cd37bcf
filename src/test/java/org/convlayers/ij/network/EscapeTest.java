package org.convlayers.ij.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.VirtualStack;
import ij.WindowManager;
import ij.macro.Interpreter;
import ij.process.ByteProcessor;
import ij.process.ImageProcessor;
import java.awt.event.KeyEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.convlayers.engine.memory.Monitor;
import org.convlayers.ij.BatchMode;
import org.convlayers.ij.RandomImage;
import org.convlayers.ij.image.Histories;
import org.convlayers.ij.image.ImageWeights;
import org.convlayers.ij.image.OpenImages;
import org.convlayers.ij.image.ProgressMonitor;
import org.convlayers.ij.option.Command;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Whoever presses Esc is left with what was there before; results that are too large for memory are whole all the same. */
@ExtendWith(BatchMode.class)
final class EscapeTest {
    private static final int PLANES = 20;

    @TempDir
    private Path folder;

    /** Somebody presses Esc when the tenth plane is read. */
    private static final class Interrupted extends VirtualStack {
        @Override
        public ImageProcessor getProcessor(int n) {
            if (n == PLANES / 2) {
                IJ.setKeyDown(KeyEvent.VK_ESCAPE);
            }
            return new ByteProcessor(8, 8);
        }

        @Override
        public int getSize() {
            return PLANES;
        }

        @Override
        public int getWidth() {
            return 8;
        }

        @Override
        public int getHeight() {
            return 8;
        }

        @Override
        public int getBitDepth() {
            return 8;
        }
    }

    @AfterEach
    void forgetTheKey() {
        IJ.setKeyUp(KeyEvent.VK_ESCAPE);
        IJ.resetEscape();
    }

    private static void runAndPressEscape(Command command, String options) {
        ImagePlus image = new ImagePlus("source", new Interrupted());
        WindowManager.setTempCurrentImage(image);
        List<ImagePlus> before = OpenImages.all();
        assertThrows(
                CancellationException.class,
                () -> command.execute(command.schema().parse(options)));
        assertFalse(image.isLocked());
        assertEquals(before, OpenImages.all());
    }

    @Test
    void nothingIsShown() {
        runAndPressEscape(new ConvolutionLayer(), "");
    }

    @Test
    void noStageIsShown() {
        runAndPressEscape(new DepthwiseSeparableConvolution(), "stages");
    }

    @Test
    void noFileIsLeft() throws IOException {
        runAndPressEscape(new ConvolutionLayer(), "save=[" + folder.resolve("result.tif") + "]");
        assertEquals(List.of(), files());
    }

    @Test
    void fileOfBeforeStaysAsItWas() throws IOException {
        Path file = Files.writeString(folder.resolve("result.tif"), "before");
        runAndPressEscape(new ConvolutionLayer(), "save=[" + file + "]");
        assertEquals(List.of(file), files());
        assertEquals("before", Files.readString(file));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    @Test
    void escapeOfBeforeIsForgotten() throws IOException {
        IJ.setKeyDown(KeyEvent.VK_ESCAPE);
        ConvolutionLayer command = new ConvolutionLayer();
        WindowManager.setTempCurrentImage(RandomImage.of("8", 1, 1, 1));
        assertEquals("random 8-conv", command.execute(command.schema().defaults()));
    }

    /** Reading weights may take long, too. */
    @Test
    void escapeWhileWeightsAreReadIsHeard() {
        ImagePlus kernels = new ImagePlus("kernels", new Interrupted());
        kernels.show();
        ConvolutionLayer command = new ConvolutionLayer();
        WindowManager.setTempCurrentImage(RandomImage.of("8", 1, 1, 1));
        assertThrows(
                CancellationException.class,
                () -> command.execute(command.schema().parse("weights=image:kernels")));
        assertEquals(List.of(kernels), OpenImages.all());
    }

    private static NetworkApplication withoutMemory(ImagePlus image) throws IOException {
        ConvolutionLayer command = new ConvolutionLayer();
        NetworkJob job = command.job(command.schema().parse("weights=sobel stride=2"), image, new ImageWeights());
        return new NetworkApplication(image, job, bytes -> false);
    }

    private static List<Path> temporaryFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().contains("convlayers-"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void whatDoesNotFitInMemoryGoesToATemporaryFile() throws IOException {
        ImagePlus image = RandomImage.of("16", 2, 3, 2);
        ConvolutionLayer command = new ConvolutionLayer();
        WindowManager.setTempCurrentImage(image);
        ImagePlus memory = OpenImages.titled(command.execute(command.schema().parse("weights=sobel stride=2")));
        Interpreter.removeBatchModeImage(memory);
        ImagePlus spilled = withoutMemory(image).run(Monitor.NONE).get(0);
        assertTrue(spilled.getStack().isVirtual());
        assertEquals(memory.getTitle(), spilled.getTitle());
        assertArrayEquals(memory.getDimensions(), spilled.getDimensions());
        assertEquals(Histories.of(memory), Histories.of(spilled));
        for (int n = 1; n <= memory.getStackSize(); n++) {
            assertArrayEquals((float[]) memory.getStack().getPixels(n), (float[])
                    spilled.getStack().getProcessor(n).getPixels());
            assertEquals(memory.getStack().getSliceLabel(n), spilled.getStack().getSliceLabel(n));
        }
    }

    @Test
    void cancelledTemporaryFileIsRemoved() throws IOException {
        List<Path> before = temporaryFiles();
        NetworkApplication application = withoutMemory(new ImagePlus("source", new Interrupted()));
        assertThrows(CancellationException.class, () -> application.run(new ProgressMonitor()));
        assertEquals(before, temporaryFiles());
    }
}
