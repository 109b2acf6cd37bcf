package org.convlayers.ij.network;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Overlay;
import ij.gui.TextRoi;
import ij.process.FloatProcessor;
import ij.process.LUT;
import java.awt.Color;
import java.awt.Font;
import java.util.Arrays;
import org.convlayers.app.LayerKernelWeights;
import org.convlayers.shape.Extent;

/**
 * Kernels as images of their weights. All have one contrast, in which 0 is the middle gray, so that they can be compared.
 */
final class KernelImages {
    private static final int CELL_PIXELS = 30;
    private static final int GAP = 2;
    private static final int LEFT = 46;
    private static final int TOP = 18;
    private static final int FONT_SIZE = 11;
    private static final long MOST_PIXELS = 1L << 26;

    private final LayerKernelWeights kernels;
    private final int depth;
    private final int height;
    private final int width;

    KernelImages(LayerKernelWeights kernels) {
        this.kernels = kernels;
        Extent size = kernels.size();
        depth = size.get(0);
        height = size.get(1);
        width = size.get(2);
    }

    /** A hyperstack: the channels are the input channels, Z is the depth of a kernel, the frames are the output channels. */
    ImagePlus stack(String title) {
        ImageStack stack = new ImageStack(width, height);
        for (int out = 0; out < kernels.outChannels(); out++) {
            for (int z = 0; z < depth; z++) {
                for (int in = 0; in < kernels.inputs(); in++) {
                    String label = "out " + out + ", in " + kernels.channel(out, in);
                    stack.addSlice(label, new FloatProcessor(width, height, plane(out, in, z)));
                }
            }
        }
        ImagePlus image = new ImagePlus(title, stack);
        image.setDimensions(kernels.inputs(), depth, kernels.outChannels());
        image.setOpenAsHyperStack(true);
        if (stack.getSize() == 1) {
            image.setProp("Slice_Label", stack.getSliceLabel(1)); // where ImageJ looks if there is but one plane
        }
        return withContrast(image);
    }

    private float[] plane(int out, int in, int z) {
        int pixels = height * width;
        return Arrays.copyOfRange(kernels.kernel(out, in), z * pixels, (z + 1) * pixels);
    }

    private ImagePlus withContrast(ImagePlus image) {
        double largest = kernels.largest();
        if (image.getNChannels() == 1) {
            image.setDisplayRange(-largest, largest);
            return image;
        }
        CompositeImage composite = new CompositeImage(image, IJ.GRAYSCALE);
        composite.setOpenAsHyperStack(true);
        for (int c = 1; c <= image.getNChannels(); c++) {
            LUT gray = LUT.createLutFromColor(Color.WHITE);
            gray.min = -largest;
            gray.max = largest;
            composite.setChannelLut(gray, c);
        }
        composite.setPosition(1, 1, 1);
        return composite;
    }

    /**
     * One picture: a row for each output channel, a column for each input channel of its group, with their numbers as an
     * overlay; of kernels that are deep, a slice for each depth. Weights are enlarged; between them is NaN.
     *
     * @throws IllegalArgumentException if it would be too large
     */
    ImagePlus montage(String title) {
        int scale = Math.max(1, CELL_PIXELS / Math.max(height, width));
        int cellWidth = Math.max(scale * width, CELL_PIXELS) + GAP;
        int cellHeight = Math.max(scale * height, FONT_SIZE) + GAP;
        long columns = LEFT + (long) kernels.inputs() * cellWidth + GAP;
        long rows = TOP + (long) kernels.outChannels() * cellHeight + GAP;
        if (columns * rows * depth > MOST_PIXELS) {
            throw new IllegalArgumentException(kernels.outChannels() + " x " + kernels.inputs()
                    + " kernels are too many for a montage; leave out 'montage' to have a stack");
        }
        ImageStack stack = new ImageStack((int) columns, (int) rows);
        for (int z = 0; z < depth; z++) {
            float[] pixels = new float[(int) (columns * rows)];
            Arrays.fill(pixels, Float.NaN);
            for (int out = 0; out < kernels.outChannels(); out++) {
                for (int in = 0; in < kernels.inputs(); in++) {
                    int at = (TOP + GAP + out * cellHeight) * (int) columns + LEFT + GAP + in * cellWidth;
                    enlarge(plane(out, in, z), scale, pixels, at, (int) columns);
                }
            }
            stack.addSlice(depth == 1 ? "" : "depth " + z, new FloatProcessor((int) columns, (int) rows, pixels));
        }
        ImagePlus image = new ImagePlus(title, stack);
        image.setDimensions(1, depth, 1);
        image.setDisplayRange(-kernels.largest(), kernels.largest());
        image.setOverlay(labels(cellWidth, cellHeight));
        return image;
    }

    private void enlarge(float[] plane, int scale, float[] pixels, int at, int columns) {
        for (int y = 0; y < height * scale; y++) {
            for (int x = 0; x < width * scale; x++) {
                pixels[at + y * columns + x] = plane[y / scale * width + x / scale];
            }
        }
    }

    private Overlay labels(int cellWidth, int cellHeight) {
        Overlay overlay = new Overlay();
        for (int out = 0; out < kernels.outChannels(); out++) {
            add("out " + out, GAP, TOP + GAP + out * cellHeight + (cellHeight - GAP - FONT_SIZE) / 2.0, overlay);
        }
        for (int in = 0; in < kernels.inputs(); in++) {
            String name = kernels.groups() == 1 ? "in " + in : "+" + in;
            add(name, LEFT + GAP + in * cellWidth, GAP, overlay);
        }
        return overlay;
    }

    private static void add(String text, double x, double y, Overlay overlay) {
        TextRoi label = new TextRoi(x, y, text, new Font(Font.SANS_SERIF, Font.PLAIN, FONT_SIZE));
        label.setStrokeColor(Color.WHITE);
        overlay.add(label);
    }
}
