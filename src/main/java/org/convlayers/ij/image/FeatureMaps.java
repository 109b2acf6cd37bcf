package org.convlayers.ij.image;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.measure.Calibration;
import ij.process.ImageProcessor;
import ij.process.LUT;
import java.awt.Color;
import java.util.List;
import org.convlayers.app.ContrastSample;
import org.convlayers.io.tiff.DisplayRange;

/** Results as hyperstacks in which every feature map can be looked at by itself. */
public final class FeatureMaps {
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
    public static ImagePlus hyperstack(
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
        if (stack.getSize() == 1) {
            image.setProp("Slice_Label", labels.get(0)); // where ImageJ looks if there is but one plane
        }
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

    /** The range to show a plane with. */
    public static DisplayRange contrast(ImageProcessor plane) {
        ContrastSample sample = new ContrastSample(plane.getWidth(), plane.getHeight());
        for (long i = 0; i < plane.getPixelCount(); i += sample.step()) {
            sample.put((int) i, plane.getf((int) i));
        }
        return sample.range();
    }
}
