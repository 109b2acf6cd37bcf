package org.convlayers.ij;

import ij.IJ;
import ij.ImagePlus;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import java.util.Random;

/** Images of noise, the same each time. */
public final class RandomImage {
    private static final int WIDTH = 11;
    private static final int HEIGHT = 9;
    private static final int RGB_BITS = 24;

    private RandomImage() {}

    /**
     * A hyperstack of 11 x 9 pixels.
     *
     * @param type 8, 16, 32 or RGB
     */
    public static ImagePlus of(String type, int channels, int slices, int frames) {
        int bits = type.equals("RGB") ? RGB_BITS : Integer.parseInt(type);
        ImagePlus image = IJ.createHyperStack("random " + type, WIDTH, HEIGHT, channels, slices, frames, bits);
        Random random = new Random(channels * 100L + slices * 10L + frames);
        for (int n = 1; n <= image.getStackSize(); n++) {
            ImageProcessor plane = image.getStack().getProcessor(n);
            for (int i = 0; i < plane.getPixelCount(); i++) {
                plane.set(
                        i,
                        plane instanceof FloatProcessor
                                ? Float.floatToIntBits(random.nextFloat())
                                : random.nextInt(1 << Math.min(bits, RGB_BITS)));
            }
        }
        return image;
    }
}
