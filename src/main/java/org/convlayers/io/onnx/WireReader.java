package org.convlayers.io.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.DoubleConsumer;
import java.util.function.LongConsumer;
import org.convlayers.io.DamagedFileException;

/**
 * Reads one message of the protocol-buffer wire format, field by field: {@link #next} moves to a field, and one of the
 * other methods takes its value. A field that nobody takes is skipped.
 *
 * <p>Nothing is copied but texts: messages inside, and bytes, are views of the same memory. Source:
 * protobuf.dev/programming-guides/encoding.
 */
final class WireReader {
    /** Messages in messages; ONNX needs fewer than ten, and as many again for each subgraph. */
    private static final int MAX_DEPTH = 64;

    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int LENGTH_DELIMITED = 2;
    private static final int GROUP_START = 3;
    private static final int GROUP_END = 4;
    private static final int FIXED32 = 5;

    private final String file;
    private final ByteBuffer bytes;
    private final int depth;
    private final MessageBudget budget;

    private int field;
    private int wireType;
    private boolean isTaken = true;

    private WireReader(String file, ByteBuffer bytes, int depth, MessageBudget budget) throws DamagedFileException {
        this.file = file;
        this.bytes = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
        this.depth = depth;
        this.budget = budget;
        budget.spend(file);
    }

    /**
     * Bounds how many messages a file holds: an empty one takes two bytes of the file and a hundred of memory.
     */
    private static final class MessageBudget {
        private static final int MAX_MESSAGES = 1 << 18;
        private int left = MAX_MESSAGES;

        void spend(String file) throws DamagedFileException {
            if (--left < 0) {
                throw new DamagedFileException(
                        file, "more than " + MAX_MESSAGES + " nodes, attributes and other parts are not supported");
            }
        }
    }

    /**
     * Starts with the outermost message.
     *
     * @param file the file's name, for messages
     * @param bytes the message from the buffer's position to its limit
     */
    static WireReader of(String file, ByteBuffer bytes) throws DamagedFileException {
        return new WireReader(file, bytes, 0, new MessageBudget());
    }

    /** Moves to the next field; false at the end of the message. */
    boolean next() throws DamagedFileException {
        if (!isTaken) {
            skip(0);
        }
        if (!bytes.hasRemaining()) {
            return false;
        }
        long tag = readVarint();
        field = (int) (tag >>> 3);
        wireType = (int) tag & 7;
        if (tag >>> 32 != 0 || field == 0) {
            throw fault("a field has the number " + (tag >>> 3) + ", which is not possible; is this an .onnx file?");
        }
        isTaken = false;
        return true;
    }

    /** The number of the current field. */
    int field() {
        return field;
    }

    /** Takes a whole number. */
    long varint() throws DamagedFileException {
        take(VARINT);
        return readVarint();
    }

    /** Takes a whole number that fits into an int. */
    int int32() throws DamagedFileException {
        long value = varint();
        if (value != (int) value) {
            throw fault("field " + field + " is " + value + ", beyond the 32 bits it has");
        }
        return (int) value;
    }

    /** Takes a single-precision number. */
    float float32() throws DamagedFileException {
        take(FIXED32);
        require(Float.BYTES);
        return bytes.getFloat();
    }

    /** Takes bytes; a view of them, little endian. */
    ByteBuffer bytes() throws DamagedFileException {
        take(LENGTH_DELIMITED);
        return readBytes();
    }

