package org.convlayers.io.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.convlayers.io.DamagedFileException;
import org.convlayers.io.ElementType;

/** Reads tensors of a model, in each of the forms in which their numbers may be stored. */
final class TensorReader {
    /** Far beyond what layers and shape arithmetic need. */
    private static final int MAX_RANK = 32;

    private static final int IN_OTHER_FILE = 1;

    private final String file;
    private final ExternalData external;

    /**
     * Names the file.
     *
     * @param file its name, for messages
     * @param external finds the numbers that lie in other files
     */
    TensorReader(String file, ExternalData external) {
        this.file = file;
        this.external = external;
    }

    /** A tensor and the name of its value, empty if it has none. */
    record Named(String name, TensorData data) {}

    /** What the message says, before it is checked. */
    private static final class Fields {
        private final LongStream.Builder dims = LongStream.builder();
        private final DoubleStream.Builder reals = DoubleStream.builder();
        private final LongStream.Builder wholes = LongStream.builder();
        private final Map<String, String> location = new HashMap<>();
        private String name = "";
        private long type;
        private Optional<ByteBuffer> raw = Optional.empty();
        private boolean isElsewhere;
    }

    /** Checks that a shape has no more axes than are supported. */
    static void requireRank(WireReader message, int rank) throws DamagedFileException {
        if (rank > MAX_RANK) {
            throw message.fault("a shape has more than " + MAX_RANK + " axes");
        }
    }

    /** Reads a tensor. */
    Named read(WireReader message) throws DamagedFileException {
        Fields fields = new Fields();
        while (message.next()) {
            switch (message.field()) {
                case 1 -> message.varints(fields.dims::add);
                case 2 -> fields.type = message.varint();
                case 3 -> throw message.fault("tensors in segments are not supported");
                case 4 -> message.floats(fields.reals::add);
                case 5, 7, 11 -> message.varints(fields.wholes::add);
                case 8 -> fields.name = message.text();
                case 9 -> fields.raw = Optional.of(message.bytes());
                case 10 -> message.doubles(fields.reals::add);
                case 13 -> entry(message.message(), fields.location);
                case 14 -> fields.isElsewhere = message.varint() == IN_OTHER_FILE;
                default -> {}
            }
        }
        return new Named(fields.name, data(fields));
    }

    private static void entry(WireReader message, Map<String, String> entries) throws DamagedFileException {
        String key = "";
        String value = "";
        while (message.next()) {
            switch (message.field()) {
                case 1 -> key = message.text();
                case 2 -> value = message.text();
                default -> {}
            }
        }
        entries.put(key, value);
    }

    private TensorData data(Fields fields) throws DamagedFileException {
        String tensor = "tensor '" + Node.shorten(fields.name) + "'";
        List<Integer> dims = dims(tensor, fields.dims.build().toArray());
        long elements = elements(tensor, dims);
        DataType type = DataType.of(fields.type);
        Optional<ElementType> element = type.element();
        if (element.isEmpty()) {
            return new TensorData(file, fields.name, dims, type, new double[0]);
        }
        if (fields.isElsewhere) {
            long bytes = Math.multiplyExact(elements, element.get().bytes());
            return new TensorData(file, fields.name, dims, type, external.read(tensor, fields.location, bytes));
        }
        if (fields.raw.isPresent()) {
            long stored = fields.raw.get().remaining();
            if (stored != elements * element.get().bytes()) {
                throw new DamagedFileException(
                        file,
                        tensor + " of shape " + dims + " and type " + type + " needs "
                                + elements * element.get().bytes() + " bytes, but has " + stored);
            }
            return new TensorData(file, fields.name, dims, type, fields.raw.get());
        }
        double[] numbers = numbers(type, fields);
        if (numbers.length != elements) {
            throw new DamagedFileException(file, tensor + " of shape " + dims + " has " + numbers.length + " numbers");
        }
        return new TensorData(file, fields.name, dims, type, numbers);
    }

    /** Numbers stored one by one: halves as their bits, other types as their values. */
    private static double[] numbers(DataType type, Fields fields) {
        if (type == DataType.FLOAT || type == DataType.DOUBLE) {
            return fields.reals.build().toArray();
        }
        LongStream wholes = fields.wholes.build();
        if (type == DataType.FLOAT16 || type == DataType.BFLOAT16) {
            ElementType element = type.element().orElseThrow();
            ByteBuffer bits = ByteBuffer.allocate(Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            return wholes.mapToDouble(whole ->
                            element.doubles(bits.putShort(0, (short) whole).rewind(), 1)[0])
                    .toArray();
        }
        if (type == DataType.UINT64) {
            return wholes.mapToDouble(whole -> whole >= 0 ? whole : 2d * ((whole >>> 1) | (whole & 1)))
                    .toArray();
        }
        return wholes.mapToDouble(whole -> whole).toArray();
    }

    private List<Integer> dims(String tensor, long[] sizes) throws DamagedFileException {
        if (sizes.length > MAX_RANK) {
            throw new DamagedFileException(
                    file, tensor + " has " + sizes.length + " axes; at most " + MAX_RANK + " are supported");
        }
        List<Integer> dims = new ArrayList<>();
        for (long size : sizes) {
            if (size < 0 || size > Integer.MAX_VALUE) {
                throw new DamagedFileException(file, tensor + " has a size of " + size + ", which is not possible");
            }
            dims.add((int) size);
        }
        return dims;
    }

    /** The number of values; at most as many as an array holds. */
    private long elements(String tensor, List<Integer> dims) throws DamagedFileException {
        double elements = dims.stream().mapToDouble(Integer::doubleValue).reduce(1, (a, b) -> a * b);
        if (elements > Integer.MAX_VALUE - 8) {
            throw new DamagedFileException(
                    file,
                    tensor + " of shape " + dims + " is too large; at most " + (Integer.MAX_VALUE - 8)
                            + " values are read");
        }
        return (long) elements;
    }
}
