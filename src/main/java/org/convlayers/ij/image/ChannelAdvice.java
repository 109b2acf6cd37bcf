package org.convlayers.ij.image;

import ij.ImagePlus;
import java.util.List;

/** What to do with an image that has not as many channels as a network needs. */
enum ChannelAdvice {
    /** For an open image: the menus that change it. */
    MENUS {
        @Override
        String of(ImagePlus image, int rank, int needed) {
            if (areChannelsSlices(image, needed)) {
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
    },
    /** For a file: those that have the channels. */
    FILES {
        @Override
        String of(ImagePlus image, int rank, int needed) {
            String slices = areChannelsSlices(image, needed) ? "if its " + needed + " slices are the channels, " : "";
            String array = "an array (" + needed + AXES.get(rank) + ") as .npy";
            if (needed == 1) {
                return "give a gray image, or " + array;
            }
            String color = needed == RGB_CHANNELS && slices.isEmpty() ? "an RGB image, " : "";
            return slices + "give " + color + "a hyperstack of " + needed + " channels as .tif, or " + array;
        }
    };

    private static final int RGB_CHANNELS = 3;

    /** Behind the channels, by the number of spatial axes. */
    private static final List<String> AXES = List.of("", ", W", ", H, W", ", D, H, W");

    /** A sentence of a message about an image that networks of some rank look at. */
    abstract String of(ImagePlus image, int rank, int needed);

    private static boolean areChannelsSlices(ImagePlus image, int needed) {
        boolean areSlices = image.getNSlices() == needed || image.getNFrames() == needed;
        return ImagePlusImg.channels(image) == 1 && needed > 1 && areSlices;
    }
}
