package org.convlayers.io.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.convlayers.layer.Network;
import org.convlayers.text.NetworkText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafeNamesTest {
    @ParameterizedTest
    @CsvSource({
        "/block/conv/Conv, block.conv.Conv",
        "conv:0, conv.0",
        "größe, größe",
        "出力, 出力",
        "'a b=c', a_b_c",
        "'', layer",
        "/, layer",
        "../out, out"
    })
    void namesAreLettersDigitsDotsAndUnderscores(String name, String expected) {
        assertEquals(expected, SafeNames.of(name));
    }

    /** A letter may be written as itself or as another one and its accent: these are one name. */
    @Test
    void accentsAreJoinedWithTheirLetters() {
        assertEquals("\u00e4", SafeNames.of("a\u0308"));
    }

    @Test
    void coincidingNamesHaveANumber() {
        Set<String> others = new HashSet<>();
        assertEquals("Mask", SafeNames.unlike(others, "Mask"));
        assertEquals("mask_2", SafeNames.unlike(others, "mask"));
        assertEquals("mask_3", SafeNames.unlike(others, "mask"));
        assertEquals("other", SafeNames.unlike(others, "other"));
    }

    @Test
    void theLayerLanguageHasTheseNames() {
        Network network = NetworkText.parse("(" + SafeNames.of("größe/出力") + "): ReLU()");
        assertEquals(
                List.of("größe.出力"),
                network.nodes().stream().map(Network.Node::name).toList());
    }
}
