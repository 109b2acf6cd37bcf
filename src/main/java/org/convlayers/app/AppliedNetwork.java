package org.convlayers.app;

import org.convlayers.engine.BlockSource;

/**
 * A network and the image that it is applied to, as it takes it.
 *
 * @param filled the network with its parameters
 * @param image the image
 * @param rank the number of spatial axes
 */
public record AppliedNetwork(FilledNetwork filled, ImageSource image, int rank) {
    /** The items of the image. */
    public BlockSource blocks() {
        return image.blocks(rank);
    }
}
