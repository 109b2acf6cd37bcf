package org.convlayers.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Compares words that someone wrote with those that were expected; upper and lower case are the same. */
public final class Spelling {
    /** What comes after so many characters does not count, so that long texts cost little. */
    private static final int COMPARED_LENGTH = 40;

    /** One letter in so many may be wrong. */
    private static final long LETTERS_A_SLIP = 3;

    private Spelling() {}

    /**
     * The known word at the smallest {@link #distance}.
     *
     * @param word what was written
     * @param known at least one word
     */
    public static String nearest(String word, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(candidate -> distance(word, candidate)))
                .orElseThrow(() -> new IllegalArgumentException("there is no known word"));
    }

    /**
     * The known word that someone who wrote {@code word} may have meant: the nearest one, if no more than a third of its
     * letters differ.
     */
    public static Optional<String> similar(String word, Collection<String> known) {
        return Optional.of(nearest(word, known))
                .filter(found -> LETTERS_A_SLIP * distance(word, found) <= letters(found));
    }

    private static long letters(String word) {
        return word.chars().filter(Character::isLetterOrDigit).count();
    }

    /** How many letters have to be put in, left out or replaced to make one word of the other (Levenshtein's distance). */
    public static int distance(String a, String b) {
        return editDistance(compared(a), compared(b));
    }

    private static String compared(String word) {
        return word.substring(0, Math.min(word.length(), COMPARED_LENGTH)).toLowerCase(Locale.ROOT);
    }

    private static int editDistance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
