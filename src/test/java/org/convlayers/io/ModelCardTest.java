package org.convlayers.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelCardTest {
    private static final String GOOD = """
            {
              "name": "Edges \\u00e9 \\"1\\"",
              "licence": "MIT",
              "citation": "Somebody,\\nA title, 2020",
              "input": "0..1 mean=[0.5] std=[0.25]",
              "network": "nets/model.onnx"
            }
            """;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void textsAreReadByTheirKeys() throws IOException {
        ModelCard card = ModelCard.read("model.json", bytes(GOOD));
        assertEquals(Optional.of("Edges é \"1\""), card.text("name"));
        assertEquals(Optional.of("nets/model.onnx"), card.text("network"));
        assertEquals(Optional.empty(), card.text("weights"));
        assertEquals(Map.of(), ModelCard.read("model.json", bytes("{}")).texts());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '`',
            value = {
                "{\"licens\": \"MIT\"} # the key 'licens' is not known; the keys are name, description, licence, citation,"
                        + " input, network, weights",
                "{\"name\": 1} # the value of 'name' is not a text in double quotes",
                "{\"name\": [[[[[[[[\"a\"]]]]]]]]} # the value of 'name' is not a text in double quotes",
                "{\"name\": \"a\", \"name\": \"b\"} # the key 'name' occurs twice",
                "{\"name\": \"a\" # this is not a JSON object of texts,"
                        + " {\"key\": \"text\", ...}; see line 1 near column 13",
                "{\"name\": \"a\"} {} # this is not a JSON object of texts,"
                        + " {\"key\": \"text\", ...}; see line 1 near column 16",
                "[1] # this is not a JSON object of texts," + " {\"key\": \"text\", ...}; see line 1 near column 2",
                "`` # this is not a JSON object of texts," + " {\"key\": \"text\", ...}; see line 1 near column 1",
                "{'name': 'a'} # this is not a JSON object of texts,"
                        + " {\"key\": \"text\", ...}; see line 1 near column 3",
            })
    void whatIsNotACardIsRefusedInOneLine(String text, String fault) {
        DamagedFileException error =
                assertThrows(DamagedFileException.class, () -> ModelCard.read("here/model.json", bytes(text)));
        assertEquals("here/model.json: " + fault, error.getMessage());
    }

    @Test
    void otherEncodingsAndLongFilesAreRefused() {
        byte[] latin = "{\"name\": \"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);
        assertEquals(
                "model.json: this is not a text in UTF-8",
                assertThrows(DamagedFileException.class, () -> ModelCard.read("model.json", latin))
                        .getMessage());
        byte[] large = bytes("{\"name\": \"" + "a".repeat(1 << 20) + "\"}");
        assertTrue(assertThrows(DamagedFileException.class, () -> ModelCard.read("model.json", large))
                .getMessage()
                .contains("too long"));
    }

    @Test
    void tenThousandDamagedCardsAreReadOrRefusedInLittleMemory(@TempDir Path folder) throws IOException {
        Random random = new Random(1);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Path file = folder.resolve("model.json");
        for (int i = 0; i < 10_000; i++) {
            byte[] damaged = Damage.of(bytes(GOOD), random);
            long before = threads.getCurrentThreadAllocatedBytes();
            Assertions.assertTimeout(Duration.ofSeconds(2), () -> readOrRefuse(file.toString(), damaged));
            long taken = threads.getCurrentThreadAllocatedBytes() - before;
            assertTrue(taken < 1 << 20, "card " + i + " took " + taken + " bytes");
        }
        Files.write(file, bytes(GOOD));
        assertEquals(ModelCard.read("x", bytes(GOOD)), ModelCard.read(file));
    }

    private static void readOrRefuse(String file, byte[] bytes) {
        try {
            ModelCard.read(file, bytes);
        } catch (DamagedFileException e) {
            String message = e.getMessage();
            assertTrue(message.startsWith(file) && message.lines().count() == 1, message);
        }
    }
}
