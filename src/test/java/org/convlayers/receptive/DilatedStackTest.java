package org.convlayers.receptive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DilatedStackTest {
    private static DilatedStack stack(int kernel, Integer... rates) {
        return new DilatedStack(kernel, 1, List.of(rates));
    }

    /** The places that one pixel sees, one by one. */
    private static BitSet seen(DilatedStack stack) {
        BitSet seen = new BitSet();
        seen.set(0, (int) stack.before());
        for (int rate : stack.rates()) {
            BitSet next = new BitSet();
            for (int tap = 0; tap < stack.kernelSize(); tap++) {
                int shift = tap * rate;
                seen.stream().forEach(place -> next.set(place + shift));
            }
            seen = next;
        }
        return seen;
    }

    private static boolean isWhole(DilatedStack stack) {
        return seen(stack).cardinality() == stack.size();
    }

    @Test
    void stacksOfThePapersAreJudgedAsThere() {
        assertTrue(stack(3, 2, 2, 2).hasHoles());
        assertEquals(7, seen(stack(3, 2, 2, 2)).cardinality());
        assertFalse(stack(3, 1, 2, 5).hasHoles());
        assertEquals(17, stack(3, 1, 2, 5).size());
        assertFalse(stack(3, 1, 2, 4, 8).hasHoles());
        assertTrue(stack(3, 2, 4, 8).hasHoles());
    }

    static LongStream seeds() {
        return LongStream.range(0, 400);
    }

    private static DilatedStack random(long seed) {
        Random random = new Random(seed);
        return new DilatedStack(
                2 + random.nextInt(4),
                1 + random.nextInt(4),
                IntStream.range(0, 1 + random.nextInt(5))
                        .mapToObj(i -> 1 + random.nextInt(9))
                        .toList());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void sizeAndHolesAreThoseOfCountedPlaces(long seed) {
        DilatedStack stack = random(seed);
        assertEquals(stack.size(), seen(stack).length());
        assertEquals(!isWhole(stack), stack.hasHoles(), stack.toString());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void proposedRatesSeeAtLeastAsFarWithoutHoles(long seed) {
        DilatedStack stack = random(seed);
        Optional<DilatedStack> proposed = stack.withoutHoles();
        int most = (int) stack.before();
        for (int i = 0; i < stack.rates().size(); i++) {
            most *= stack.kernelSize();
        }
        assertEquals(most >= stack.size(), proposed.isPresent(), stack.toString());
        proposed.ifPresent(better -> {
            assertEquals(stack.rates().size(), better.rates().size());
            assertTrue(isWhole(better), better.toString());
            assertTrue(better.size() >= stack.size(), better.toString());
        });
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void fewestLayersReachAnySize(long seed) {
        Random random = new Random(seed);
        int kernel = 2 + random.nextInt(6);
        int before = 1 + random.nextInt(5);
        int size = before + random.nextInt(3000);
        DilatedStack stack = DilatedStack.reaching(kernel, before, size);
        assertTrue(isWhole(stack), stack.toString());
        assertTrue(stack.size() >= size && stack.size() < size + kernel, stack + " for " + size);
        double fewer = before * Math.pow(kernel, stack.rates().size() - 1.0);
        assertTrue(stack.rates().isEmpty() || fewer < size, stack + " for " + size);
    }

    @ParameterizedTest
    @CsvSource({"'2,2,2', '1,2,3'", "'1,2,9', '1,3,8'", "'4,4,4,4', '1,3,6,6'", "'1,1,1', '1,1,1'"})
    void proposalsAreAsEvenAsPossible(String rates, String expected) {
        assertEquals(
                new DilatedStack(3, 1, numbers(expected)),
                new DilatedStack(3, 1, numbers(rates)).withoutHoles().orElseThrow());
    }

    private static List<Integer> numbers(String text) {
        return List.of(text.split(",", -1)).stream().map(Integer::valueOf).toList();
    }

    @Test
    void farthestStackMultipliesItsFieldEachTime() {
        assertEquals(List.of(1, 3, 9, 27), DilatedStack.reaching(3, 1, 81).rates());
        assertEquals(Optional.empty(), stack(3, 2, 4, 8).withoutHoles());
        assertEquals(4, DilatedStack.reaching(3, 1, 29).rates().size());
    }

    @Test
    void kernelsOfOnePixelAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> stack(1, 1));
        assertThrows(IllegalArgumentException.class, () -> stack(3, 0));
    }
}
