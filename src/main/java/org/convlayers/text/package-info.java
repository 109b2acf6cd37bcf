/**
 * The layer language: networks as text, written as in PyTorch.
 *
 * <p>What lives here: {@link org.convlayers.text.NetworkText}, the parser and the canonical printer; {@link
 * org.convlayers.text.TextException}, which names line and column; {@link org.convlayers.text.TorchSource}, which writes
 * networks as programs for PyTorch; and {@link org.convlayers.text.Spelling}. A layer
 * is one entry of the package's layer table: its name, its signature and the two ways between arguments and layer. A
 * commands' options, the history of a result and the command line all speak this language; files are read by others.
 *
 * <pre>{@code
 * Network network = NetworkText.parse("nn.Conv2d(3, 16, 3, padding='same'); nn.ReLU(inplace=True)");
 * NetworkText.print(network); // Conv2d(3, 16, kernel_size=3, padding='same')
 *                             // ReLU()
 * }</pre>
 */
package org.convlayers.text;
