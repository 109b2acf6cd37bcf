/**
 * What all readers and writers of files share: {@link org.convlayers.io.DamagedFileException}, the one exception for a
 * file that cannot be read; {@link org.convlayers.io.ElementType}, how files store numbers; {@link
 * org.convlayers.io.SampleType}, how results are stored; {@link org.convlayers.io.ModelCard} and {@link
 * org.convlayers.io.FolderFiles}, for networks that are shared as folders; {@link org.convlayers.io.OutputFile} and {@link
 * org.convlayers.io.OutputFiles}, which appear whole or not at all; {@link org.convlayers.io.FileHash}, which tells whether
 * a file has changed; and {@link org.convlayers.io.Failure}, what to tell users of an exception.
 *
 * <p>The formats live in the packages below; they turn files into tensors and never see the engine or ImageJ.
 *
 * <pre>{@code
 * throw new DamagedFileException("weights.npz", "the checksum does not match");
 * }</pre>
 */
package org.convlayers.io;
