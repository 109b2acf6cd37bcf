package org.convlayers.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the times were measured on. */
final class Machine {
    private static final Path LINUX_CPU = Path.of("/proc/cpuinfo");

    private Machine() {}

    /** Processor, system and JVM in one line. */
    static String describe() throws IOException {
        return processor() + ", " + Runtime.getRuntime().availableProcessors() + " cores; "
                + System.getProperty("os.name") + " " + System.getProperty("os.arch") + "; "
                + System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version");
    }

    /** The feature release: 17, 25, … */
    static int javaVersion() {
        return Runtime.version().feature();
    }

    private static String processor() throws IOException {
        if (Files.notExists(LINUX_CPU)) {
            return System.getProperty("os.arch");
        }
        List<String> lines = Files.readAllLines(LINUX_CPU);
        return lines.stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse(System.getProperty("os.arch"));
    }
}
