package org.convlayers.ij.option;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The text of the window that tells an error. */
final class UserErrorsTest {
    @Test
    void longTextsAreBrokenAtBlanks() {
        String text = "the word ".repeat(50).strip();
        String lines = UserErrors.inLines(text);
        assertEquals(text, lines.replace('\n', ' '));
        assertTrue(lines.lines().allMatch(line -> line.length() <= 90 && line.length() > 80), lines);
    }

    @Test
    void shortTextsAndLongWordsStayAsTheyAre() {
        assertEquals("there is no open image", UserErrors.inLines("there is no open image"));
        String path = "'/" + "folder/".repeat(20) + "'";
        assertEquals("no\n" + path + "\nhere", UserErrors.inLines("no " + path + " here"));
    }
}
