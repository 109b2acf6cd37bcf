/**
 * The door for ImageJ macros; everything else is in the packages below.
 *
 * <p>What lives here: {@link org.convlayers.Macros}, whose methods macros call by name and which delegates to {@code ij}.
 *
 * <pre>{@code
 * call("org.convlayers.Macros.run", "Layer Summary...", "network=[Conv2d(3, 16, 3)] size=64x64");
 * }</pre>
 */
package org.convlayers;
