package org.convlayers.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import javassist.ClassPool;
import javassist.CtClass;
import javassist.NotFoundException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WinogradTest {
    /** Up to this many bytes of bytecode the JIT inlines a method, where Java 17 no longer vectorises it. */
    private static final int FREQ_INLINE_SIZE = 325;

    @Test
    void sixProductsMakeFourSumsOfThreeTaps() {
        Random random = new Random(1);
        float[][] inputs = arrays(Winograd.PRODUCTS, random);
        double[] filter = {random.nextGaussian(), random.nextGaussian(), random.nextGaussian()};

        float[][] outputs = filter(inputs, filter, Strip.allocate());

        for (int x = 0; x < Strip.LENGTH; x++) {
            for (int r = 0; r < Winograd.OUTPUTS; r++) {
                double sum = 0;
                for (int t = 0; t < Winograd.TAPS; t++) {
                    sum += filter[t] * inputs[r + t][x];
                }
                assertEquals(sum, outputs[r][x], 2e-5);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void theCheckShowsLanesWithAResultThatIsNotFinite(float special) {
        for (int row = 0; row < Winograd.PRODUCTS; row++) {
            float[][] inputs = arrays(Winograd.PRODUCTS, new Random(row));
            inputs[row][7] = special;
            float[] check = Strip.allocate();

            filter(inputs, new double[] {1, 4, 1}, check);

            for (int x = 0; x < Strip.LENGTH; x++) {
                assertEquals(x == 7, check[x] != 0, "lane " + x);
            }
        }
    }

    @Test
    void theLanesOfTheInputFitIntoItsArrays() {
        assertTrue(Strip.allocate().length >= Winograd.INPUT_LENGTH);
        assertTrue(Winograd.INPUT_LENGTH >= Strip.LENGTH);
    }

    @Test
    void transformsAreTooLongToBeInlined() throws NotFoundException {
        CtClass transforms = ClassPool.getDefault().get(Winograd.class.getName());
        for (String name : new String[] {"transformInputs", "transformProducts"}) {
            int length = transforms
                    .getDeclaredMethod(name)
                    .getMethodInfo()
                    .getCodeAttribute()
                    .getCodeLength();
            assertTrue(length > FREQ_INLINE_SIZE, () -> name + " has " + length + " bytes of bytecode");
        }
    }

    private static float[][] filter(float[][] inputs, double[] filter, float[] check) {
        float[][] products = arrays(Winograd.PRODUCTS, new Random(0));
        Winograd.transformInputs(inputs, 0, 1, products, 0, 1);
        for (int i = 0; i < Winograd.PRODUCTS; i++) {
            float weight = (float) Winograd.weight(i, filter[0], filter[1], filter[2]);
            for (int x = 0; x < Strip.LENGTH; x++) {
                products[i][x] *= weight;
            }
        }
        float[][] outputs = arrays(Winograd.OUTPUTS, new Random(0));
        Winograd.transformProducts(products, 0, 1, outputs, check);
        return outputs;
    }

    private static float[][] arrays(int count, Random random) {
        float[][] arrays = new float[count][];
        Arrays.setAll(arrays, i -> Strip.allocate());
        for (float[] array : arrays) {
            for (int x = 0; x < array.length; x++) {
                array[x] = (float) random.nextGaussian();
            }
        }
        return arrays;
    }
}
