package org.convlayers.ij;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.measure.Calibration;
import ij.process.ImageProcessor;
import ij.process.LUT;
import java.awt.Color;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.convlayers.io.tiff.DisplayRange;

/** Results as hyperstacks in which every feature map can be looked at by itself. */
final class FeatureMaps {
    /** The share of pixels shown as pure black or white: half of what ImageJ's own button takes, at each end. */
    private static final double SATURATED = 0.0035 / 2;

    /** So many pixels of a plane tell its contrast. */
    private static final int SAMPLES = 1 << 14;

    private FeatureMaps() {}

    /**
     * Makes a hyperstack in grayscale mode, each channel labelled and with a contrast of its own.
     *
     * @param title its title
     * @param stack planes in memory in ImageJ's order, channels running fastest; labelled here
     * @param labels one for each channel
     * @param slices Z
     * @param frames T
     * @param calibration the physical places of its pixels
     */
    static ImagePlus hyperstack(
            String title, ImageStack stack, List<String> labels, int slices, int frames, Calibration calibration) {
        int channels = labels.size();
        if (stack.getSize() != channels * slices * frames) {
            throw new IllegalArgumentException(
                    "C " + channels + " x Z " + slices + " x T " + frames + " are not " + stack.getSize() + " planes");
        }
        for (int i = 0; i < stack.getSize(); i++) {
            stack.setSliceLabel(labels.get(i % channels), i + 1);
        }
        ImagePlus image = new ImagePlus(title, stack);
        image.setDimensions(channels, slices, frames);
        image.setCalibration(calibration);
        image.setOpenAsHyperStack(true);
        if (channels > 1) {
            return inGrayscale(image);
        }
        DisplayRange range = contrast(image.getProcessor());
        image.setDisplayRange(range.min(), range.max());
        return image;
    }

    private static ImagePlus inGrayscale(ImagePlus image) {
        CompositeImage composite = new CompositeImage(image, IJ.GRAYSCALE);
        composite.setOpenAsHyperStack(true);
        for (int c = 1; c <= image.getNChannels(); c++) {
            DisplayRange range = contrast(image.getStack().getProcessor(c));
            LUT gray = LUT.createLutFromColor(Color.WHITE);
            gray.min = range.min();
            gray.max = range.max();
            composite.setChannelLut(gray, c);
        }
        composite.setPosition(1, 1, 1);
        return composite;
    }

    /**
     * The range to show a plane with: all its values but for the few extreme ones that borders give. Taken from a sample of
     * its pixels, since looking at every pixel may take longer than computing it.
     */
    static DisplayRange contrast(ImageProcessor plane) {
        float[] sample = sample(plane);
        if (sample.length == 0) {
            return new DisplayRange(0, 1);
        }
        int cut = (int) (sample.length * SATURATED);
        return new DisplayRange(sample[cut], sample[sample.length - 1 - cut]);
    }

    /** Finite values of the plane in ascending order. */
    private static float[] sample(ImageProcessor plane) {
        int pixels = plane.getPixelCount();
        int step = Math.max(1, pixels / SAMPLES);
        while (step > 1
                && !BigInteger.valueOf(step)
                        .gcd(BigInteger.valueOf(plane.getWidth()))
                        .equals(BigInteger.ONE)) {
            step++; // or the sample would come from a few columns only
        }
        float[] sample = new float[(pixels - 1) / step + 1];
        int count = 0;
        for (int i = 0; i < pixels; i += step) {
            float value = plane.getf(i);
            if (Float.isFinite(value)) {
                sample[count++] = value;
            }
        }
        float[] finite = Arrays.copyOf(sample, count);
        Arrays.sort(finite);
        return finite;
    }
}
