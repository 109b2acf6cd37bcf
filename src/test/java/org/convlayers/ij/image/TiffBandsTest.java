package org.convlayers.ij.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileInfo;
import ij.io.TiffDecoder;
import ij.measure.Calibration;
import ij.process.LUT;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.BlockSource;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.ij.RandomImage;
import org.convlayers.shape.Region;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TIFF files read band by band against the same files opened by ImageJ. */
final class TiffBandsTest {
    /** Some rows of these images. */
    private static final int BAND_BYTES = 700;

    @TempDir
    private Path folder;

    private static FileInfo[] infos(Path file) throws IOException {
        return new TiffDecoder(file.getParent() + "/", file.getFileName().toString()).getTiffInfo();
    }

    private static ImagePlus inBands(Path file) throws IOException {
        FileInfo[] infos = infos(file);
        assertTrue(TiffBands.canRead(List.of(infos)));
        TiffBands bands = new TiffBands(List.of(infos), BAND_BYTES);
        assertTrue(bands.rows() < infos[0].height, "there are several bands");
        return LargeTiff.of(bands, infos[0]);
    }

    /** Every value, and everything else that results depend on. */
    private static void assertSame(Path file) throws IOException {
        ImagePlus expected = IJ.openImage(file.toString());
        ImagePlus actual = inBands(file);
        assertArrayEquals(expected.getDimensions(), actual.getDimensions());
        assertEquals(expected.getTitle(), actual.getTitle());
        assertEquals(expected.getBitDepth(), actual.getBitDepth());
        assertTrue(expected.getCalibration().equals(actual.getCalibration()));
        assertEquals(expected.getCalibration().xOrigin, actual.getCalibration().xOrigin);
        SourceImage whole = SourceImage.of(expected);
        SourceImage bands = SourceImage.of(actual);
        assertEquals(whole.channelNames(2), bands.channelNames(2));
        assertEquals(whole.largestValue(), bands.largestValue());
        BlockSource from = whole.blocks(2);
        BlockSource read = bands.blocks(2);
        assertEquals(from.shape(), read.shape());
        Region region = Region.whole(from.shape());
        for (int item = 0; item < from.items(); item++) {
            Scratch scratch = new Scratch();
            Block one = from.read(item, region, scratch);
            Block other = read.read(item, region, scratch);
            for (int c = 0; c < one.channels(); c++) {
                for (int y = 0; y < expected.getHeight(); y++) {
                    float[] row = row(one, c, y, expected.getWidth());
                    assertArrayEquals(row, row(other, c, y, expected.getWidth()), "item " + item + " channel " + c);
                }
            }
        }
    }

    private static float[] row(Block block, int channel, int y, int width) {
        int start = block.rowStart(y) + block.column(0);
        return Arrays.copyOfRange(block.plane(channel, 0), start, start + width);
    }

    @ParameterizedTest
    @CsvSource({"8, 1, 1, 1", "8, 3, 2, 2", "16, 2, 3, 1", "32, 1, 1, 4", "RGB, 1, 1, 1", "RGB, 1, 2, 1"})
    void stacksOfImageJ(String type, int channels, int slices, int frames) throws IOException {
        ImagePlus image = large(RandomImage.of(type, channels, slices, frames));
        Calibration calibration = image.getCalibration();
        calibration.pixelWidth = 0.3;
        calibration.xOrigin = 7;
        calibration.setUnit("um");
        assertSame(save(image));
    }

    private static ImagePlus large(ImagePlus image) {
        return image.resize(60, 40, "none");
    }

    private Path save(ImagePlus image) {
        Path file = folder.resolve("saved.tif");
        IJ.saveAsTiff(image, file.toString());
        return file;
    }

    @Test
    void signedValuesAreThoseOfTheCalibration() throws IOException {
        ImagePlus image = large(RandomImage.of("16", 1, 1, 1));
        image.getLocalCalibration().setSigned16BitCalibration();
        assertSame(save(image));
    }

    @Test
    void palettesAreTheirColors() throws IOException {
        ImagePlus image = large(RandomImage.of("8", 1, 1, 1));
        byte[] colors = new byte[256];
        new Random(1).nextBytes(colors);
        image.setLut(new LUT(colors, colors.clone(), new byte[256]));
        assertSame(save(image));
        image.setLut(LUT.createLutFromColor(Color.RED));
        assertSame(save(image));
    }

    @ParameterizedTest
    @CsvSource({
        "LZW, 5",
        "LZW, 1",
        "LZW, 10",
        "LZW, 11",
        "Deflate, 5",
        "Deflate, 10",
        "ZLib, 5",
        "PackBits, 5",
        "PackBits, 10",
        "none, 5",
        "none, 10",
        "none, 11"
    })
    void stripsOfOtherPrograms(String compression, int type) throws IOException {
        BufferedImage image = new BufferedImage(600, 130, type);
        Random random = new Random(type);
        for (int y = 0; y < 130; y++) {
            for (int x = 0; x < 600; x++) {
                image.setRGB(x, y, random.nextInt(4) * 0x112233 * (1 + y % 3));
            }
        }
        Path file = folder.resolve("strips.tif");
        ImageWriter writer = ImageIO.getImageWritersByFormatName("tiff").next();
        ImageWriteParam parameters = writer.getDefaultWriteParam();
        if (!compression.equals("none")) {
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setCompressionType(compression);
        }
        try (ImageOutputStream output = ImageIO.createImageOutputStream(file.toFile())) {
            writer.setOutput(output);
            writer.write(null, new IIOImage(image, null, null), parameters);
        }
        assertTrue(infos(file)[0].stripOffsets.length > 1, "there are strips");
        assertSame(file);
    }

    @ParameterizedTest
    @ValueSource(ints = {FileInfo.RGB48, FileInfo.BITMAP, FileInfo.GRAY12_UNSIGNED, FileInfo.RGB_PLANAR})
    void otherKindsAreLeftToImageJ(int type) {
        FileInfo info = new FileInfo();
        info.fileType = type;
        assertFalse(TiffBands.canRead(List.of(info)));
    }
}
