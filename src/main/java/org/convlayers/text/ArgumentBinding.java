package org.convlayers.text;

import java.util.List;

/** Gives the arguments of a call to the parameters of a signature by Python's rules, with Python's words for errors. */
final class ArgumentBinding {
    private final TextNode.Call call;
    private final LayerSyntax syntax;
    private Arguments bound = Arguments.none();

    private ArgumentBinding(TextNode.Call call) {
        this.call = call;
        this.syntax = call.syntax();
    }

    /**
     * The arguments of a call.
     *
     * @throws TextException if they do not suit the layer's signature
     */
    static Arguments of(TextNode.Call call) {
        return new ArgumentBinding(call).bind();
    }

    private Arguments bind() {
        int positional = 0;
        boolean keywordSeen = false;
        for (TextNode.Argument argument : call.arguments()) {
            if (argument.keyword().isPresent()) {
                keywordSeen = true;
                bind(named(argument.keyword().get(), argument.at()), argument);
            } else if (keywordSeen) {
                throw argument.at().error("positional argument follows keyword argument; expected a name and '='");
            } else {
                bind(atPlace(positional++, argument.at()), argument);
            }
        }
        requireComplete();
        return bound;
    }

    private <T> void bind(Parameter<T> parameter, TextNode.Argument argument) {
        if (bound.has(parameter)) {
            throw argument.at().error(syntax.name() + " got multiple values for argument '" + parameter.name() + "'");
        }
        bound = bound.with(parameter, parameter.read(syntax.name(), argument.value()));
    }

    private Parameter<?> atPlace(int place, Position at) {
        List<Parameter<?>> positional = syntax.positional();
        if (place >= positional.size()) {
            long given = call.arguments().stream()
                    .filter(argument -> argument.keyword().isEmpty())
                    .count();
            throw at.error(syntax.name() + " takes at most " + positional.size() + " positional arguments, but " + given
                    + " were given; expected " + syntax.signatureText());
        }
        return positional.get(place);
    }

    private Parameter<?> named(String keyword, Position at) {
        List<Parameter<?>> signature = syntax.signature();
        return signature.stream()
                .filter(parameter -> parameter.name().equals(keyword))
                .findFirst()
                .orElseThrow(() -> at.error(syntax.name() + " got an unexpected keyword argument "
                        + PythonText.quote(PythonText.shorten(keyword)) + "; the nearest known is '"
                        + Spelling.nearest(
                                keyword, signature.stream().map(Parameter::name).toList())
                        + "', expected " + syntax.signatureText()));
    }

    private void requireComplete() {
        List<String> missing = syntax.signature().stream()
                .filter(parameter -> parameter.defaultValue().isEmpty() && !bound.has(parameter))
                .map(parameter -> "'" + parameter.name() + "'")
                .toList();
        if (!missing.isEmpty()) {
            throw call.at()
                    .error(syntax.name() + " is missing " + missing.size() + " required positional argument"
                            + (missing.size() == 1 ? "" : "s") + ": " + String.join(", ", missing) + "; expected "
                            + syntax.signatureText());
        }
    }
}
