package org.convlayers.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.convlayers.shape.Extent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterBankTest {
    private static Kernels kernels(FilterBank bank, int rank, Double... arguments) {
        return bank.kernels(rank, List.of(arguments), Optional.empty());
    }

    private static float[] values(FilterBank bank, Double... arguments) {
        return kernels(bank, 2, arguments).tensor().data();
    }

    /** Kernel k applied (cross-correlation) to an image at the origin, in double precision. */
    private static double apply(Kernels kernels, int k, ToDoubleFunction<double[]> image) {
        int pixels = (int) kernels.size().product();
        double sum = 0;
        for (int i = 0; i < pixels; i++) {
            double[] at = new double[kernels.size().rank()];
            for (int axis = at.length - 1, rest = i; axis >= 0; axis--) {
                int size = kernels.size().get(axis);
                at[axis] = rest % size - size / 2;
                rest /= size;
            }
            sum += kernels.tensor().data()[k * pixels + i] * image.applyAsDouble(at);
        }
        return sum;
    }

    @ParameterizedTest
    @CsvSource({"SOBEL, 1, 2, 8", "PREWITT, 1, 1, 6", "SCHARR, 3, 10, 32"})
    void gradientsAreSmoothingAcrossTimesDifferenceAlong(FilterBank bank, float side, float middle, float divisor) {
        float[] expected = {
            -side, 0, side, -middle, 0, middle, -side, 0, side, //
            -side, -middle, -side, 0, 0, 0, side, middle, side
        };
        for (int i = 0; i < expected.length; i++) {
            expected[i] /= divisor;
        }
        assertEquals(List.of(2, 3, 3), kernels(bank, 2).tensor().shape());
        assertArrayEquals(expected, values(bank));
    }

    @ParameterizedTest
    @EnumSource(names = {"SOBEL", "PREWITT", "SCHARR"})
    void aRampGivesItsSlopeInEachKernelOfItsAxisAndZeroInTheOthers(FilterBank bank) {
        for (int rank = 1; rank <= 3; rank++) {
            Kernels kernels = kernels(bank, rank);
            assertEquals(rank, kernels.count());
            assertEquals(Extent.filled(rank, 3), kernels.size());
            for (int axis = 0; axis < rank; axis++) {
                int along = axis;
                for (int k = 0; k < rank; k++) {
                    double expected = k == rank - 1 - axis ? 2.5 : 0;
                    assertEquals(expected, apply(kernels, k, at -> 7 + 2.5 * at[along]), 1e-6);
                }
            }
        }
    }

    @Test
    void laplaciansAreTheFamiliarKernels() {
        assertArrayEquals(new float[] {0, 1, 0, 1, -4, 1, 0, 1, 0}, values(FilterBank.LAPLACIAN));
        assertArrayEquals(new float[] {0, 1, 0, 1, -4, 1, 0, 1, 0}, values(FilterBank.LAPLACIAN, 4.0));
        assertArrayEquals(new float[] {1, 1, 1, 1, -8, 1, 1, 1, 1}, values(FilterBank.LAPLACIAN, 8.0));
        assertArrayEquals(
                new float[] {1, -2, 1},
                kernels(FilterBank.LAPLACIAN, 1).tensor().data());
        assertEquals(-26, kernels(FilterBank.LAPLACIAN, 3, 26.0).tensor().data()[13]);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void theLaplacianOfAParabolaIsTheSumOfItsSecondDerivatives(int rank) {
        Kernels kernels = kernels(FilterBank.LAPLACIAN, rank);
        assertEquals(2, apply(kernels, 0, at -> at[0] * at[0]), 1e-6);
        assertEquals(2 * rank, apply(kernels, 0, FilterBankTest::squared), 1e-6);
    }

    private static double squared(double[] at) {
        double sum = 0;
        for (double x : at) {
            sum += x * x;
        }
        return sum;
    }

    @ParameterizedTest
    @CsvSource({"1, 7", "1.5, 11", "0.3, 3", "2, 13"})
    void gaussiansFollowTheirFormulaAndSumToOne(double sigma, int width) {
        Kernels kernels = kernels(FilterBank.GAUSSIAN, 2, sigma);
        assertEquals(Extent.of(width, width), kernels.size());
        assertEquals(1, apply(kernels, 0, at -> 1), 1e-6);
        float[] data = kernels.tensor().data();
        float centre = data[data.length / 2];
        for (int y = 0; y < width; y++) {
            for (int x = 0; x < width; x++) {
                double squared = Math.pow(y - width / 2, 2) + Math.pow(x - width / 2, 2);
                assertEquals(centre * Math.exp(-squared / (2 * sigma * sigma)), data[y * width + x], 1e-7);
            }
        }
    }

    @Test
    void theGivenSizeReplacesTheOneThatFollowsFromSigma() {
        Kernels kernels = FilterBank.GAUSSIAN.kernels(2, List.of(1.0), Optional.of(Extent.of(1, 4)));
        double near = Math.exp(-0.125) / (2 * Math.exp(-0.125) + 2 * Math.exp(-1.125));
        assertEquals(Extent.of(1, 4), kernels.size());
        assertArrayEquals(
                new float[] {(float) (0.5 - near), (float) near, (float) near, (float) (0.5 - near)},
                kernels.tensor().data(),
                1e-7f);
    }

    /** The numbers that MATLAB documents for fspecial('log', 5, 0.5), here to more digits, made by numpy. */
    @Test
    void logIsTheKernelOfFspecial() {
        Kernels kernels = kernels(FilterBank.LOG, 2, 0.5);
        float a = 0.0447924f;
        float b = 0.0468064f;
        float c = 0.0564068f;
        float d = 0.3167464f;
        float e = 0.7146325f;
        float[] expected = {
            a, b, c, b, a, //
            b, d, e, d, b, //
            c, e, -4.904764f, e, c, //
            b, d, e, d, b, //
            a, b, c, b, a
        };
        assertEquals(Extent.of(5, 5), kernels.size());
        assertArrayEquals(expected, kernels.tensor().data(), 1e-6f);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.7, 1, 2.4})
    void logAndDogIgnoreAConstantBackground(double sigma) {
        assertEquals(0, apply(kernels(FilterBank.LOG, 2, sigma), 0, at -> 1), 1e-6);
        assertEquals(0, apply(kernels(FilterBank.DOG, 2, sigma, 1.6 * sigma), 0, at -> 1), 1e-6);
    }

    @Test
    void dogIsOneGaussianMinusTheOther() {
        Kernels kernels = kernels(FilterBank.DOG, 1, 1.0, 2.0);
        Optional<Extent> size = Optional.of(Extent.of(13));
        float[] first =
                FilterBank.GAUSSIAN.kernels(1, List.of(1.0), size).tensor().data();
        float[] second =
                FilterBank.GAUSSIAN.kernels(1, List.of(2.0), size).tensor().data();
        for (int i = 0; i < 13; i++) {
            assertEquals(first[i] - second[i], kernels.tensor().data()[i], 1e-7);
        }
    }

    @Test
    void boxIsTheMeanOfItsWindow() {
        float ninth = 1 / 9f;
        assertArrayEquals(
                new float[] {ninth, ninth, ninth, ninth, ninth, ninth, ninth, ninth, ninth}, values(FilterBank.BOX));
        assertEquals(Extent.of(5, 5), kernels(FilterBank.BOX, 2, 5.0).size());
        Kernels given = FilterBank.BOX.kernels(3, List.of(), Optional.of(Extent.of(1, 2, 4)));
        assertEquals(Extent.of(1, 2, 4), given.size());
        assertEquals(0.125f, given.tensor().data()[7]);
    }

    @Test
    void sharpenIsTheImageMinusItsLaplacian() {
        assertArrayEquals(new float[] {0, -1, 0, -1, 5, -1, 0, -1, 0}, values(FilterBank.SHARPEN));
        assertArrayEquals(
                new float[] {-1, 3, -1}, kernels(FilterBank.SHARPEN, 1).tensor().data());
    }

    @Test
    void identityIsOneInTheCentre() {
        assertArrayEquals(new float[] {0, 0, 0, 0, 1, 0, 0, 0, 0}, values(FilterBank.IDENTITY));
        Kernels even = FilterBank.IDENTITY.kernels(2, List.of(), Optional.of(Extent.of(1, 4)));
        assertArrayEquals(new float[] {0, 1, 0, 0}, even.tensor().data());
    }

    @Test
    void embossExistsInThePlaneOnly() {
        assertArrayEquals(new float[] {-2, -1, 0, -1, 1, 1, 0, 1, 2}, values(FilterBank.EMBOSS));
        assertFault("emboss has a kernel over 2 axes only, but the layer has 3", FilterBank.EMBOSS, 3);
    }

    @Test
    void argumentsOutOfRangeAreNamed() {
        assertFault("laplacian(6) has no kernel over 2 axes; neighbours may be 4 or 8", FilterBank.LAPLACIAN, 2, 6.0);
        assertFault(
                "sigma of gaussian must be a number above 0 and at most 4096, but is 0", FilterBank.GAUSSIAN, 2, 0.0);
        assertFault(
                "sigma of log must be a number above 0 and at most 4096, but is NaN", FilterBank.LOG, 2, Double.NaN);
        assertFault("size of box must be a whole number above 0 and at most 4096, but is 2.5", FilterBank.BOX, 2, 2.5);
        assertFault("there are 1 arguments for sobel; it is written sobel", FilterBank.SOBEL, 2, 3.0);
        assertFault("there are 1 arguments for dog; it is written dog(sigma1, sigma2)", FilterBank.DOG, 2, 3.0);
        assertFault(
                "there are 2 arguments for gaussian; it is written gaussian(sigma) or gaussian",
                FilterBank.GAUSSIAN,
                2,
                1.0,
                2.0);
    }

    @Test
    void kernelsThatWouldFillTheMemoryAreRefused() {
        assertFault(
                "a kernel of 6001x6001 is too large; at most 16777216 pixels are allowed",
                FilterBank.GAUSSIAN,
                2,
                1000.0);
    }

    @Test
    void aSigmaThatVanishesBetweenThePixelsIsRefused() {
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> FilterBank.GAUSSIAN.kernels(1, List.of(0.001), Optional.of(Extent.of(2))))
                .getMessage();
        assertEquals("sigma 0.001 is too small for a kernel of 2", message);
    }

    private static void assertFault(String expected, FilterBank bank, int rank, Double... arguments) {
        String message = assertThrows(IllegalArgumentException.class, () -> kernels(bank, rank, arguments))
                .getMessage();
        assertEquals(expected, message);
    }
}
