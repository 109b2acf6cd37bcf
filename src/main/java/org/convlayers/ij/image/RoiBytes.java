package org.convlayers.ij.image;

import ij.io.RoiDecoder;
import java.nio.ByteBuffer;

/** The lengths in a stored region of interest, which ImageJ's decoder takes memory by before it reads. */
final class RoiBytes {
    private static final int TEXT_NAME_LENGTH = RoiDecoder.COORDINATES + 8;
    private static final int TEXT_LENGTH = RoiDecoder.COORDINATES + 12;
    /** Of rectangles and ovals (1, 2) and lines (3), a corner stands where others have a number of points. */
    private static final int RECTANGLE = 1;

    private static final int LINE = 3;

    private final ByteBuffer bytes;

    private RoiBytes(byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes);
    }

    /** Whether none of the lengths is beyond what the bytes can hold. */
    static boolean arePlausible(byte[] bytes) {
        RoiBytes roi = new RoiBytes(bytes);
        return bytes.length >= RoiDecoder.COORDINATES
                && roi.holds(RoiDecoder.SHAPE_ROI_SIZE, Float.BYTES)
                && roi.holdsPoints()
                && roi.holdsText()
                && roi.holdsSecondHeader(bytes.length);
    }

    private boolean holdsPoints() {
        int type = bytes.get(RoiDecoder.TYPE);
        boolean hasCorner = RECTANGLE <= type && type <= LINE;
        boolean hasLongCount = !hasCorner && bytes.getShort(RoiDecoder.N_COORDINATES) == 0;
        return !hasLongCount || holds(RoiDecoder.SIZE, Integer.BYTES);
    }

    private boolean holdsText() {
        return bytes.getShort(RoiDecoder.SUBTYPE) != RoiDecoder.TEXT
                || (holds(TEXT_NAME_LENGTH, Character.BYTES) && holds(TEXT_LENGTH, Character.BYTES));
    }

    private boolean holdsSecondHeader(int length) {
        int header = bytes.getInt(RoiDecoder.HEADER2_OFFSET);
        return header == 0
                || (header > 0
                        && header < length
                        && holds(header + RoiDecoder.NAME_LENGTH, Character.BYTES)
                        && holds(header + RoiDecoder.IMAGE_SIZE, Byte.BYTES)
                        && holds(header + RoiDecoder.ROI_PROPS_LENGTH, Character.BYTES));
    }

    /** Fields behind the end belong to later versions of the format. */
    private boolean holds(int at, int elementBytes) {
        if (at > bytes.capacity() - Integer.BYTES) {
            return true;
        }
        int count = bytes.getInt(at);
        return count >= 0 && count <= bytes.capacity() / elementBytes;
    }
}
