package org.convlayers.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WeightSourceTest {
    @Test
    void everyFormOfTheTextIsUnderstood() {
        assertEquals(new WeightSource.Kaiming(), WeightSource.parse(" Kaiming "));
        assertEquals(new WeightSource.Bank(FilterBank.SOBEL, List.of()), WeightSource.parse("sobel"));
        assertEquals(new WeightSource.Bank(FilterBank.GAUSSIAN, List.of(1.5)), WeightSource.parse("Gaussian( 1.5 )"));
        assertEquals(new WeightSource.Bank(FilterBank.DOG, List.of(1.0, 1.6)), WeightSource.parse("dog(1, 1.6)"));
        assertEquals(new WeightSource.Inline("1 0; 2 1"), WeightSource.parse("1 0; 2 1"));
        assertEquals(new WeightSource.Inline("-1 1 | 1 -1"), WeightSource.parse("-1 1 | 1 -1"));
        assertEquals(new WeightSource.Inline("2"), WeightSource.parse("2"));
        assertEquals(new WeightSource.Image("my kernel.tif"), WeightSource.parse("image:my kernel.tif"));
    }

    @ParameterizedTest
    @CsvSource({
        "w.npy, w.npy, ''",
        "C:\\my data\\W.NPZ, C:\\my data\\W.NPZ, ''",
        "/tmp/run#3/w.safetensors, /tmp/run#3/w.safetensors, ''",
        "w.safetensors#encoder.0, w.safetensors, encoder.0",
        "run#3/w.npz#conv, run#3/w.npz, conv",
        "3x3.txt, 3x3.txt, ''"
    })
    void filesAreToldByTheirEndingAndMayNameTensors(String text, String path, String prefix) {
        assertEquals(new WeightSource.File(path, prefix), WeightSource.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kaiming",
                "sobel",
                "gaussian(1.5)",
                "dog(1,1.6)",
                "laplacian(8)",
                "1 0; 2 1 | 0 1; 1 2",
                "w.npz",
                "w.npz#conv",
                "image:kernel"
            })
    void whatIsPrintedParsesBack(String text) {
        assertEquals(text, WeightSource.parse(text).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"kaiming", "digits", "sobel", "box", "gaussian"})
    void emptyParenthesesAreNone(String name) {
        assertEquals(WeightSource.parse(name), WeightSource.parse(name + "()"));
        assertEquals(WeightSource.parse(name), WeightSource.parse(name + " ( )"));
    }

    @ParameterizedTest
    @CsvSource({"'',weights= is empty; allowed are kaiming", "models,weights=models is not known; allowed are kaiming"})
    void whatResemblesNoNameIsMetWithTheWholeList(String text, String message) {
        assertTrue(fault(text).startsWith(message), fault(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sobell", "Sobl", "sobel3"})
    void unknownNamesAreMetWithTheNearestAndTheWholeList(String text) {
        assertEquals(
                "weights=" + text
                        + " is not known; the nearest is 'sobel'; allowed are kaiming, digits, sobel, prewitt,"
                        + " scharr, laplacian(neighbours), gaussian(sigma), log(sigma), dog(sigma1, sigma2), box(size),"
                        + " sharpen, emboss, identity, kernels such as 1 0; 2 1, a file (.npy, .npz, .safetensors,"
                        + " .txt), and image:TITLE",
                fault(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "gaussian(-1) # weights=gaussian(-1): sigma of gaussian must be a number above 0 and at most 4096, but is -1",
                "gaussian(a) # weights=gaussian(a): 'a' is not a number",
                "gaussian(1.5 # weights=gaussian(1.5: the bracket is not closed; expected )",
                "dog() # weights=dog(): there are 0 arguments for dog; it is written dog(sigma1, sigma2)",
                "gaussian(1,) # weights=gaussian(1,): '' is not a number",
                "1 0; 2 # weights=1 0; 2: row 2 has 1 numbers, but the one before has 2; all rows need the same length",
                "1 0; 2 a # weights=1 0; 2 a: 'a' is not a number of a kernel; a kernel is rows of numbers, as in 1 0; 2 1",
                "image: # weights=image: needs the title of an open image, as in image:kernel.tif"
            })
    void faultsInsideAreNamedWithTheText(String text, String fault) {
        assertEquals(fault, fault(text));
    }

    @Test
    void textsOfSeveralLinesAreQuotedInOne() {
        assertEquals(
                "weights=1 0; 2 a: 'a' is not a number of a kernel; a kernel is rows of numbers, as in 1 0; 2 1",
                fault("1 0;\n2 a"));
    }

    @Test
    void banksThatAreTooLargeNameTheText() {
        WeightSource source = WeightSource.parse("gaussian(2000)");
        assertEquals(
                "weights=gaussian(2000): a kernel of 12001x12001 is too large; at most 16777216 pixels are allowed",
                assertThrows(IllegalArgumentException.class, () -> source.open(2, path -> Map.of()))
                        .getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.pt", "C:\\data\\model", "./weights", "3x3.csv"})
    void otherFilesAreRefusedWithTheWayOutOfPyTorch(String text) {
        assertEquals(
                "weights=" + text + " is no file of a kind that can be read; allowed are .npy, .npz, .safetensors (from"
                        + " PyTorch: safetensors.torch.save_file(model.state_dict(), path)) and .txt",
                fault(text));
    }

    @Test
    void anEmptyPrefixIsRefused() {
        assertEquals(
                "weights=w.npz# ends in #, after which the start of the tensors' names is expected", fault("w.npz#"));
    }

    private static String fault(String text) {
        return assertThrows(IllegalArgumentException.class, () -> WeightSource.parse(text))
                .getMessage();
    }
}
