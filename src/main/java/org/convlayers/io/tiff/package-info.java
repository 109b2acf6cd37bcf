/**
 * TIFF files as ImageJ reads them as hyperstacks, written while they are computed, and checked before they are read.
 *
 * <p>What lives here: {@link org.convlayers.io.tiff.TiffStackWriter}, which takes boxes of planes from many threads, and
 * {@link org.convlayers.io.tiff.TiffStackDescription}, which says what the file tells about itself: dimensions, calibration,
 * labels, info and properties. Whoever has a result may use it; it does not need ImageJ. {@link
 * org.convlayers.io.tiff.TiffPages} checks the directories of a file that somebody else is going to decode.
 *
 * <pre>{@code
 * TiffStackDescription description = TiffStackDescription.of(512, 512, 16, 1, 1, SampleType.FLOAT32)
 *         .withLabels(labels);
 * try (TiffStackWriter writer = TiffStackWriter.create(OutputFile.create(target, List.of(input)), description)) {
 *     writer.write(description.plane(0, 0, 0), 0, 0, 512, 512, values, 0, 512);
 *     // ... the other planes ...
 *     writer.finish(ranges);
 * }
 * }</pre>
 *
 * <p>Sources: TIFF 6.0; ImageJ 1.54p, {@code ij.io.TiffDecoder}, {@code ij.io.FileOpener} and {@code
 * ij.plugin.FileInfoVirtualStack}.
 */
package org.convlayers.io.tiff;
