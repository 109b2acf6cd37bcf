package org.convlayers.ij.image;

import ij.ImagePlus;
import java.util.Optional;
import org.convlayers.app.FilledNetwork;
import org.convlayers.app.InputScaling;

/**
 * The network that a result was computed with, its weights included, for as long as the result is open: its history says which
 * layers and weights they were, but does not hold the numbers.
 *
 * @param filled the network
 * @param input what was done with the values of the image before
 */
public record AppliedWeights(FilledNetwork filled, InputScaling input) {
    private static final String KEY = "convlayers.applied";

    /** Keeps it with a result. */
    public void keepWith(ImagePlus result) {
        result.setProperty(KEY, this);
    }

    /** The network that an image was computed with; empty if it is no result, or one that was opened from a file. */
    public static Optional<AppliedWeights> of(ImagePlus image) {
        return image.getProperty(KEY) instanceof AppliedWeights applied ? Optional.of(applied) : Optional.empty();
    }
}
