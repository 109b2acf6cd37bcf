package org.convlayers;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scijava.plugin.Plugin;

/**
 * Holds the house together: which package may know which, and which libraries stay behind one door.
 *
 * <p>A failure here is a question about the design, not about this file: a new arrow in the table is a decision.
 */
final class ArchitectureTest {

    private static final String ROOT = "org.convlayers";

    /** Each package, and what it may know of the others. */
    private static final String ARROWS = """
            shape              -> ''
            layer              -> shape
            receptive          -> shape layer
            text               -> shape layer
            weights            -> shape layer text
            arithmetic         -> shape layer weights
            engine.kernel      -> ''
            engine.memory      -> shape engine.kernel
            engine.layer       -> shape layer weights engine.kernel engine.memory
            engine.convolution -> shape layer weights engine.kernel engine.memory engine.layer
            engine             -> shape layer receptive weights engine.memory engine.layer engine.convolution
            img                -> shape layer receptive weights engine engine.memory engine.layer
            gradient           -> shape layer receptive weights engine.memory engine.layer
            io..               -> shape layer weights
            app                -> shape layer receptive weights engine engine.memory engine.layer img io.. text
            ij.option          -> layer shape text weights engine.layer io app
            ij.image           -> shape layer receptive weights engine.memory img io.. text app
            ij.network         -> shape layer receptive weights engine engine.memory engine.layer img io.. text app ij.option ij.image
            ij.field           -> shape layer receptive weights engine.memory text gradient app ij.option ij.image
            ij.arithmetic      -> shape layer weights arithmetic engine.memory io.. text app ij.option ij.image
            ij                 -> text io ij.option ij.image ij.network ij.field ij.arithmetic
            scijava            -> shape layer weights engine engine.memory engine.layer img text io.weights app
            cli                -> shape layer receptive weights engine engine.memory engine.layer img io.. text app ij..
            (root)             -> ij
            """;

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @ParameterizedTest
    @CsvSource(delimiterString = "->", textBlock = ARROWS)
    void dependenciesPointInward(String from, String known) {
        String[] reachable = Stream.of((from + " " + known).split(" "))
                .map(ArchitectureTest::packageOf)
                .toArray(String[]::new);
        classes()
                .that()
                .resideInAPackage(packageOf(from))
                .should()
                .onlyDependOnClassesThat(not(resideInAPackage(ROOT + "..")).or(resideInAnyPackage(reachable)))
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void everyClassLivesInAPackageOfTheTable() {
        String[] table = ARROWS.lines()
                .map(line -> packageOf(line.substring(0, line.indexOf("->")).strip()))
                .toArray(String[]::new);
        classes().should().resideInAnyPackage(table).check(CLASSES);
    }

    private static String packageOf(String name) {
        return name.equals("(root)") ? ROOT : ROOT + "." + name;
    }

    @Test
    void packagesAreFreeOfCycles() {
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void imageJStaysInIj() {
        assertKnownOnlyIn("ij..", ".ij..");
    }

    @Test
    void sciJavaStaysInScijava() {
        assertKnownOnlyIn("org.scijava..", ".scijava");
    }

    @Test
    void imgLib2StaysAtTheBorder() {
        assertKnownOnlyIn("net.imglib2..", ".img", ".ij..", ".scijava");
    }

    @Test
    void picocliStaysInTheCommandLine() {
        assertKnownOnlyIn("picocli..", ".cli");
    }

    @Test
    void gsonStaysInReadersAndTheCommandLine() {
        assertKnownOnlyIn("com.google.gson..", ".io..", ".cli");
    }

    @Test
    void windowsStayInIj() {
        assertKnownOnlyIn("java.awt..", ".ij..");
        assertKnownOnlyIn("javax.swing..", ".ij..");
    }

    private static void assertKnownOnlyIn(String library, String... packages) {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        Stream.of(packages).map(name -> ROOT + name).toArray(String[]::new))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(CLASSES);
    }

    @Test
    void onlyTheCommandLinePrints() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".cli")
                .should(ACCESS_STANDARD_STREAMS)
                .check(CLASSES);
    }

    /** Plain ImageJ loads plugins with a loader of its own, which a batch macro's thread does not know. */
    @Test
    void resourcesAreFoundByTheLoaderOfAClass() {
        noClasses()
                .should()
                .callMethod(Thread.class, "getContextClassLoader")
                .orShould()
                .callMethod(ClassLoader.class, "getSystemClassLoader")
                .orShould()
                .callMethod(ClassLoader.class, "getSystemResource", String.class)
                .orShould()
                .callMethod(ClassLoader.class, "getSystemResourceAsStream", String.class)
                .orShould()
                .callMethod(ServiceLoader.class, "load", Class.class)
                .check(CLASSES);
    }

    /** Fiji would show a second entry, or this one in place of that of plugins.config. */
    @Test
    void nothingOfSciJavaIsInTheMenu() {
        noClasses()
                .should()
                .beAnnotatedWith(describe("a place in the menu", ArchitectureTest::isInTheMenu))
                .check(CLASSES);
    }

    private static boolean isInTheMenu(JavaAnnotation<?> annotation) {
        if (!annotation.getRawType().isEquivalentTo(Plugin.class)) {
            return false;
        }
        Plugin plugin = annotation.as(Plugin.class);
        return !plugin.menuPath().isEmpty() || plugin.menu().length > 0;
    }

    /** Under {@code -batch} a window waits for ever for somebody to close it. */
    @Test
    void errorWindowsAreOpenedInOnePlace() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(ROOT + ".ij.option.UserErrors")
                .should()
                .callMethodWhere(target(owner(name("ij.IJ"))).and(target(nameMatching("error|showMessage.*"))))
                .check(CLASSES);
    }

    /** The verifier of Java refuses its constructor in the ImageJ that Fiji patches: {@code GUI} makes one. */
    @Test
    void dialogsThatDoNotBlockAreMadeByImageJ() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("ij.gui.NonBlockingGenericDialog")
                .check(CLASSES);
    }

    @Test
    void staticsAreFinal() {
        fields().that()
                .areStatic()
                .should()
                .beFinal()
                .because("a global switch is everybody's hidden parameter")
                .check(CLASSES);
    }

    @Test
    void staticArraysArePrivate() {
        fields().that(describe("are static arrays of ours", ArchitectureTest::isStaticArray))
                .should()
                .bePrivate()
                .because("final does not keep others from writing into an array")
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    private static boolean isStaticArray(JavaField field) {
        return field.getRawType().isArray()
                && field.getModifiers().contains(JavaModifier.STATIC)
                && !field.getModifiers().contains(JavaModifier.SYNTHETIC);
    }

    @Test
    void everyPackageSaysWhatLivesThere() throws IOException {
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            List<Path> silent = sources.filter(path -> path.toString().endsWith(".java"))
                    .map(Path::getParent)
                    .distinct()
                    .filter(folder -> Files.notExists(folder.resolve("package-info.java")))
                    .toList();
            assertEquals(List.of(), silent);
        }
    }
}
