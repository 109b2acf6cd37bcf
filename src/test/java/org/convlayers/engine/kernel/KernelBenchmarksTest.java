package org.convlayers.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** Each loop has a benchmark, which also tells whether it is still SIMD code. */
class KernelBenchmarksTest {
    static Stream<Arguments> loops() {
        return Stream.of(
                Arguments.of(Exponentials.class, ExponentialsBenchmark.class),
                Arguments.of(Fourier.class, FourierBenchmark.class),
                Arguments.of(RowReduction.class, RowReductionBenchmark.class),
                Arguments.of(StripSums.class, StripSumsBenchmark.class),
                Arguments.of(Winograd.class, WinogradBenchmark.class));
    }

    @ParameterizedTest
    @MethodSource("loops")
    void everyLoopIsTimed(Class<?> loops, Class<?> benchmark) {
        assertEquals(
                names(
                        loops,
                        method -> Modifier.isPublic(method.getModifiers()) && method.getReturnType() == void.class),
                names(benchmark, method -> method.isAnnotationPresent(Benchmark.class)));
    }

    private static Set<String> names(Class<?> type, Predicate<Method> which) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(which)
                .map(Method::getName)
                .collect(Collectors.toSet());
    }

    @Test
    void everyMicrokernelIsTimed() throws Exception {
        assertEquals(Arrays.stream(MicroKernel.values()).map(MicroKernel::name).toList(), timed("name"));
    }

    @Test
    void everyLengthOfStripsIsTimed() throws Exception {
        assertEquals(Arrays.stream(StripLength.values()).map(StripLength::name).toList(), timed("length"));
    }

    private static List<String> timed(String parameter) throws NoSuchFieldException {
        return Arrays.asList(MicroKernelBenchmark.class
                .getField(parameter)
                .getAnnotation(Param.class)
                .value());
    }
}
