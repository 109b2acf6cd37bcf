package org.convlayers.ij.option;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What a dialog shows of the last time. */
final class PreferencesTest {
    @Test
    void filesToWriteAreNotRemembered() {
        OptionSchema schema = new OptionSchema(List.of(Keys.SAVE, Keys.WEIGHTS, Keys.STRIDE));
        Options options = schema.parse("save=[/home/me/my result.tif] weights=[1 0; 2 1] stride=2");
        Preferences.remember("Test of Preferences...", options);
        Options recalled = Preferences.recall("Test of Preferences...", schema);
        assertEquals("", recalled.text(Keys.SAVE));
        assertEquals("1 0; 2 1", recalled.text(Keys.WEIGHTS));
        assertEquals("2", recalled.text(Keys.STRIDE));
    }

    @Test
    void whatThisVersionDoesNotKnowIsForgotten() {
        Preferences.remember("Test of Versions...", new OptionSchema(List.of(Keys.RATES)).parse("rates=1,2"));
        OptionSchema schema = new OptionSchema(List.of(Keys.WEIGHTS));
        assertEquals(
                schema.defaults().print(),
                Preferences.recall("Test of Versions...", schema).print());
    }
}
