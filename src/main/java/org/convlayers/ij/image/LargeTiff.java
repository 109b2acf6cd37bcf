package org.convlayers.ij.image;

import ij.ImagePlus;
import ij.ImageStack;
import ij.io.FileInfo;
import ij.io.FileOpener;
import ij.io.TiffDecoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * A TIFF file as an image of ImageJ, none of whose planes is ever in memory as a whole. What ImageJ knows of the file it
 * tells of the first row; sizes and pixels are those of {@link TiffBands}.
 */
final class LargeTiff extends ImagePlus {
    private final TiffBands bands;

    private LargeTiff(TiffBands bands, ImagePlus row, int channels, int slices, int frames) {
        super(row.getTitle(), row.getProcessor());
        this.bands = bands;
        nChannels = channels;
        nSlices = slices;
        nFrames = frames;
        setCalibration(row.getCalibration());
        setFileInfo(row.getOriginalFileInfo());
        width = bands.getWidth();
        height = bands.getHeight();
    }

    /**
     * Opens a file that ImageJ can open as a whole.
     *
     * @param file with its folder
     * @return empty if its pixels do not lie row by row
     */
    static Optional<ImagePlus> open(Path file) throws IOException {
        FileInfo[] infos =
                new TiffDecoder(file.getParent() + "/", file.getFileName().toString()).getTiffInfo();
        return TiffBands.canRead(List.of(infos))
                ? Optional.of(of(new TiffBands(List.of(infos)), infos[0]))
                : Optional.empty();
    }

    /** The image of bands, as the first of their directories describes it. */
    static ImagePlus of(TiffBands bands, FileInfo info) {
        ImagePlus row = bands.firstRow();
        Properties stack = new FileOpener(info).decodeDescriptionString(info);
        int c = number(stack, "channels");
        int z = number(stack, "slices");
        int t = number(stack, "frames");
        int planes = bands.getSize();
        return (long) c * z * t == planes
                ? new LargeTiff(bands, row, c, z, t)
                : new LargeTiff(bands, row, 1, planes, 1);
    }

    private static int number(Properties stack, String key) {
        return stack == null ? 1 : (int) Double.parseDouble(stack.getProperty(key, "1"));
    }

    @Override
    public ImageStack getStack() {
        return bands;
    }

    @Override
    public ImageStack getImageStack() {
        return bands;
    }

    /** ImageJ asks for it while it makes the image of the row. */
    @Override
    public int getStackSize() {
        return bands == null ? super.getStackSize() : bands.getSize();
    }

    @Override
    public int getImageStackSize() {
        return bands.getSize();
    }

    @Override
    public boolean isComposite() {
        return nChannels > 1;
    }
}
