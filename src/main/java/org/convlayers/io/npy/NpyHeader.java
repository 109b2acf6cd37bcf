package org.convlayers.io.npy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.convlayers.io.DamagedFileException;
import org.convlayers.io.ElementType;

/**
 * What stands before the numbers of an .npy file: magic, version, length, and a Python dict with type, order and shape.
 *
 * <p>Source: numpy.lib.format, versions 1.0, 2.0 and 3.0.
 *
 * @param type how each number is stored
 * @param order the byte order of each number
 * @param fortranOrder whether the first axis runs fastest, instead of the last
 * @param shape the sizes, outermost first; empty for a single number
 * @param length the number of bytes before the first number
 */
record NpyHeader(ElementType type, ByteOrder order, boolean fortranOrder, List<Integer> shape, int length) {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

    /** Numpy reads 10,000 unless told otherwise; longer ones only belong to structured types. */
    private static final int MAX_TEXT = 1 << 16;

    private static final int MAX_RANK = 32;
    private static final int ALIGNMENT = 64;

    private static final Map<String, ElementType> TYPES = Map.ofEntries(
            Map.entry("f8", ElementType.FLOAT64),
            Map.entry("f4", ElementType.FLOAT32),
            Map.entry("f2", ElementType.FLOAT16),
            Map.entry("i8", ElementType.INT64),
            Map.entry("i4", ElementType.INT32),
            Map.entry("i2", ElementType.INT16),
            Map.entry("i1", ElementType.INT8),
            Map.entry("u8", ElementType.UINT64),
            Map.entry("u4", ElementType.UINT32),
            Map.entry("u2", ElementType.UINT16),
            Map.entry("u1", ElementType.UINT8),
            Map.entry("b1", ElementType.BOOL));

    /** Copies the shape. */
    NpyHeader {
        shape = List.copyOf(shape);
    }

    /** The number of values. */
    long elements() {
        return shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
    }

    /**
     * Reads a header and leaves the stream at the first number.
     *
     * @param in the file from its begin
     * @param bytes the length of the file; a header that asks for more or less is refused
     * @param file how messages name the file
     * @throws DamagedFileException if the header is not one, or the type is not numeric
     */
    static NpyHeader read(InputStream in, long bytes, String file) throws IOException {
        byte[] start = in.readNBytes(MAGIC.length + 2);
        if (start.length < MAGIC.length + 2 || !Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new DamagedFileException(file, "this is not an .npy file (it does not start with \\x93NUMPY)");
        }
        int version = start[MAGIC.length];
        if (version < 1 || version > 3) {
            throw new DamagedFileException(file, "version " + version + " of .npy is not known; 1 to 3 are");
        }
        int lengthBytes = version == 1 ? Short.BYTES : Integer.BYTES;
        ByteBuffer buffer = ByteBuffer.wrap(take(in, lengthBytes, file)).order(ByteOrder.LITTLE_ENDIAN);
        long length = version == 1 ? Short.toUnsignedLong(buffer.getShort()) : Integer.toUnsignedLong(buffer.getInt());
        if (length > MAX_TEXT) {
            throw new DamagedFileException(
                    file, "a header of " + length + " bytes is too long; at most " + MAX_TEXT + " are allowed");
        }
        byte[] text = take(in, (int) length, file);
        String dict = new String(text, version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
        return of(dict, start.length + lengthBytes + text.length, bytes, file);
    }

    private static byte[] take(InputStream in, int count, String file) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new DamagedFileException(file, "the file ends in its header");
        }
        return bytes;
    }

    private static NpyHeader of(String dict, int length, long bytes, String file) throws DamagedFileException {
        NpyHeaderText text = NpyHeaderText.parse(dict, file);
        if (text.shape().size() > MAX_RANK) {
            throw new DamagedFileException(
                    file, text.shape().size() + " axes are too many; at most " + MAX_RANK + " are allowed");
        }
        ElementType type = type(text.descr(), file);
        ByteOrder order = text.descr().startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        NpyHeader header = new NpyHeader(type, order, text.fortranOrder(), text.shape(), length);
        long needed;
        try {
            needed = Math.addExact(length, Math.multiplyExact(header.elements(), type.bytes()));
        } catch (ArithmeticException e) {
            throw new DamagedFileException(file, "the shape " + text.shape() + " has more values than any file");
        }
        if (needed != bytes) {
            throw new DamagedFileException(
                    file,
                    "shape " + text.shape() + " of type '" + text.descr() + "' needs a file of " + needed
                            + " bytes, but it has " + bytes);
        }
        return header;
    }

    private static ElementType type(String descr, String file) throws DamagedFileException {
        if (descr.startsWith("|O") || descr.startsWith("O")) {
            throw new DamagedFileException(
                    file, "type '" + descr + "' is an array of Python objects (pickle), which is never read");
        }
        char order = descr.isEmpty() ? ' ' : descr.charAt(0);
        ElementType type = descr.isEmpty() ? null : TYPES.get(descr.substring(1));
        if (type == null || "<>|".indexOf(order) < 0 || (order == '|' && type.bytes() > 1)) {
            String known = TYPES.keySet().stream().sorted().collect(Collectors.joining(", "));
            throw new DamagedFileException(
                    file,
                    "type '" + descr + "' is not supported; known are " + known + " after < or > (or | for one byte)");
        }
        return type;
    }

    /** A version 1.0 header as numpy writes it: little endian, the numbers at a multiple of 64 bytes. */
    static byte[] write(String descr, List<Integer> shape) {
        String sizes = shape.stream().map(size -> size + ",").collect(Collectors.joining(" "));
        String tuple = shape.size() > 1 ? sizes.substring(0, sizes.length() - 1) : sizes;
        String dict = "{'descr': '" + descr + "', 'fortran_order': False, 'shape': (" + tuple + "), }";
        int before = MAGIC.length + 2 + Short.BYTES;
        int length = (before + dict.length() + ALIGNMENT) / ALIGNMENT * ALIGNMENT;
        String padded = dict + " ".repeat(length - before - dict.length() - 1) + "\n";
        ByteBuffer header = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        header.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) (length - before));
        header.put(padded.getBytes(StandardCharsets.US_ASCII));
        return header.array();
    }
}
