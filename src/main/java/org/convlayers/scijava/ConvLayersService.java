package org.convlayers.scijava;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.real.FloatType;
import org.scijava.service.SciJavaService;

/** Applies layers to images from scripts. */
public interface ConvLayersService extends SciJavaService {
    /**
     * Applies a network to an image.
     *
     * <p>The dimensions are those of a hyperstack: X, Y, C (the feature maps), Z, T; trailing ones may be missing. Under a
     * 2-D network each Z and T is computed by itself, under a 3-D network Z is depth, under a 1-D network each row is
     * computed by itself.
     *
     * @param layers the network in the layer language, as PyTorch prints it: {@code "Conv2d(3, 16, 3, padding='same')"}
     * @param weights the {@code weights} text, for example {@code "kaiming"}, {@code "sobel"} or a file's path
     * @param image the image, wherever its minimum lies; not modified
     * @return the feature maps, in X, Y, C, Z, T, their minimum at the origin
     * @throws IllegalArgumentException if the layers cannot be read or do not fit the image or the weights
     * @throws java.io.UncheckedIOException if the weights' file cannot be read
     */
    <T extends RealType<T>> Img<FloatType> apply(String layers, String weights, RandomAccessibleInterval<T> image);
}
