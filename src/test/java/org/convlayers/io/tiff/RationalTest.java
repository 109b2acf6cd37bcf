package org.convlayers.io.tiff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RationalTest {
    @Test
    void decimalFractionsAreExact() {
        assertEquals(new Rational(10000, 1083), Rational.near(1 / 0.1083));
        assertEquals(new Rational(1, 1000), Rational.near(1e-3));
        assertEquals(new Rational(1, 1), Rational.near(1));
        assertEquals(new Rational(0xffff_ffffL, 1), Rational.near(0xffff_ffffL));
        assertEquals(new Rational(1, 0xffff_ffffL), Rational.near(1.0 / 0xffff_ffffL));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anyValueIsNear(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 1000; i++) {
            double value = Math.exp((random.nextDouble() - 0.5) * 20);
            Rational near = Rational.near(value);
            double error = 0x1p-32 / Math.min(near.numerator(), near.denominator()) + 1e-15;
            assertEquals(value, (double) near.numerator() / near.denominator(), value * error, "seed " + seed);
            assertTrue(near.numerator() <= 0xffff_ffffL && near.denominator() <= 0xffff_ffffL, "seed " + seed);
        }
    }

    @Test
    void rangeIsThatOf32Bits() {
        assertTrue(Rational.isNear(4.2e9));
        assertTrue(Rational.isNear(2.4e-10));
        assertFalse(Rational.isNear(4.3e9));
        assertFalse(Rational.isNear(2.3e-10));
        assertFalse(Rational.isNear(Double.NaN));
    }
}
