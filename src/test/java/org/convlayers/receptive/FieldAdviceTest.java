package org.convlayers.receptive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.List;
import org.convlayers.shape.FeatureShape;
import org.convlayers.text.NetworkText;
import org.junit.jupiter.api.Test;

class FieldAdviceTest {
    private static List<String> advice(String text, int... size) {
        return FieldAdvice.of(PullBack.of(NetworkText.parse(text), FeatureShape.of(1, size)));
    }

    private static String stack(int kernel, int... rates) {
        StringBuilder text = new StringBuilder();
        for (int rate : rates) {
            text.append("Conv2d(1, 1, " + kernel + ", padding=same, dilation=" + rate + "); ReLU(); ");
        }
        return text.toString();
    }

    @Test
    void holesAreFoundAndRatesWithoutAreProposed() {
        assertEquals(
                List.of(
                        "The field of the last layer, 13 pixels, reaches across an image of 100 with 44 more layers of"
                                + " kernel 3, or 2 with dilations 13, 31.",
                        "Layer '5' sees 49 of the 169 pixels of its field; the others are holes.",
                        "In place of dilations 2, 2, 2, dilations 1, 2, 3 leave no holes."),
                advice(stack(3, 2, 2, 2), 100, 100));
    }

    @Test
    void moreLayersAreProposedWhereSoManyCannot() {
        assertEquals(
                "In place of dilations 2, 4, 8, dilations 1, 3, 5, 5 (1 layer more) leave no holes.",
                advice(stack(3, 2, 4, 8), 200, 200).get(2));
    }

    @Test
    void whatIsBeforeTheStackClosesHoles() {
        assertEquals(
                1,
                advice("Conv2d(1, 1, 3, padding=same);" + stack(3, 2, 3), 100, 100)
                        .size());
        String after = "Conv2d(1, 1, 5, padding=2); MaxPool2d(2); ";
        assertEquals(1, advice(after + stack(3, 2), 100, 100).size());
        assertEquals(
                "In place of dilation 9, dilations 3, 6 (1 layer more) leave no holes.",
                advice(after + stack(3, 9), 200, 200).get(2));
    }

    @Test
    void layersThatSeeTheWholeImageAreNamed() {
        assertEquals(
                List.of("From layer '2' on, fields reach across the whole image."), advice(stack(3, 1, 3, 9), 8, 9));
        assertEquals(
                List.of("Fields reach across the whole image in layer '1'."),
                advice("(0): Identity()\nAdaptiveAvgPool2d(1)\nConv2d(1, 1, 3, padding=1, input='0')", 5, 5)
                        .subList(0, 1));
    }

    @Test
    void stridesMakeEachLayerReachFarther() {
        assertEquals(
                "The field of the last layer, 4 pixels, reaches across an image of 60 with 14 more layers of kernel 3, or 3"
                        + " with dilations 2, 6, 6.",
                advice("Conv2d(1, 1, 3, padding=1); MaxPool2d(2)", 60, 60).get(0));
    }

    @Test
    void axesThatDifferAreToldApart() {
        List<String> sentences = advice(stack(3, 1), 20, 7);
        assertEquals(2, sentences.size());
        assertEquals(
                "The field of the last layer, 3 pixels, reaches across an image of 7 with 2 more layers of kernel 3, or 1"
                        + " with dilation 2.",
                sentences.get(1));
    }

    @Test
    void nothingIsSaidWhereNoFormulaHolds() {
        assertEquals(List.of(), advice("Conv2d(1, 1, 3, padding=1); Upsample(scale_factor=2)", 30, 30));
    }

    @Test
    void thousandsOfLayersTakeNoTime() {
        String text = stack(3, 1).repeat(3000);
        assertTimeout(Duration.ofSeconds(10), () -> advice(text, 9000, 9000));
    }
}
