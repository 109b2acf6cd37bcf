/**
 * The face of the project to scripts: a SciJava service.
 *
 * <p>What lives here: {@link org.convlayers.scijava.ConvLayersService} and its implementation; the only importer of {@code
 * org.scijava}. Menu entries come from {@code plugins.config} alone, so there is no command here. Plain ImageJ never loads
 * this package.
 *
 * <pre>{@code
 * #@ ConvLayersService convlayers
 * #@ Img image
 * #@output result
 * result = convlayers.apply("Conv2d(3, 6, 3, padding='same', groups=3, bias=False)", "sobel", image)
 * }</pre>
 */
package org.convlayers.scijava;
