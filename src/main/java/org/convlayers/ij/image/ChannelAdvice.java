package org.convlayers.ij.image;

import ij.ImagePlus;

/** What to do with an image that has not as many channels as a network needs. */
final class ChannelAdvice {
    private static final int RGB_CHANNELS = 3;

    private ChannelAdvice() {}

    /** A sentence about the menu. */
    static String of(ImagePlus image, int needed) {
        boolean areSlices = image.getNSlices() == needed || image.getNFrames() == needed;
        if (ImagePlusImg.channels(image) == 1 && needed > 1 && areSlices) {
            return "if its " + needed
                    + " slices are the channels, use Image > Hyperstacks > Stack to Hyperstack... first";
        }
        if (ImagePlusImg.channels(image) == 1 && needed == RGB_CHANNELS) {
            return "Image > Type > RGB Color makes three equal channels of it";
        }
        if (needed == 1 && image.getNChannels() == 1) {
            return "Image > Type > 8-bit makes it gray, Image > Color > Split Channels takes it apart";
        }
        if (ImagePlusImg.channels(image) > needed) {
            return "Image > Duplicate... takes some of its channels";
        }
        return "Image > Color > Merge Channels... joins images to channels";
    }
}
