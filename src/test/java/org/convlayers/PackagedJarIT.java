package org.convlayers;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the build leaves for people to install. */
final class PackagedJarIT {

    @Test
    void theBuildLeavesAThinJarAndOneWithEverything() throws IOException {
        String thin = PackagedJar.THIN.path().getFileName().toString();
        String stem = thin.substring(0, thin.length() - ".jar".length());
        Set<String> extras = Set.of(stem + "-sources.jar", stem + "-tests.jar", stem + "-javadoc.jar");
        try (Stream<Path> files = Files.list(PackagedJar.THIN.path().getParent())) {
            Set<String> jars = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.contains(stem) && !extras.contains(name))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertEquals(Set.of(thin, stem + "-all.jar"), jars);
        }
    }

    @Test
    void theNameMakesPlainImageJLookForPlugins() {
        assertTrue(PackagedJar.THIN.path().getFileName().toString().contains("_"));
    }

    /** ImageJ takes the first entry whose name ends so, wherever it lies. */
    @ParameterizedTest
    @EnumSource
    void theOnlyPluginsConfigIsOurs(PackagedJar jar) throws IOException {
        assertEquals(List.of("plugins.config"), select(jar, name -> name.endsWith("plugins.config")));
        try (JarFile file = new JarFile(jar.path().toFile())) {
            ZipEntry entry = file.getEntry("plugins.config");
            assertEquals(
                    Files.readString(Path.of("plugins.config")),
                    new String(file.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** Where SciJava looks for the service that scripts ask for. */
    @Test
    void theThinJarListsTheServiceAlone() throws IOException {
        try (JarFile file = new JarFile(PackagedJar.THIN.path().toFile())) {
            ZipEntry list = file.getEntry("META-INF/json/org.scijava.plugin.Plugin");
            String text = new String(file.getInputStream(list).readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(text.contains("org.convlayers.scijava.DefaultConvLayersService"), text);
            assertEquals(2, text.split("\"class\"", -1).length, text);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyMenuEntryNamesAClassInTheJar(PackagedJar jar) throws IOException {
        List<String> entries = Files.readAllLines(Path.of("plugins.config")).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#") && !line.endsWith("\"-\""))
                .toList();
        List<String> names = names(jar);
        List<String> missing = entries.stream()
                .filter(entry -> !names.contains(classOf(entry).replace('.', '/') + ".class"))
                .toList();
        assertEquals(List.of(), missing);
    }

    private static String classOf(String menuEntry) {
        String plugin = menuEntry.substring(menuEntry.lastIndexOf(',') + 1).strip();
        int argument = plugin.indexOf('(');
        return argument < 0 ? plugin : plugin.substring(0, argument);
    }

    @Test
    void theThinJarHoldsOurClassesAlone() throws IOException {
        assertEquals(List.of(), select(PackagedJar.THIN, name -> isClass(name) && !name.startsWith("org/convlayers/")));
    }

    /** Fiji has a version of its own, and plain ImageJ has none. */
    @ParameterizedTest
    @EnumSource
    void theLibraryThatFindsRanksIsThereOnceUnderOurName(PackagedJar jar) throws IOException {
        String library = "SingularValueDecomposition.class";
        assertEquals(List.of("org/convlayers/jama/" + library), select(jar, name -> name.endsWith(library)));
        assertEquals(List.of(), select(jar, name -> name.startsWith("Jama/")));
    }

    @Test
    void theAllJarHoldsWhatPlainImageJLacks() throws IOException {
        List<String> names = names(PackagedJar.ALL);
        assertAll(Stream.of(
                        "ij/ImageJ.class",
                        "IJ_Props.txt",
                        "net/imglib2/RandomAccessibleInterval.class",
                        "picocli/CommandLine.class",
                        "com/google/gson/Gson.class",
                        "META-INF/LICENSE",
                        "META-INF/THIRD-PARTY.txt")
                .map(name -> () -> assertTrue(names.contains(name), name)));
    }

    /** SciJava comes with Fiji; signatures and modules of a library say nothing true about the jar that swallowed it. */
    @Test
    void theAllJarHoldsNothingElse() throws IOException {
        assertEquals(
                List.of(),
                select(
                        PackagedJar.ALL,
                        name -> name.startsWith("org/scijava/")
                                || name.endsWith("module-info.class")
                                || name.matches("META-INF/.*\\.(SF|DSA|RSA)")));
    }

    @Test
    void theAllJarStartsTheCommandLine() throws IOException {
        try (JarFile file = new JarFile(PackagedJar.ALL.path().toFile())) {
            assertEquals(
                    "org.convlayers.cli.Main",
                    file.getManifest().getMainAttributes().getValue("Main-Class"));
        }
    }

    private static boolean isClass(String name) {
        return name.endsWith(".class");
    }

    private static List<String> select(PackagedJar jar, Predicate<String> wanted) throws IOException {
        return names(jar).stream().filter(wanted).toList();
    }

    private static List<String> names(PackagedJar jar) throws IOException {
        try (JarFile file = new JarFile(jar.path().toFile())) {
            return file.stream().map(ZipEntry::getName).toList();
        }
    }
}
