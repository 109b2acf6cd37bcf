package org.convlayers.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.convlayers.layer.Network;
import org.convlayers.layer.Network.Node;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The source for PyTorch. That it gives the same numbers is tried by hand with PyTorch, see {@code TorchCases} and {@code
 * run_torch_cases.py}.
 */
class TorchSourceTest {
    private static String body(String layers) {
        String source = TorchSource.write(NetworkText.parse(layers), "weights.safetensors", "as is", "1.0");
        String start = "        super().__init__()\n";
        int begin = source.indexOf(start) + start.length();
        return source.substring(begin, source.indexOf("\n\n\n", begin));
    }

    @Test
    void plainLayersAreModulesOfTorch() {
        assertEquals(
                List.of(
                        "self.layer_0 = nn.Conv2d(3, 16, kernel_size=3, padding='same')",
                        "self.layer_1 = nn.ReLU()",
                        "self.layer_2 = nn.MaxPool2d(kernel_size=2, stride=2, padding=0, dilation=1, ceil_mode=False)",
                        "",
                        "def forward(self, x):",
                        "layer_0 = self.layer_0(x)",
                        "layer_1 = self.layer_1(layer_0)",
                        "layer_2 = self.layer_2(layer_1)",
                        "return layer_2"),
                body("Conv2d(3, 16, 3, padding='same'); ReLU(); MaxPool2d(2)")
                        .lines()
                        .map(String::strip)
                        .toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Conv2d(1, 1, 3, padding='1:2x0:1') | layer_0 = self.layer_0(pad(x, ((1, 2), (0, 1),)))",
                "Conv1d(1, 1, 3, 1, 1, padding_mode='mirror') | layer_0 = self.layer_0(pad(x, ((1, 1),), mode='mirror'))",
                "Conv1d(1, 1, 3, 1, 1, padding_mode='constant(2)') | layer_0 = self.layer_0(pad(x, ((1, 1),), value=2.0))",
                "Conv1d(1, 1, 4, 2, 'same-lower') | layer_0 = self.layer_0(pad(x, same(x, (4,), (2,), (1,), True)))",
                "ConvTranspose1d(1, 1, 3, padding='0:1') | layer_0 = pad(self.layer_0(x), ((0, -1),))",
                "MaxPool1d(3, padding='2:0') | layer_0 = max_pool(x, (3,), (3,), (1,), ((2, 0),), False)",
                "Pow(0.5) | layer_0 = torch.pow(x, 0.5)",
                "Add(inputs=('input', 'input')) | layer_0 = functools.reduce(torch.add, (x, x,))",
                "Concat(inputs=('input',)) | layer_0 = torch.cat((x,), 1)",
                "AsStrided((1, 2), (2,), (2,), (1,)) | layer_0 = rearrange(x, (2,), (2,), (1,), 0)",
            })
    void whatTorchDoesNotHaveIsWrittenOut(String layer, String line) {
        assertTrue(body(layer).contains(" " + line + "\n"), body(layer));
    }

    @Test
    void namesOfWeightsAreThoseOfTheLayers() {
        String source = TorchSource.write(
                NetworkText.parse("(stem.conv): Conv2d(1, 1, 3); (act): ReLU(); (class): Conv2d(1, 1, 1)"),
                "w",
                "as is",
                "1.0");
        assertTrue(source.contains("NAMES = {\n    'node_0': 'stem.conv',\n    'layer_class': 'class',\n}"), source);
    }

    /** Whoever writes the layers of a file must not write the code of those who open it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "'); import os; os.system('true') #",
                "\n    import os",
                "\"\"\"",
                "'''",
                "\\",
                "\\'",
                "a\u2028b",
                "a\rb",
                "\u00e9",
                "\uD83D\uDE00",
                "{x}",
                "%s",
                "__init__",
                "self",
                "x y",
                "\u0000",
            })
    void namesDoNotBecomeCode(String name) {
        Network network = new Network(List.of(
                new Node(name, NetworkText.parseLayer("Conv2d(1, 1, 1)"), List.of(Network.INPUT)),
                new Node("end", NetworkText.parseLayer("ReLU()"), List.of(name))));
        String source = TorchSource.write(network, name, name, name);
        assertTrue(source.chars().allMatch(c -> c == '\n' || (c >= ' ' && c <= '~')), source);
        String plain = TorchSource.write(
                NetworkText.parse("(plain): Conv2d(1, 1, 1); (end): ReLU()"), "plain", "plain", "plain");
        Matcher key = Pattern.compile("    '(\\w+)': ('(?:[^'\\\\]|\\\\u[0-9a-f]{4}|\\\\U[0-9a-f]{8})*'),")
                .matcher(source);
        assertTrue(key.find(), source);
        String identifier = key.group(1);
        assertTrue(identifier.equals("node_0") || identifier.equals("layer_" + name), identifier);
        assertEquals(
                plain.replace("layer_plain", identifier),
                source.replace(key.group(2), "'plain'").replaceFirst("ConvLayers \\S+\n", "ConvLayers plain.\n"));
    }

    @Test
    void longNamesAreCounted() {
        Network network = new Network(
                List.of(new Node("a".repeat(41), NetworkText.parseLayer("Conv2d(1, 1, 1)"), List.of(Network.INPUT))));
        assertFalse(TorchSource.write(network, "w", "as is", "1").contains("layer_"));
    }
}
