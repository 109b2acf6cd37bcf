package org.convlayers.io.tiff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.convlayers.TinyTiff;
import org.convlayers.io.DamagedFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TiffPagesTest {
    private static final int BYTE = 1;
    private static final int ASCII = 2;
    private static final int LONG = 4;
    private static final int REDUCED = 1;

    @TempDir
    private Path folder;

    @Test
    void pagesAndReducedCopiesAreCounted() throws IOException {
        TinyTiff tiff = new TinyTiff().page(6, 4).page(3, 2, new int[] {254, LONG, 1, REDUCED});
        assertEquals(new TiffPages(2, 1), check(tiff.bytes()));
    }

    @Test
    void tagsThatNobodyFollowsMayBeAsTheyAre() throws IOException {
        TinyTiff tiff = new TinyTiff().page(6, 4, new int[] {65000, 99, -1, -1});
        assertEquals(new TiffPages(1, 0), check(tiff.bytes()));
    }

    @Test
    void loopIsRefused() {
        TinyTiff tiff = new TinyTiff().page(6, 4).page(6, 4);
        byte[] bytes = tiff.bytes();
        ByteBuffer.wrap(bytes).putInt(tiff.firstPixel() - 4, 8);
        assertRefused(bytes, "directory 2 is followed by one before it, at byte 8");
    }

    @Test
    void directoryOutsideTheFileIsRefused() {
        byte[] bytes = new TinyTiff().page(6, 4).bytes();
        ByteBuffer.wrap(bytes).putInt(4, 0xffff_fff0);
        assertRefused(bytes, "directory 1 lies at bytes 4294967280 to 4294967282 of 110");
    }

    @Test
    void entriesOutsideTheFileAreRefused() {
        byte[] bytes = new TinyTiff().page(6, 4).bytes();
        ByteBuffer.wrap(bytes).putShort(8, (short) 1000);
        assertRefused(bytes, "directory 1 lies at bytes 10 to 12014 of 110");
    }

    @Test
    void emptyDirectoryIsRefused() {
        byte[] bytes = new TinyTiff().page(6, 4).bytes();
        ByteBuffer.wrap(bytes).putShort(8, (short) 0);
        assertRefused(bytes, "directory 1, at byte 8, has 0 entries; possible are 1 to 1000");
    }

    @Test
    void fileWithoutDirectoryIsRefused() {
        byte[] bytes = new TinyTiff().page(6, 4).bytes();
        ByteBuffer.wrap(bytes).putInt(4, 0);
        assertRefused(bytes, "the TIFF file holds no image");
    }

    @Test
    void countThatTheFileCannotHoldIsRefused() {
        assertRefused(
                new TinyTiff().page(6, 4, new int[] {273, LONG, 0x4000_0001, 8}).bytes(),
                "the value of tag 273 lies at bytes 8 to 4294967308 of 110");
        assertRefused(
                new TinyTiff().page(6, 4, new int[] {270, ASCII, 1000, 8}).bytes(),
                "the value of tag 270 lies at bytes 8 to 1008 of 122");
        assertRefused(
                new TinyTiff().page(6, 4, new int[] {279, 13, 2, 8}).bytes(),
                "the value of tag 279 has 2 elements of type 13; possible are types 1 to 12");
    }

    @Test
    void manyDirectoriesThatClaimTheSameListAreRefused() {
        TinyTiff tiff = new TinyTiff();
        for (int i = 0; i < 50; i++) {
            tiff.page(1, 1, new int[] {273, LONG, 900, 8});
        }
        assertRefused(tiff.bytes(), "directories claim");
    }

    @Test
    void metadataThatClaimMoreThanTheFileHoldsAreRefused() {
        int[] counts = {50838, LONG, 2, 0};
        int[] values = {50839, BYTE, 20, 8};
        TinyTiff tiff = new TinyTiff().page(20, 4, counts, values);
        counts[3] = tiff.firstPixel();
        byte[] bytes = tiff.bytes();
        ByteBuffer.wrap(bytes, tiff.firstPixel(), 8).putInt(12).putInt(0x7fff_fff0);
        assertRefused(bytes, "ImageJ's metadata lies at bytes 8 to 2147483652");

        values[3] = tiff.firstPixel() + 8;
        bytes = tiff.bytes();
        ByteBuffer.wrap(bytes, tiff.firstPixel(), 20)
                .putInt(12)
                .putInt(4)
                .putInt(0x494a_494a)
                .putInt(7)
                .putInt(0x7fff_ffff);
        assertRefused(bytes, "ImageJ's metadata claim 2147483647 parts, but 1 have a length");
    }

    private TiffPages check(byte[] bytes) throws IOException {
        return TiffPages.check(Files.write(folder.resolve("tiny.tif"), bytes));
    }

    private void assertRefused(byte[] bytes, String fault) {
        String message =
                assertThrows(DamagedFileException.class, () -> check(bytes)).getMessage();
        assertTrue(message.startsWith(folder.resolve("tiny.tif") + ": "), message);
        assertTrue(message.contains(fault), message);
    }
}
