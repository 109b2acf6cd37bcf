package org.convlayers.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KernelTextTest {
    @ParameterizedTest
    @ValueSource(strings = {"1 0; 2 -1.5", "1,0;2,-1.5", " +1 ,\t0 ;\n2e0 -15e-1 ", "1. .0\n2\t-1.50", "1 0\r\n2 -1.5"})
    void numbersAreSeparatedBySpacesOrCommasAndRowsBySemicolonsOrLines(String text) {
        Tensor kernels = KernelText.parse(text);
        assertEquals(List.of(1, 2, 2), kernels.shape());
        assertArrayEquals(new float[] {1, 0, 2, -1.5f}, kernels.data());
    }

    @Test
    void kernelsAreSeparatedByBars() {
        Tensor kernels = KernelText.parse("1 2 3 | 4 5 6|7 8 9");
        assertEquals(List.of(3, 1, 3), kernels.shape());
        assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, kernels.data());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "1 0; 2 # row 2 has 1 numbers, but the one before has 2; all rows need the same length",
                "1 0 | 2 1 0 # kernel 2, row 1 has 3 numbers, but the one before has 2; all rows need the same length",
                "1 0 | 2 1; 0 1 # kernel 2 has 2 rows, but the one before has 1; all kernels need the same size",
                "1 0; # row 2 is empty; a kernel is rows of numbers, as in 1 0; 2 1",
                "1 0 | # row 1 is empty; a kernel is rows of numbers, as in 1 0; 2 1",
                "1 x # 'x' is not a number of a kernel; a kernel is rows of numbers, as in 1 0; 2 1",
                "1 NaN # 'NaN' is not a number of a kernel; a kernel is rows of numbers, as in 1 0; 2 1",
                "1 2f # '2f' is not a number of a kernel; a kernel is rows of numbers, as in 1 0; 2 1",
                "1 1e99 # '1e99' is not a number of a kernel; a kernel is rows of numbers, as in 1 0; 2 1",
                "1,,2 # '' is not a number of a kernel; a kernel is rows of numbers, as in 1 0; 2 1"
            })
    void whatIsNoKernelIsNamed(String text, String fault) {
        assertEquals(
                fault,
                assertThrows(IllegalArgumentException.class, () -> KernelText.parse(text))
                        .getMessage());
    }
}
