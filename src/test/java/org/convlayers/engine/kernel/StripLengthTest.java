package org.convlayers.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import javassist.ClassPool;
import javassist.CtClass;
import javassist.CtMethod;
import javassist.NotFoundException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StripLengthTest {
    /** Up to this many bytes of bytecode the JIT inlines a method, where Java 17 no longer vectorises it. */
    private static final int FREQ_INLINE_SIZE = 325;

    @ParameterizedTest
    @CsvSource({
        "1, QUARTER",
        "128, QUARTER",
        "129, THREE_EIGHTHS",
        "192, THREE_EIGHTHS",
        "193, HALF",
        "256, HALF",
        "257, FIVE_EIGHTHS",
        "321, THREE_QUARTERS",
        "385, FULL",
        "512, FULL"
    })
    void theShortestThatHoldsTheLanesIsTaken(int lanes, StripLength length) {
        assertEquals(length, StripLength.covering(lanes));
        assertTrue(length.lanes() >= lanes);
    }

    @Test
    void shortStripsCostLessButMoreForALane() {
        assertEquals(1, StripLength.FULL.cost());
        for (StripLength length : StripLength.values()) {
            assertTrue(length.cost() >= (double) length.lanes() / Strip.LENGTH);
            assertTrue(length.cost() <= 1);
        }
    }

    /** Two lengths that shared a class would share its constant, and the code that the JIT makes of it. */
    @Test
    void everyLengthHasAClassOfLoops() {
        long classes = Arrays.stream(StripLength.values())
                .map(length -> length.loops().getClass())
                .distinct()
                .count();
        assertEquals(StripLength.values().length, classes);
        assertSame(StripLength.FULL.loops(), StripLength.FULL.loops());
    }

    @Test
    void loopsAreTooLongToBeInlined() throws NotFoundException {
        CtClass loops = ClassPool.getDefault().get(StripLoops.class.getName());
        List<CtMethod> wanted = Arrays.stream(
                        ClassPool.getDefault().get(Loops.class.getName()).getDeclaredMethods())
                .filter(method -> Modifier.isAbstract(method.getModifiers()))
                .toList();
        assertEquals(11, wanted.size());
        for (CtMethod method : wanted) {
            int length = loops.getMethod(method.getName(), method.getSignature())
                    .getMethodInfo()
                    .getCodeAttribute()
                    .getCodeLength();
            assertTrue(length > FREQ_INLINE_SIZE, () -> method.getName() + " has " + length + " bytes of bytecode");
        }
    }
}
