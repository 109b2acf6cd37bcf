package org.convlayers.io.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.convlayers.app.TileChoice;
import org.convlayers.engine.layer.Precision;
import org.convlayers.io.DamagedFileException;
import org.convlayers.io.npy.NpyFile;
import org.convlayers.shape.ShapeException;
import org.convlayers.weights.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The ONNX project's own test cases, as {@code collect_cases.py} collects them: docs/onnx-cases.md says which of them pass and
 * why the others are not supported, and it is true.
 */
class OnnxCasesTest {
    private static final double TOLERANCE = 1e-5;

    /** Of cases whose results are rounded to half precision, or written down with four decimals. */
    private static final double ROUNDED_TOLERANCE = 5e-3;

    private static final Pattern ROUNDED_CASES =
            Pattern.compile(".*(FLOAT16|fp16|float16).*|new/averagepool_2d_ceil_last_window_starts_on_pad");

    private static final Path PAGE = Path.of("docs/onnx-cases.md");
    private static final String PASSED = "passed";
    private static final String ROUNDED = "rounded";

    @TempDir
    private static Path folder;

    /** A case: the content of its files by name. */
    record Case(String name, Map<String, byte[]> files) {
        @Override
        public String toString() {
            return name;
        }

        Tensor array(Path scratch, String file) throws IOException {
            return NpyFile.readAll(Files.write(scratch.resolve(file), files.get(file)));
        }
    }

    static List<Case> cases() throws IOException {
        Map<String, Map<String, byte[]>> cases = new TreeMap<>();
        try (InputStream in = Objects.requireNonNull(OnnxCasesTest.class.getResourceAsStream("cases.zip"));
                ZipInputStream outer = new ZipInputStream(in)) {
            outer.getNextEntry();
            ZipInputStream inner = new ZipInputStream(outer);
            for (ZipEntry entry = inner.getNextEntry(); entry != null; entry = inner.getNextEntry()) {
                int slash = entry.getName().lastIndexOf('/');
                cases.computeIfAbsent(entry.getName().substring(0, slash), name -> new HashMap<>())
                        .put(entry.getName().substring(slash + 1), inner.readAllBytes());
            }
        }
        List<Case> list = new ArrayList<>();
        cases.forEach((name, files) -> list.add(new Case(name, files)));
        return list;
    }

    /** What becomes of a case: passed, rounded, or why it is not supported. */
    static String outcome(Case test, Path scratch) throws IOException {
        try {
            OnnxModel model = ModelReader.read(
                    "model.onnx",
                    ByteBuffer.wrap(test.files().get("model.onnx")),
                    new ExternalData(scratch.resolve("model.onnx")));
            Tensor input = test.array(scratch, "in.npy");
            Tensor expected = test.array(scratch, "out.npy");
            ImportedNetwork imported = model.forArray(input.shape());
            assertEquals(expected.shape(), imported.output(), test.name());
            double error = 0;
            for (Precision precision : List.of(Precision.FLOAT32, Precision.FLOAT64)) {
                Tensor result = ModelRun.run(imported, input, precision, TileChoice.AUTO);
                error = Math.max(error, OnnxNetsTest.relativeError(expected.data(), result.data()));
            }
            boolean isRounded = ROUNDED_CASES.matcher(test.name()).matches();
            assertTrue(error < (isRounded ? ROUNDED_TOLERANCE : TOLERANCE), test.name() + ": error " + error);
            return error < TOLERANCE ? PASSED : ROUNDED;
        } catch (DamagedFileException | ShapeException e) {
            return e.getMessage().replace("model.onnx: ", "").replaceAll("node '[^']*' \\((\\w+)[^)]*\\)", "$1");
        }
    }

    /** What the page says of each case. */
    private static Map<String, String> page() {
        Map<String, String> page = new HashMap<>();
        String said = "";
        Pattern name = Pattern.compile("`((?:node|new|pytorch-converted|pytorch-operator|simple)/[\\w.]+)`");
        try {
            for (String line : Files.readAllLines(PAGE)) {
                said = line.startsWith("## ") ? line.substring(3) : said;
                String outcome = said.equals("Not supported") && line.startsWith("| ")
                        ? line.substring(2, line.indexOf(" | `") < 0 ? 2 : line.indexOf(" | `"))
                        : said.equals("Passed") ? PASSED : ROUNDED;
                for (Matcher found = name.matcher(line); found.find(); ) {
                    page.put(found.group(1), outcome);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return page;
    }

    private static final Map<String, String> SAID = page();

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void thePageSaysWhatBecomesOfIt(Case test) throws IOException {
        assertEquals(SAID.get(test.name()), outcome(test, folder), test.name());
    }

    @Test
    void thePageCountsThem() throws IOException {
        long passed = Stream.of(SAID.values().toArray()).filter(PASSED::equals).count();
        assertTrue(Files.readString(PAGE).contains(passed + " of " + SAID.size() + " cases pass"), passed + " pass");
        assertEquals(cases().size(), SAID.size());
    }
}
