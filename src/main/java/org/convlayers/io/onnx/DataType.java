package org.convlayers.io.onnx;

import java.util.Arrays;
import java.util.Optional;
import org.convlayers.io.ElementType;

/** The types of tensors, in ONNX's numbering and spelling. */
enum DataType {
    FLOAT(1, ElementType.FLOAT32),
    UINT8(2, ElementType.UINT8),
    INT8(3, ElementType.INT8),
    UINT16(4, ElementType.UINT16),
    INT16(5, ElementType.INT16),
    INT32(6, ElementType.INT32),
    INT64(7, ElementType.INT64),
    STRING(8),
    BOOL(9, ElementType.BOOL),
    FLOAT16(10, ElementType.FLOAT16),
    DOUBLE(11, ElementType.FLOAT64),
    UINT32(12, ElementType.UINT32),
    UINT64(13, ElementType.UINT64),
    COMPLEX64(14),
    COMPLEX128(15),
    BFLOAT16(16, ElementType.BFLOAT16),
    /** Any that is newer than this list, or damaged. */
    UNKNOWN(-1);

    private final int code;

    @SuppressWarnings("ImmutableEnumChecker") // an Optional of an enum
    private final Optional<ElementType> element;

    DataType(int code, ElementType element) {
        this.code = code;
        this.element = Optional.of(element);
    }

    DataType(int code) {
        this.code = code;
        this.element = Optional.empty();
    }

    /** The type of a number in a file. */
    static DataType of(long code) {
        return Arrays.stream(values())
                .filter(type -> type.code == code)
                .findFirst()
                .orElse(UNKNOWN);
    }

    /** How a number is stored; empty for what is no number, or none that is supported. */
    Optional<ElementType> element() {
        return element;
    }

    /** Whether the values are floating-point numbers. */
    boolean isReal() {
        return this == FLOAT || this == DOUBLE || this == FLOAT16 || this == BFLOAT16;
    }

    /** What a cast makes of a number: the nearest real one of the type, or what lies before the point, in as many bits. */
    double cast(double value) {
        return switch (this) {
            case FLOAT -> (float) value;
            case FLOAT16 -> rounded(value, 10, 15);
            case BFLOAT16 -> rounded(value, 7, 127);
            case BOOL -> value != 0 ? 1 : 0;
            case UINT8 -> (long) value & 0xFF;
            case INT8 -> (byte) (long) value;
            case UINT16 -> (char) (long) value;
            case INT16 -> (short) (long) value;
            case UINT32 -> (long) value & 0xFFFF_FFFFL;
            case INT32 -> (int) (long) value;
            case UINT64 -> value >= 0x1p63 ? value : unsigned((long) value);
            case INT64 -> (long) value;
            default -> value;
        };
    }

    private static double unsigned(long value) {
        return value < 0 ? value + 0x1p64 : value;
    }

    /** Ties go to even, what is too large becomes infinite, and below the smallest exponent steps stay as they are there. */
    private static double rounded(double value, int fractionBits, int largestExponent) {
        if (!Double.isFinite(value)) {
            return value;
        }
        int exponent = Math.max(Math.getExponent(value), 1 - largestExponent);
        double step = Math.scalb(1.0, exponent - fractionBits);
        double rounded = Math.rint(value / step) * step;
        return Math.getExponent(rounded) > largestExponent ? Math.copySign(Double.POSITIVE_INFINITY, value) : rounded;
    }
}
