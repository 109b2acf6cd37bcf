package org.convlayers.io.safetensors;

import java.util.List;
import org.convlayers.io.DamagedFileException;
import org.convlayers.io.ElementType;

/**
 * What the header says of one tensor.
 *
 * @param name its name
 * @param type how each number is stored
 * @param shape the sizes, outermost first
 * @param begin where its first byte is in the data
 * @param end behind its last byte
 */
record TensorInfo(String name, ElementType type, List<Integer> shape, long begin, long end) {
    /** The longest array that every Java machine gives. */
    private static final int MAX_ELEMENTS = Integer.MAX_VALUE - 8;

    /** The number of values, after a check that the bytes are as many as they need. */
    int elements(String file) throws DamagedFileException {
        long elements;
        long needed;
        try {
            elements = shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
            needed = Math.multiplyExact(elements, type.bytes());
        } catch (ArithmeticException e) {
            throw new DamagedFileException(
                    file, "tensor '" + name + "' of shape " + shape + " has more values than any file");
        }
        if (needed != end - begin) {
            throw new DamagedFileException(
                    file,
                    "tensor '" + name + "' of shape " + shape + " needs " + needed + " bytes, but has "
                            + (end - begin));
        }
        if (elements > MAX_ELEMENTS) {
            throw new DamagedFileException(
                    file,
                    "tensor '" + name + "' of " + elements + " values is too large; at most " + MAX_ELEMENTS
                            + " are read");
        }
        return (int) elements;
    }
}
