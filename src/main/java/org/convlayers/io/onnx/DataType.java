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
}
