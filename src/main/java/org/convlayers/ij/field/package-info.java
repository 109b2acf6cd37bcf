/**
 * Receptive fields on images: as overlays, as tables, as pictures, and live under the mouse.
 *
 * <p>What lives here: {@link org.convlayers.ij.field.ShowReceptiveField} and {@link
 * org.convlayers.ij.field.ShowEffectiveField}; {@code LocatedField}, an output pixel and the result, network and source that it
 * belongs to; {@code FieldOnImage}, its field in the source's pixels, and what draws and reports it; {@code LiveField} with its
 * panel. All arithmetic of fields is asked of {@code receptive} and {@code gradient}.
 *
 * <pre>{@code
 * byte[] png = ReceptiveFieldPicture.png(image, pullBack, field); // what the command line writes
 * }</pre>
 */
package org.convlayers.ij.field;
