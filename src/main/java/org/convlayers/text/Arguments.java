package org.convlayers.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Values of parameters, each of its parameter's type. Immutable. */
final class Arguments {
    private static final Arguments NONE = new Arguments(Map.of());

    private final Map<Parameter<?>, Object> values;

    private Arguments(Map<Parameter<?>, Object> values) {
        this.values = values;
    }

    static Arguments none() {
        return NONE;
    }

    /** These and one more. */
    <T> Arguments with(Parameter<T> parameter, T value) {
        Map<Parameter<?>, Object> more = new HashMap<>(values);
        more.put(parameter, value);
        return new Arguments(more);
    }

    boolean has(Parameter<?> parameter) {
        return values.containsKey(parameter);
    }

    /**
     * The value of a parameter, its default if it is absent.
     *
     * @throws IllegalStateException if it is absent and has no default
     */
    <T> T get(Parameter<T> parameter) {
        return find(parameter)
                .or(parameter::defaultValue)
                .orElseThrow(() -> new IllegalStateException("no " + parameter.name()));
    }

    /** The arguments in the order of a signature, as {@code 3, 16, kernel_size=3}. */
    String print(List<Parameter<?>> signature) {
        List<String> written = new ArrayList<>();
        signature.forEach(parameter -> print(parameter).ifPresent(written::add));
        return String.join(", ", written);
    }

    private <T> Optional<String> print(Parameter<T> parameter) {
        Optional<T> value = find(parameter);
        Optional<String> text = value.map(parameter.type().writer());
        return switch (parameter.written()) {
            case BARE -> text;
            case ALWAYS -> text.map(t -> parameter.name() + "=" + t);
            case UNLESS_DEFAULT ->
                value.equals(parameter.defaultValue()) ? Optional.empty() : text.map(t -> parameter.name() + "=" + t);
            case NEVER -> Optional.empty();
        };
    }

    @SuppressWarnings("unchecked") // with() lets in only values of the parameter's type
    private <T> Optional<T> find(Parameter<T> parameter) {
        return Optional.ofNullable((T) values.get(parameter));
    }
}
