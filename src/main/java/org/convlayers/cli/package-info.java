/**
 * The command line, which is also the face for clusters: no display, no ImageJ window.
 *
 * <p>What lives here: {@link org.convlayers.cli.Main} and a class for each command, which reads the options, wires sources and
 * sinks, and prints. Nobody calls it but the user.
 *
 * <pre>{@code
 * java -jar ConvLayers_-VERSION-all.jar apply --network 'Conv2d(1, 8, 3, padding=1); ReLU()' cells.tif -o maps.tif
 * }</pre>
 */
package org.convlayers.cli;
