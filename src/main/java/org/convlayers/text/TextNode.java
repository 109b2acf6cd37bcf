package org.convlayers.text;

import java.util.List;
import java.util.Optional;

/** What stands in a text in the place of a layer: a layer, or a container of layers. */
sealed interface TextNode {
    /** Where its name begins. */
    Position at();

    /** A layer as written, its arguments not looked at. */
    record Call(Position at, LayerSyntax syntax, List<Argument> arguments) implements TextNode {
        public Call {
            arguments = List.copyOf(arguments);
        }

        /** Where the inputs are named. */
        Position inputsAt() {
            return arguments.stream()
                    .filter(argument -> argument.keyword()
                            .filter(syntax.inputs().name()::equals)
                            .isPresent())
                    .findFirst()
                    .map(Argument::at)
                    .orElse(at);
        }
    }

    /** Sequential( … ) and its like. */
    record Container(Position at, List<Item> items) implements TextNode {
        public Container {
            items = List.copyOf(items);
        }
    }

    /** An argument, with its keyword if it has one. */
    record Argument(Position at, Optional<String> keyword, Value value) {}

    /**
     * A module in a container or at the top.
     *
     * @param at where it begins
     * @param name what is in the parentheses before it, if any
     * @param count how often it stands here one after the other: 3 in {@code (0-2): 3 x ReLU()}
     * @param node what it is
     */
    record Item(Position at, Optional<String> name, int count, TextNode node) {}
}
