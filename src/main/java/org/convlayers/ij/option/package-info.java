/**
 * Options of commands: as keys of a macro, as fields of a dialog, as what the Recorder writes, as what is remembered.
 *
 * <p>What lives here: the {@link org.convlayers.ij.option.Command} that every menu entry extends, its {@link
 * org.convlayers.ij.option.OptionSchema} of {@linkplain org.convlayers.ij.option.Keys keys}, the dialog made of it, {@link
 * org.convlayers.ij.option.LayerOptions}, which reads what layers need, and the one place where errors are shown ({@link org.convlayers.ij.option.UserErrors}). It knows no image but the active one.
 *
 * <pre>{@code
 * Options options = SCHEMA.parse("weights=sobel stride=2"); // throws OptionException: one line that names the value
 * }</pre>
 */
package org.convlayers.ij.option;
