package org.convlayers.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Param;

class MicroKernelBenchmarkTest {
    @Test
    void everyMicrokernelIsTimed() throws Exception {
        List<String> timed = Arrays.asList(MicroKernelBenchmark.class
                .getField("name")
                .getAnnotation(Param.class)
                .value());
        assertEquals(Arrays.stream(MicroKernel.values()).map(MicroKernel::name).toList(), timed);
    }
}
