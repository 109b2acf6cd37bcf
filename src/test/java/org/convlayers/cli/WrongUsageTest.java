package org.convlayers.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WrongUsageTest {
    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '"', textBlock = """
                    frobnicate => there is no command 'frobnicate'; the commands are apply, summary, receptive-field, arithmetic, export, benchmark; see --help
                    summary --network Conv2d(1,1,1,stride=2147483647);Conv2d(1,1,1,stride=2147483647);Conv2d(1,1,1,stride=2147483647) --size 9x9 => a window of size 1, stride 2147483647 and padding 0 after layers of stride 4611686014132420609 in all sees more input pixels than can be counted
                    summary --sise 4x4 => there is no option '--sise'; the nearest is '--size'; see --help
                    apply --network ReLU() a.tif b.tif -o c.tif => 'b.tif' is one argument too many; see --help
                    summary --size 4x4 => Missing required option: '--network=TEXT|FILE'; see --help
                    summary --network ReLU() --size => Missing required parameter for option '--size' ([Cx][Dx]HxW); see --help
                    summary --network net.txt --size 4x4 => net.txt: there is no such file
                    summary --network ReLU( --size 4x4 => line 1, column 6: expected a value, but found the end of the text
                    apply --network ReLU() a.tif -o c.png => results are written to .tif and .npy, not to 'c.png'
                    apply --network ReLU() a.tif -o c.tif --tile=big => tile 'big' is not allowed; allowed are auto, none and a number of pixels from 1 to 999999999
                    apply --network ReLU() a.tif -o c.tif --type=int8 => 'int8' is not a type; allowed are float32, uint16, uint8
                    apply --network ReLU() a.tif -o c.tif --precision=half => 'half' is not a precision; allowed are float32, float32-direct, float64
                    apply --network ReLU() a.tif -o c.tif --threads=0 => --threads 0 is not possible; allowed are 1 to 1024
                    apply --network ReLU() a.tif -o c.tif --threads=100000 => --threads 100000 is not possible; allowed are 1 to 1024
                    apply --network ReLU() a.tif -o c.tif --threads=two => Invalid value for option '--threads': 'two' is not a whole number; see --help
                    apply --network ReLU() a.tif -o c.tif --threads=3000000000 => Invalid value for option '--threads': '3000000000' is too large; see --help
                    apply --network ReLU() a.tif -o c.tif --seed=1.5 => Invalid value for option '--seed': '1.5' is not a whole number; see --help
                    apply --network ReLU() missing.tif -o c.tif => missing.tif: there is no such file
                    apply --network ReLU() missing.npy -o c.tif => missing.npy: there is no such file
                    apply --network ReLU() a.tif -o c.tif --weights missing.npz => missing.npz: there is no such file
                    apply --network ReLU() a.tif -o c.tif --input percentile(1) => input=percentile(1): percentile takes two numbers, as in percentile(1,99.8)
                    summary --network ReLU() --size 3x4x4 --threads 2 => --threads needs --time: without it nothing is computed
                    benchmark --network ReLU() => --network and --size go together: a network and the size of its input
                    benchmark --network ReLU() --size 4x4 --rounds 0 => --rounds 0 is not possible; at least 1 is needed
                    benchmark --network ReLU() --size 4x4 --threads 0 => --threads 0 is not possible; allowed are 1 to 1024
                    benchmark --network ReLU() --size 4 => '4' is not the size of an input with 2 spatial axes; write HxW or CxHxW in pixels (each 1 to 999999999), such as 64x64
                    """)
    void isOneLine(String commandLine, String message) {
        boolean isMissingFile = message.contains("there is no such file");
        CommandRun.of((Object[]) commandLine.split(" ")).failsWith(isMissingFile ? 1 : 2, message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--frobnicate", "-q", "--x"})
    void whatResemblesNoOptionGetsTheListOfThem(String option) {
        CommandRun run = CommandRun.of("summary", option);
        assertEquals(2, run.code());
        assertTrue(run.err().startsWith("error: there is no option '" + option + "'; the options are "), run.err());
        assertTrue(run.err().contains("--size"), run.err());
        assertEquals(1, run.err().lines().count());
    }

    @Test
    void withoutACommandTheyAreNamed() {
        CommandRun run = CommandRun.of();
        assertEquals(2, run.code());
        assertEquals("error: Missing required subcommand; see --help", run.err().strip());
    }

    @Test
    void errorsInATextFileNameTheFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("net.txt"), "ReLU()\nConv2d(1, 2)\n");
        CommandRun run = CommandRun.of("summary", "--network", file, "--size", "4x4");
        assertEquals(2, run.code());
        assertTrue(run.err().startsWith("error: " + file + ": line 2, column "), run.err());
        assertEquals(1, run.err().lines().count());
    }

    @Test
    void debugShowsWhereTheErrorArose() {
        CommandRun run = CommandRun.of("summary", "--network", "ReLU(", "--size", "4x4", "--debug");
        assertEquals(2, run.code());
        assertTrue(run.err().contains("at org.convlayers.cli.SummaryCommand"), run.err());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "apply --help",
                "summary -h",
                "receptive-field --help",
                "arithmetic --help",
                "benchmark --help"
            })
    void helpIsAResult(String commandLine) {
        CommandRun run = CommandRun.of((Object[]) commandLine.split(" ")).succeeds();
        assertEquals("", run.err());
        assertTrue(run.out().startsWith("Usage: convlayers "), run.out());
    }

    @Test
    void versionIsAResult() {
        assertTrue(CommandRun.of("--version").succeeds().out().matches("ConvLayers \\S+\\R"));
    }
}
