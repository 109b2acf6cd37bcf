package org.convlayers.weights;

import java.io.IOException;
import java.util.Map;

/** How weights reach files and images: given by the caller, as this package knows neither. */
@FunctionalInterface
public interface WeightFiles {
    /**
     * All tensors of a file, under their names in it; a file of one unnamed tensor gives it any name.
     *
     * @param path the file as the user named it
     * @throws IOException if it cannot be read; the message names the file and the fault
     */
    Map<String, Tensor> tensors(String path) throws IOException;

    /**
     * An open image as a kernel [H, W], or, if it has several planes, as [planes, H, W].
     *
     * @param title the image's title
     * @throws IllegalArgumentException if there is no such image
     */
    default Tensor image(String title) {
        throw new IllegalArgumentException(
                "weights=image:" + title + " needs an image that is open in ImageJ; without ImageJ give a file");
    }
}
