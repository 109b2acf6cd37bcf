package org.convlayers.text;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.convlayers.layer.Concatenation;
import org.convlayers.layer.Elementwise;
import org.convlayers.layer.Layer;

/** How joins of branches are written; PyTorch has functions for them, not layers. */
final class JoinSyntax {
    private JoinSyntax() {}

    static List<LayerSyntax> entries() {
        Stream<LayerSyntax> elementwise = Arrays.stream(Elementwise.Operation.values())
                .map(operation -> join(operation.word(), new Elementwise(operation)));
        return Stream.concat(Stream.of(join("Concat", new Concatenation())), elementwise)
                .toList();
    }

    private static LayerSyntax join(String name, Layer join) {
        return new LayerSyntax(
                name,
                LayerSyntax.INPUTS,
                List.of(),
                a -> join,
                layer -> layer.equals(join) ? Optional.of(Arguments.none()) : Optional.empty());
    }
}
