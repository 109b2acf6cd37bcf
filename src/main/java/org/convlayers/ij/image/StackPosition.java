package org.convlayers.ij.image;

import ij.ImagePlus;

/**
 * The plane of an image that is shown, in ImageJ's counting from 1.
 *
 * @param channel C
 * @param slice Z
 * @param frame T
 */
public record StackPosition(int channel, int slice, int frame) {
    /** Where an image stands; {@link ImagePlus#getSlice()} and its like are right for hyperstacks only. */
    public static StackPosition of(ImagePlus image) {
        int[] position = image.convertIndexToPosition(Math.max(1, image.getCurrentSlice()));
        return new StackPosition(position[0], position[1], position[2]);
    }
}
