package org.convlayers;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.imagej.patcher.LegacyEnvironment;

/**
 * Runs macros as {@code fiji --headless} does: in a Java of their own, with the ImageJ that Fiji patches and our menu. What
 * they print comes back.
 */
public final class HeadlessFiji {
    /** Printed when a macro came to its end: ImageJ's exit code says nothing. */
    private static final String END = "--- the macro came to its end ---";

    private static final long SECONDS = 120;

    private HeadlessFiji() {}

    /**
     * Runs a macro.
     *
     * @param folder a folder for its files
     * @param macro its lines
     * @return what it printed
     */
    public static List<String> run(Path folder, String... macro) throws IOException, InterruptedException {
        return run(System.getProperty("java.class.path"), folder, macro);
    }

    /**
     * Runs a macro with one jar as the only plugin.
     *
     * @param jar the plugin, with all that it needs inside
     */
    public static List<String> runWith(Path jar, Path folder, String... macro)
            throws IOException, InterruptedException {
        String tests = Path.of("target", "test-classes").toAbsolutePath().toString();
        String classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> isImageJ(new File(entry)) || entry.equals(tests))
                .collect(Collectors.joining(File.pathSeparator));
        return run(classPath + File.pathSeparator + jar, folder, macro);
    }

    private static List<String> run(String classPath, Path folder, String... macro)
            throws IOException, InterruptedException {
        Path file = folder.resolve("macro.ijm");
        Files.writeString(file, String.join("\n", macro) + "\nprint(\"" + END + "\");\n");
        Path output = folder.resolve("macro.log");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.awt.headless=true",
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "-Xmx512m",
                        "-classpath",
                        classPath,
                        HeadlessFiji.class.getName(),
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
        String text = Files.readString(output);
        assertTrue(ended, () -> "the macro hangs:\n" + text);
        assertTrue(text.endsWith(END + System.lineSeparator()), () -> "the macro ended too early:\n" + text);
        return text.lines().filter(line -> !line.equals(END)).toList();
    }

    /** Runs the macro of a file; for {@link #run}. */
    public static void main(String[] arguments) throws Exception {
        LegacyEnvironment imageJ = new LegacyEnvironment(null, true);
        plugins().forEach(imageJ::addPluginClasspath);
        imageJ.runMacro(Files.readString(Path.of(arguments[0]), StandardCharsets.UTF_8), "");
        System.exit(0);
    }

    /** All but ImageJ and what patches it. */
    private static Stream<File> plugins() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(File::new)
                .filter(file -> !isImageJ(file));
    }

    private static boolean isImageJ(File file) {
        return file.getName().matches("(ij|ij1-patcher|javassist)-.*");
    }
}
