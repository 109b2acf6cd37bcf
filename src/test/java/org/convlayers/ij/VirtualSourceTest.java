package org.convlayers.ij;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.ImageStack;
import ij.VirtualStack;
import ij.WindowManager;
import ij.process.Blitter;
import ij.process.ImageProcessor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.convlayers.ij.image.OpenImages;
import org.convlayers.ij.network.ConvolutionLayer;
import org.convlayers.ij.network.DepthwiseSeparableConvolution;
import org.convlayers.ij.network.DilatedConvolution;
import org.convlayers.ij.network.PoolingLayer;
import org.convlayers.ij.network.TransposedConvolutionLayer;
import org.convlayers.ij.network.UpsamplingLayer;
import org.convlayers.ij.option.Command;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A stack whose planes come from somewhere else is read plane by plane and left as it is. */
@ExtendWith(BatchMode.class)
final class VirtualSourceTest {
    private static final int PLANES = 12;

    /**
     * Hands out its planes in one buffer, as some readers of files do, so that a plane is lost when the next one is read;
     * writing to it, and taking all planes at once, is forbidden.
     */
    private static final class ReadOnly extends VirtualStack {
        private final ImageStack planes;
        private final List<Integer> damaged;
        private final ImageProcessor buffer;

        ReadOnly(ImageStack planes, List<Integer> damaged) {
            this.planes = planes;
            this.damaged = damaged;
            buffer = planes.getProcessor(1).duplicate();
        }

        @Override
        public ImageProcessor getProcessor(int n) {
            if (damaged.contains(n)) {
                return null;
            }
            buffer.copyBits(planes.getProcessor(n), 0, 0, Blitter.COPY);
            return buffer;
        }

        @Override
        public int getSize() {
            return planes.getSize();
        }

        @Override
        public int getWidth() {
            return planes.getWidth();
        }

        @Override
        public int getHeight() {
            return planes.getHeight();
        }

        @Override
        public int getBitDepth() {
            return planes.getBitDepth();
        }

        @Override
        public Object[] getImageArray() {
            throw new AssertionError("all planes are loaded at once");
        }

        @Override
        public void setProcessor(ImageProcessor plane, int n) {
            throw new AssertionError("plane " + n + " is written");
        }

        @Override
        public void setSliceLabel(String label, int n) {
            throw new AssertionError("plane " + n + " is renamed");
        }

        @Override
        public void deleteSlice(int n) {
            throw new AssertionError("plane " + n + " is deleted");
        }
    }

    private static ImagePlus virtual(ImagePlus image, List<Integer> damaged) {
        ImagePlus virtual = new ImagePlus("virtual", new ReadOnly(image.getStack(), damaged));
        virtual.setDimensions(image.getNChannels(), image.getNSlices(), image.getNFrames());
        return virtual;
    }

    private static ImagePlus run(Command command, ImagePlus image) throws IOException {
        return run(command, image, "");
    }

    private static ImagePlus run(Command command, ImagePlus image, String options) throws IOException {
        WindowManager.setTempCurrentImage(image);
        return OpenImages.titled(command.execute(command.schema().parse(options)));
    }

    static Stream<Command> commands() {
        return Stream.of(
                new ConvolutionLayer(),
                new DepthwiseSeparableConvolution(),
                new DilatedConvolution(),
                new PoolingLayer(),
                new TransposedConvolutionLayer(),
                new UpsamplingLayer());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void planesAreReadOneByOne(Command command) throws IOException {
        ImagePlus image = RandomImage.of("16", 2, 3, 2);
        ImagePlus expected = run(command, image);
        assertSamePlanes(expected, run(command, virtual(image, List.of())));
    }

    /** The second tile of a plane comes when the buffer holds another plane. */
    @Test
    void planesOutliveTheirBuffer() throws IOException {
        ImagePlus image = RandomImage.of("16", 2, 3, 2);
        ImagePlus expected = run(new ConvolutionLayer(), image);
        assertSamePlanes(expected, run(new ConvolutionLayer(), virtual(image, List.of()), "tile=3"));
    }

    private static void assertSamePlanes(ImagePlus expected, ImagePlus result) {
        for (int n = 1; n <= expected.getStackSize(); n++) {
            assertArrayEquals((float[]) expected.getStack().getPixels(n), (float[])
                    result.getStack().getPixels(n));
        }
    }

    @Test
    void planeThatCannotBeReadIsNamedAndLeavesNothing() {
        ImagePlus image = virtual(RandomImage.of("8", 1, PLANES, 1), List.of(PLANES));
        List<ImagePlus> before = new ArrayList<>(OpenImages.all());
        Exception error = assertThrows(Exception.class, () -> run(new ConvolutionLayer(), image));
        assertTrue(error.getMessage().contains("plane 12 of 12 of 'virtual'"), error.getMessage());
        assertEquals(before, OpenImages.all());
        assertTrue(image.lockSilently());
    }
}
