/**
 * From an ImagePlus to feature maps and back.
 *
 * <p>What lives here: {@link org.convlayers.ij.image.ImagePlusImg}, the values of any stack, virtual ones too, and {@link
 * org.convlayers.ij.image.SourceImage}, an image that networks are applied to; {@link
 * org.convlayers.ij.image.HyperstackSink}, the result; calibrations, the history that is stored with a result, files, the
 * images that are open, and the colours that everything of ours is drawn in ({@code OkabeIto}).
 *
 * <pre>{@code
 * RandomAccessibleInterval<? extends RealType<?>> values = ImagePlusImg.wrap(IJ.getImage()); // X, Y, C, Z, T
 * }</pre>
 */
package org.convlayers.ij.image;
