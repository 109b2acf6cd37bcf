package org.convlayers.text;

import java.util.Optional;

/**
 * One parameter in the signature of a layer.
 *
 * @param name PyTorch's name of it
 * @param type what its values are
 * @param defaultValue what holds where the argument is absent; empty if it must be given
 * @param written when and how our printer writes it
 */
record Parameter<T>(String name, ParameterType<T> type, Optional<T> defaultValue, Written written) {
    /** When and how the printer writes an argument. */
    enum Written {
        /** Always, without its name. */
        BARE,
        /** Always, with its name. */
        ALWAYS,
        /** With its name, unless it has its default value. */
        UNLESS_DEFAULT,
        /** Never: it has no influence on the result. */
        NEVER
    }

    /** Must be given; written without its name. */
    static <T> Parameter<T> bare(String name, ParameterType<T> type) {
        return new Parameter<>(name, type, Optional.empty(), Written.BARE);
    }

    /** Must be given; written with its name. */
    static <T> Parameter<T> required(String name, ParameterType<T> type) {
        return new Parameter<>(name, type, Optional.empty(), Written.ALWAYS);
    }

    /** May be left out, and is written all the same, for readers who do not know the default. */
    static <T> Parameter<T> shown(String name, ParameterType<T> type, T defaultValue) {
        return new Parameter<>(name, type, Optional.of(defaultValue), Written.ALWAYS);
    }

    /** May be left out, and is left out by the printer. */
    static <T> Parameter<T> optional(String name, ParameterType<T> type, T defaultValue) {
        return new Parameter<>(name, type, Optional.of(defaultValue), Written.UNLESS_DEFAULT);
    }

    /** Accepted because PyTorch has it, and forgotten. */
    static <T> Parameter<T> ignored(String name, ParameterType<T> type, T defaultValue) {
        return new Parameter<>(name, type, Optional.of(defaultValue), Written.NEVER);
    }

    /** Accepted whatever it is and forgotten: of no meaning outside PyTorch or outside training. */
    static Parameter<Value> unused(String name) {
        Value none = Value.ofWord(new Position(1, 1), "None");
        return ignored(name, ParameterType.ANYTHING, none);
    }

    /**
     * Reads a value.
     *
     * @param layer the layer's name, for the error message
     * @throws TextException if the value is not of this type
     */
    T read(String layer, Value value) {
        Optional<T> result;
        try {
            result = type.reader().apply(value);
        } catch (IllegalArgumentException e) {
            throw value.at().error(e);
        }
        return result.orElseThrow(() -> value.at()
                .error("expected " + type.allowed() + " for " + name + " of " + layer + ", but found "
                        + PythonText.shorten(value.shown())));
    }

    /** For example {@code stride=1}; the name alone if there is no default. */
    String withDefault() {
        return name
                + defaultValue.map(value -> "=" + type.writer().apply(value)).orElse("");
    }
}
