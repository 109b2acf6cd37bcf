package org.convlayers.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.convlayers.layer.Network;
import org.convlayers.text.NetworkText;
import org.junit.jupiter.api.Test;

class DigitInitializerTest {
    private static final Network NETWORK = NetworkText.parse("Conv2d(3, 8, 3); Conv2d(8, 8, 3)");

    private static Weights digits(long seed) {
        return new DigitInitializer().initialize(NETWORK, seed);
    }

    @Test
    void numbersAreWholeAndSmall() {
        Set<Float> numbers = new TreeSet<>();
        for (float number : digits(0).get("1.weight").data()) {
            numbers.add(number);
        }
        assertEquals(Set.of(-2f, -1f, 0f, 1f, 2f), numbers);
        assertEquals(List.of(8), digits(0).get("0.bias").shape());
    }

    @Test
    void theSeedSaysWhich() {
        assertArrayEquals(
                digits(5).get("0.weight").data(), digits(5).get("0.weight").data());
        assertFalse(Arrays.equals(
                digits(5).get("0.weight").data(), digits(6).get("0.weight").data()));
        assertFalse(Arrays.equals(
                digits(5).get("0.bias").data(), digits(5).get("1.bias").data()));
    }

    @Test
    void theTextIsItsName() {
        assertEquals("digits", WeightSource.parse(" Digits ").toString());
    }
}
