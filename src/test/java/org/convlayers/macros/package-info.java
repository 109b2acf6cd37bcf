/** Runs the macros of the folder {@code macros/} as a lab would: without a display, on images in files. */
package org.convlayers.macros;
