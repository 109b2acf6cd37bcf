package org.convlayers.ij.option;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.Macro;
import ij.macro.Interpreter;
import ij.plugin.frame.Recorder;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OptionSchemaTest {
    private static final OptionKey WEIGHTS = OptionKey.text("weights", "sobel", "");
    private static final OptionKey KERNEL = OptionKey.text("kernel", "3", "height x width");
    private static final OptionKey DIMENSIONS = OptionKey.choice("dimensions", "", "2D", "1D", "3D");
    private static final OptionKey NO_BIAS = OptionKey.flag("no-bias", "");
    private static final OptionKey SAVE = OptionKey.newPath("save", "a .tif");
    private static final OptionSchema SCHEMA = new OptionSchema(List.of(WEIGHTS, KERNEL, DIMENSIONS, NO_BIAS, SAVE));

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            weights=box                 | box
            weights=[1 0; 2 1]          | 1 0; 2 1
            weights='1 0; 2 1'          | 1 0; 2 1
            weights=[image:a [1] b]     | image:a [1] b
            weights=[]                  | ""
            weights=image:a[1]          | image:a[1]
            kernel=5 weights=box        | box
            weights=[kernel=5 no-bias]  | kernel=5 no-bias
            """)
    void valuesFollowTheBracketRuleOfImageJ(String text, String value) {
        assertEquals(value, SCHEMA.parse(text).text(WEIGHTS));
        assertEquals(value, Macro.getValue(text, "weights", "not found"));
    }

    @Test
    void valuesInsideOthersAreNotMistakenForKeys() {
        // ImageJ's own lookup finds "kernel=5" here, inside the value of another key.
        String text = "weights=[image:x kernel=5]";
        assertEquals("5]", Macro.getValue(text, "kernel", ""));
        assertEquals("3", SCHEMA.parse(text).text(KERNEL));
    }

    @Test
    void absentKeysAreAtTheirDefaults() {
        Options options = SCHEMA.parse("  ");
        assertEquals("sobel", options.text(WEIGHTS));
        assertEquals("2D", options.text(DIMENSIONS));
        assertFalse(options.isSet(NO_BIAS));
    }

    @ParameterizedTest
    @CsvSource({"no-bias,true", "no-bias=true,true", "no-bias=false,false", "kernel=3,false", "no-bias=True,true"})
    void flagsAreBareWordsOrTrueOrFalse(String text, boolean set) {
        assertEquals(set, SCHEMA.parse(text).isSet(NO_BIAS));
    }

    @Test
    void choicesIgnoreCaseAndAreCanonical() {
        assertEquals("3D", SCHEMA.parse("dimensions=3d").text(DIMENSIONS));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            kernal=3                     | unknown key 'kernal'; the nearest is 'kernel'; the keys are weights, kernel
            Kernel=3                     | unknown key 'Kernel'; the nearest is 'kernel'
            weight=box                   | the nearest is 'weights'
            kernel=3 kernel=5            | key 'kernel' is given twice: '3' and '5'
            no-bias no-bias=true         | key 'no-bias' is given twice
            dimensions=4D                | dimensions=4D is not possible; allowed are 2D, 1D, 3D
            no-bias=yes                  | no-bias=yes is not possible; allowed are true, false
            kernel                       | key 'kernel' needs a value, for example kernel=3
            weights=1 0; 2 1             | if it belongs to the value of 'weights', put that in brackets: weights=[...]
            weights=[1 0                 | the bracket after 'weights=' is not closed
            weights='1 0                 | the quote after 'weights=' is not closed
            weights=[1 0]no-bias         | a blank is missing after 'weights=[1 0]'
            """)
    void mistakesAreErrorsThatNameThemAndWhatIsAllowed(String text, String message) {
        Exception e = assertThrows(OptionException.class, () -> SCHEMA.parse(text));
        assertTrue(e.getMessage().contains(message), e.getMessage());
        assertFalse(e.getMessage().contains("\n"), "one line");
    }

    @Test
    void variablesOfTheMacroAreRead() {
        Options options = SCHEMA.parse(
                "weights=&bank kernel=&size save=[&size]",
                name -> name.equals("size") ? Optional.of("5") : Optional.empty());
        assertEquals("&bank", options.text(WEIGHTS), "as in ImageJ, what is no variable stands for itself");
        assertEquals("5", options.text(KERNEL));
        assertEquals("&size", options.text(SAVE), "brackets protect");
    }

    @Test
    void readerErrorsNameKeyAndValue() {
        Options options = SCHEMA.parse("kernel=x");
        Exception e = assertThrows(OptionException.class, () -> options.read(KERNEL, Integer::parseInt));
        assertTrue(e.getMessage().startsWith("kernel=x: "), e.getMessage());
    }

    @Test
    void keyThatHidesInAnotherIsRefused() {
        List<OptionKey> keys = List.of(OptionKey.text("kernel-width", "", ""), OptionKey.text("width", "", ""));
        assertThrows(IllegalArgumentException.class, () -> new OptionSchema(keys));
        // The reason: ImageJ finds one in the other.
        assertEquals("3", Macro.getValue("kernel-width=3 ", "width", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Kernel", "kernel_size", "kernel size"})
    void keysThatImageJWouldChangeAreRefused(String name) {
        assertThrows(IllegalArgumentException.class, () -> OptionKey.text(name, "", ""));
    }

    @Test
    void labelsGiveTheKeyBackToImageJ() {
        for (OptionKey key : SCHEMA.keys()) {
            assertEquals(key.name(), Macro.trimKey(key.label()));
        }
    }

    static Stream<Options> randomOptions() {
        return IntStream.range(0, 200).mapToObj(seed -> {
            Random random = new Random(seed);
            Options options = SCHEMA.defaults()
                    .with(WEIGHTS, randomValue(random))
                    .with(KERNEL, randomValue(random))
                    .with(SAVE, randomValue(random));
            return random.nextBoolean() ? options.with(NO_BIAS, "true") : options;
        });
    }

    private static String randomValue(Random random) {
        String letters = "ab 1;|'\"\\&=.µ";
        StringBuilder value = new StringBuilder();
        int length = random.nextInt(6);
        for (int i = 0; i < length; i++) {
            String letter = letters.charAt(random.nextInt(letters.length())) + "";
            value.append(random.nextInt(4) == 0 ? "[" + letter + "]" : letter);
        }
        return value.toString().strip();
    }

    @ParameterizedTest
    @MethodSource("randomOptions")
    void printedIsParsed(Options options) {
        Options parsed = SCHEMA.parse(options.print());
        SCHEMA.keys().forEach(key -> assertEquals(options.text(key), parsed.text(key), key.name()));
    }

    @ParameterizedTest
    @MethodSource("randomOptions")
    void recordedIsParsedByTheMacroLanguage(Options options) {
        Recorder.resetCommandOptions();
        options.record();
        String literal = "\"" + Recorder.getCommandOptions() + "\"";
        Recorder.resetCommandOptions();
        Options parsed = SCHEMA.parse(new Interpreter().eval(literal));
        SCHEMA.keys().forEach(key -> assertEquals(options.text(key), parsed.text(key), literal));
    }

    @Test
    void defaultsPrintTheFirstKeySoThatReplayOpensNoDialog() {
        assertEquals("weights=sobel", SCHEMA.defaults().print());
    }

    @Test
    void valueThatImageJCannotWriteIsRefused() {
        Options options = SCHEMA.defaults().with(WEIGHTS, "image:a] b");
        assertThrows(OptionException.class, options::print);
    }
}