    /** Takes a text. */
    String text() throws DamagedFileException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes()).toString();
        } catch (CharacterCodingException e) {
            throw fault("the text of field " + field + " is not UTF-8");
        }
    }

    /** Takes a message inside this one. */
    WireReader message() throws DamagedFileException {
        if (depth == MAX_DEPTH) {
            throw fault("messages are nested more than " + MAX_DEPTH + " deep");
        }
        return new WireReader(file, bytes(), depth + 1, budget);
    }

    /** Takes one whole number, or the many of a packed field. */
    void varints(LongConsumer consumer) throws DamagedFileException {
        if (wireType != LENGTH_DELIMITED) {
            consumer.accept(varint());
            return;
        }
        int end = startPacked(1);
        while (bytes.position() < end) {
            consumer.accept(readVarint());
        }
        requireAt(end);
    }

    /** Takes one single-precision number, or the many of a packed field. */
    void floats(DoubleConsumer consumer) throws DamagedFileException {
        if (wireType != LENGTH_DELIMITED) {
            consumer.accept(float32());
            return;
        }
        int end = startPacked(Float.BYTES);
        while (bytes.position() < end) {
            consumer.accept(bytes.getFloat());
        }
    }

    /** Takes one double-precision number, or the many of a packed field. */
    void doubles(DoubleConsumer consumer) throws DamagedFileException {
        if (wireType != LENGTH_DELIMITED) {
            take(FIXED64);
            require(Double.BYTES);
            consumer.accept(bytes.getDouble());
            return;
        }
        int end = startPacked(Double.BYTES);
        while (bytes.position() < end) {
            consumer.accept(bytes.getDouble());
        }
    }

    /** An exception that names the file. */
    DamagedFileException fault(String what) {
        return new DamagedFileException(file, what);
    }

    private int startPacked(int size) throws DamagedFileException {
        take(LENGTH_DELIMITED);
        int length = readLength();
        if (length % size != 0) {
            throw fault("field " + field + " has " + length + " bytes, which is no multiple of " + size);
        }
        return bytes.position() + length;
    }

    private void requireAt(int end) throws DamagedFileException {
        if (bytes.position() != end) {
            throw fault("a number of field " + field + " goes on behind the end of the field");
        }
    }

    private void take(int expected) throws DamagedFileException {
        if (wireType != expected) {
            throw fault("field " + field + " has wire type " + wireType + " where " + expected
                    + " belongs; is this an .onnx file?");
        }
        isTaken = true;
    }

    private void skip(int groups) throws DamagedFileException {
        isTaken = true;
        switch (wireType) {
            case VARINT -> readVarint();
            case FIXED64 -> readFixed(Long.BYTES);
            case LENGTH_DELIMITED -> readBytes();
            case FIXED32 -> readFixed(Integer.BYTES);
            case GROUP_START -> skipGroup(groups);
            default ->
                throw fault("field " + field + " has wire type " + wireType
                        + ", which does not belong there; is this an" + " .onnx file?");
        }
    }

    private void skipGroup(int groups) throws DamagedFileException {
        int group = field;
        if (depth + groups >= MAX_DEPTH) {
            throw fault("groups are nested more than " + MAX_DEPTH + " deep");
        }
        while (next()) {
            if (wireType == GROUP_END) {
                if (field != group) {
                    throw fault("group " + group + " is closed as group " + field);
                }
                isTaken = true;
                return;
            }
            skip(groups + 1);
        }
        throw fault("group " + group + " is not closed");
    }

    private void readFixed(int size) throws DamagedFileException {
        require(size);
        bytes.position(bytes.position() + size);
    }

    private ByteBuffer readBytes() throws DamagedFileException {
        int length = readLength();
        ByteBuffer view = bytes.slice(bytes.position(), length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.position(bytes.position() + length);
        return view;
    }

    private int readLength() throws DamagedFileException {
        long length = readVarint();
        if (length < 0 || length > bytes.remaining()) {
            throw fault("field " + field + " has a length of " + Long.toUnsignedString(length) + " bytes, but only "
                    + bytes.remaining() + " follow");
        }
        return (int) length;
    }

    private void require(int count) throws DamagedFileException {
        if (bytes.remaining() < count) {
            throw fault("the file ends in the middle of a number");
        }
    }

    private long readVarint() throws DamagedFileException {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            require(1);
            byte next = bytes.get();
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw fault("a number has more than 64 bits");
    }
}
