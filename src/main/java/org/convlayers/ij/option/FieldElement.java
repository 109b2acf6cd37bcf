package org.convlayers.ij.option;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What is drawn of a receptive field; the words of the {@code show} key. */
public enum FieldElement {
    /** The extent of the field, padding included; what lies in the padding is dashed. */
    BOX,
    /** The middle of the field. */
    CENTRE,
    /** Each pixel that is seen, with the holes between them. */
    TAPS,
    /** Everything that is not seen, darkened. */
    SHADE,
    /** The middles of the fields of neighbouring output pixels. */
    LATTICE,
    /** In how many ways each pixel is seen, as colours. */
    HEAT;

    /** The words of what is drawn unless something else is asked for. */
    static final String DEFAULT = "box centre";

    private static final Pattern BLANKS = Pattern.compile("\\s+");

    /** The word for this element. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads words separated by blanks.
     *
     * @throws IllegalArgumentException if there is none, or one that is no element
     */
    public static Set<FieldElement> parse(String words) {
        Set<FieldElement> elements = EnumSet.noneOf(FieldElement.class);
        BLANKS.splitAsStream(words.strip()).map(FieldElement::ofWord).forEach(elements::add);
        return elements;
    }

    private static FieldElement ofWord(String word) {
        return Arrays.stream(values())
                .filter(element -> element.word().equalsIgnoreCase(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + word
                        + "' is nothing to show; allowed are one or more of "
                        + print(EnumSet.allOf(FieldElement.class))));
    }

    /** Writes words that {@link #parse} reads back, in the order of this list. */
    public static String print(Set<FieldElement> elements) {
        return elements.stream().sorted().map(FieldElement::word).collect(Collectors.joining(" "));
    }
}
