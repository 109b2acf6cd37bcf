package org.convlayers.ij.field;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.convlayers.ij.option.FieldElement;
import org.convlayers.ij.option.Keys;
import org.convlayers.ij.option.OptionException;
import org.convlayers.ij.option.OptionKey;
import org.convlayers.ij.option.OptionSchema;
import org.convlayers.ij.option.Options;
import org.convlayers.layer.Network;

/** The keys of {@code Receptive Field...}, checked. */
record ReceptiveFieldOptions(
        OptionalInt x,
        OptionalInt y,
        Optional<String> layer,
        Optional<String> network,
        Optional<String> source,
        Set<FieldElement> show,
        boolean rois,
        boolean live) {
    /** The word for all layers in place of one's name. */
    static final String EACH_LAYER = "all";

    static final OptionSchema SCHEMA = new OptionSchema(
            List.of(Keys.X, Keys.Y, Keys.LAYER, Keys.NETWORK, Keys.SOURCE, Keys.FIELD_SHOW, Keys.ROIS, Keys.LIVE));

    /**
     * Reads the options.
     *
     * @throws OptionException if a value is not possible
     */
    static ReceptiveFieldOptions of(Options options) {
        boolean live = options.has(Keys.LIVE) && options.isSet(Keys.LIVE);
        if (live && given(options, Keys.NETWORK).isPresent()) {
            throw new OptionException("live follows the mouse over a result of the layers; with network=[...] there is"
                    + " none: leave out one of them");
        }
        return new ReceptiveFieldOptions(
                pixel(options, Keys.X),
                pixel(options, Keys.Y),
                given(options, Keys.LAYER),
                given(options, Keys.NETWORK),
                given(options, Keys.SOURCE),
                options.has(Keys.FIELD_SHOW) ? options.read(Keys.FIELD_SHOW, FieldElement::parse) : Set.of(),
                options.has(Keys.ROIS) && options.isSet(Keys.ROIS),
                live);
    }

    /** Whether each layer is asked for, and not one that happens to have this name. */
    boolean isEachLayer(Network network) {
        return layer.equals(Optional.of(EACH_LAYER))
                && network.nodes().stream().noneMatch(node -> node.name().equals(EACH_LAYER));
    }

    private static OptionalInt pixel(Options options, OptionKey key) {
        return given(options, key).isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of(options.read(key, ReceptiveFieldOptions::wholeNumber));
    }

    private static int wholeNumber(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("this is not a whole number, and not auto, the middle", e);
        }
    }

    private static Optional<String> given(Options options, OptionKey key) {
        return Optional.of(options.text(key)).filter(text -> !text.isEmpty() && !text.equals(key.defaultValue()));
    }
}
