/**
 * The animation of convolution arithmetic, drawn.
 *
 * <p>What lives here: {@link org.convlayers.ij.arithmetic.ConvolutionArithmetic}, the command; {@link
 * org.convlayers.ij.arithmetic.ArithmeticPicture}, which draws the frames that {@code org.convlayers.arithmetic} describes;
 * and the files they are saved to, an animated GIF among them.
 *
 * <pre>{@code
 * ArithmeticFile.of(path).write(…); // .gif, .png or .tif
 * }</pre>
 */
package org.convlayers.ij.arithmetic;
