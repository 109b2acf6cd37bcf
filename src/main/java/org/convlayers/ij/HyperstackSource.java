package org.convlayers.ij;

import ij.ImagePlus;
import org.convlayers.app.StackLayout;
import org.convlayers.img.ImgAxes;
import org.convlayers.img.ImgSource;

/** An image of ImageJ as a batch of feature maps. */
final class HyperstackSource {
    private static final int DIMENSIONS = 5;

    private HyperstackSource() {}

    /** The layout of an image for a network of so many spatial axes. */
    static StackLayout layout(ImagePlus image, int rank) {
        return new StackLayout(
                rank,
                image.getWidth(),
                image.getHeight(),
                ImagePlusImg.channels(image),
                image.getNSlices(),
                image.getNFrames());
    }

    /** The items of an image for a network of so many spatial axes. */
    static ImgSource of(ImagePlus image, int rank) {
        return ImgSource.of(ImagePlusImg.wrap(image), ImgAxes.ofHyperstack(rank, DIMENSIONS));
    }
}
