package org.convlayers.io.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import org.convlayers.io.DamagedFileException;
import org.convlayers.io.ElementType;

/**
 * A tensor as the file holds it: its numbers are decoded when they are asked for. Its size has been checked.
 */
final class TensorData {
    private final String file;
    private final String name;
    private final List<Integer> dims;
    private final DataType type;
    private final Optional<ByteBuffer> raw;
    private final double[] numbers;

    /**
     * A tensor of numbers in their stored form.
     *
     * @param dims sizes, outermost first, zeros included
     * @param raw the numbers, little endian
     */
    TensorData(String file, String name, List<Integer> dims, DataType type, ByteBuffer raw) {
        this(file, name, dims, type, Optional.of(raw), new double[0]);
    }

    /**
     * A tensor of numbers that were stored one by one.
     *
     * @param dims sizes, outermost first, zeros included
     */
    TensorData(String file, String name, List<Integer> dims, DataType type, double[] numbers) {
        this(file, name, dims, type, Optional.empty(), numbers);
    }

    private TensorData(
            String file, String name, List<Integer> dims, DataType type, Optional<ByteBuffer> raw, double[] numbers) {
        this.file = file;
        this.name = name;
        this.dims = List.copyOf(dims);
        this.type = type;
        this.raw = raw;
        this.numbers = numbers;
    }

    /** The sizes, outermost first. */
    List<Integer> dims() {
        return dims;
    }

    /** How the numbers are stored. */
    DataType type() {
        return type;
    }

    /**
     * The numbers in double precision, in row-major order.
     *
     * @throws DamagedFileException if they are of a type that is no number
     */
    double[] doubles() throws DamagedFileException {
        ElementType element = element();
        return raw.isPresent() ? element.doubles(view(), count(element)) : numbers.clone();
    }

    /**
     * The numbers in single precision, in row-major order.
     *
     * @throws DamagedFileException if they are of a type that is no number
     */
    float[] floats() throws DamagedFileException {
        ElementType element = element();
        float[] values = new float[raw.isPresent() ? count(element) : numbers.length];
        if (raw.isPresent()) {
            element.decode(view(), values, 0, values.length);
            return values;
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) numbers[i];
        }
        return values;
    }

    private ElementType element() throws DamagedFileException {
        return type.element()
                .orElseThrow(() -> new DamagedFileException(
                        file, "tensor '" + Node.shorten(name) + "' has type " + type + ", which is not supported"));
    }

    private ByteBuffer view() {
        return raw.orElseThrow().duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    private int count(ElementType element) {
        return raw.orElseThrow().remaining() / element.bytes();
    }
}
