package org.convlayers.ij.network;

import ij.ImagePlus;
import org.convlayers.app.StackLayout;
import org.convlayers.ij.image.ImagePlusImg;

/** What happens to the dimensions of an image, in words. */
final class Dimensions {
    private Dimensions() {}

    /** For example {@code C 3 -> 16, 512 x 512 -> 256 x 256, for each of 12 (Z, T)}. */
    static String describe(StackLayout from, StackLayout to) {
        boolean isVolume = to.rank() == 3;
        int items = isVolume ? to.frames() : to.frames() * to.slices();
        String each = items == 1 ? "" : ", for each of " + items + (isVolume ? " (T)" : " (Z, T)");
        return "C " + from.channels() + " -> " + to.channels() + ", " + size(from) + " -> " + size(to) + each;
    }

    private static String size(StackLayout layout) {
        String plane = layout.width() + " x " + layout.height();
        return layout.rank() == 3 ? plane + " x " + layout.slices() : plane;
    }

    /** A line that says what to do if the slices of a stack are really channels; empty if they cannot be. */
    static String hint(ImagePlus image, int rank) {
        int stack = Math.max(image.getNSlices(), image.getNFrames());
        if (rank == 3 || ImagePlusImg.channels(image) > 1 || stack == 1 || stack != image.getStackSize()) {
            return "";
        }
        return "Each of the " + stack
                + " slices is taken by itself. If they are channels, first use Image > Hyperstacks >"
                + " Stack to Hyperstack...\n";
    }
}
