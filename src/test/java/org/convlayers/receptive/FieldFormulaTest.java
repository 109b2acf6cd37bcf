package org.convlayers.receptive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.convlayers.layer.Concatenation;
import org.convlayers.layer.Convolution;
import org.convlayers.layer.Network;
import org.convlayers.receptive.FieldFormula.Axis;
import org.convlayers.shape.EdgeMode;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.Padding;
import org.convlayers.shape.Window;
import org.convlayers.text.NetworkText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FieldFormulaTest {
    static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    /** Simonyan and Zisserman 2014, configuration D; figures of Araujo, Norris and Sim 2019. */
    @Test
    void vgg16HasItsPublishedField() {
        Axis axis = Axis.START;
        for (int convolutions : new int[] {2, 2, 3, 3, 3}) {
            for (int i = 0; i < convolutions; i++) {
                axis = axis.then(3, 1, 1);
            }
            axis = axis.then(2, 2, 0);
        }
        assertEquals(new Axis(212, 32, 90), axis);
    }

    /** alexnet_v2 of TF-slim; figures of Araujo, Norris and Sim 2019. */
    @Test
    void alexNetHasItsPublishedField() {
        Axis axis = Axis.START.then(11, 4, 0).then(3, 2, 0).then(5, 1, 2).then(3, 2, 0);
        axis = axis.then(3, 1, 1).then(3, 1, 1).then(3, 1, 1).then(3, 2, 0);
        assertEquals(new Axis(195, 32, 64), axis);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void agreesWithPullingThePixelBackWithoutBorders(long seed) {
        assertAgrees(RandomNetworks.withSeed(seed));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void agreesWhereChannelsAreKeptApart(long seed) {
        assertAgrees(RandomChannelNetworks.withSeed(seed));
    }

    private static void assertAgrees(RandomNetworks.Case drawn) {
        PullBack pullBack = PullBack.of(drawn.network(), drawn.input());
        for (int node = 0; node < drawn.network().nodes().size(); node++) {
            Optional<List<Axis>> axes = pullBack.formulas().get(node).axes();
            if (axes.isEmpty()) {
                continue; // branches of different strides: no formula holds
            }
            int rank = drawn.input().rank();
            for (int axis = 0; axis < rank; axis++) {
                Axis formula = axes.orElseThrow().get(axis);
                for (int u = 0; u < pullBack.shape(node).spatial().get(axis); u++) {
                    Interval expected = pullBack.virtualReach(node, along(pullBack.shape(node), axis, u))
                            .axis(3 - rank + axis);
                    assertEquals(expected, new Interval(formula.first(u), formula.last(u)), drawn.toString());
                    assertEquals((expected.first() + expected.last()) / 2.0, formula.centre(u));
                }
            }
        }
    }

    /** A pixel in the middle of the other axes. */
    private static int[] along(FeatureShape shape, int axis, int pixel) {
        int[] at =
                Arrays.stream(shape.spatial().toArray()).map(size -> size / 2).toArray();
        at[axis] = pixel;
        return at;
    }

    @Test
    void evenAndOddKernelsAreMisalignedByHalfAPixel() {
        FieldFormula formula = ofJoin(same(2), same(3));
        assertEquals(
                Optional.of(
                        "the inputs of layer 'join' are not aligned along W: field centres [0.5, 0.0] of output pixel 0"),
                formula.misalignment());
        assertEquals(Optional.of(List.of(new Axis(3, 1, 1))), formula.axes());
    }

    @Test
    void branchesOfDifferentStrideHaveNoFormula() {
        FieldFormula formula = ofJoin(window(3, 2, 1), window(5, 1, 0));
        assertEquals(
                Optional.of("the inputs of layer 'join' are not aligned along W: strides [2, 1]"),
                formula.misalignment());
        assertEquals(Optional.empty(), formula.axes());
    }

    @Test
    void everyAxisWithoutAlignmentIsNamed() {
        Window odd = Window.ofKernel(Extent.of(3, 3)).withPadding(Padding.Rule.SAME);
        assertEquals(
                Optional.of("the inputs of layer 'join' are not aligned along H and W: field centres [0.5, 0.0] of"
                        + " output pixel 0"),
                ofJoin(Window.ofKernel(Extent.of(2, 2)).withPadding(Padding.Rule.SAME), odd)
                        .misalignment());
        Window even = Window.ofKernel(Extent.of(2, 4)).withPadding(Padding.parse("0:1x0:3", 2));
        assertEquals(
                Optional.of("the inputs of layer 'join' are not aligned along H: field centres [0.5, 0.0] of output"
                        + " pixel 0; along W: field centres [1.5, 0.0] of output pixel 0"),
                ofJoin(even, odd).misalignment());
    }

    @Test
    void branchesAroundOneCentreAreAligned() {
        FieldFormula formula = ofJoin(same(3), same(7));
        assertEquals(Optional.empty(), formula.misalignment());
        assertEquals(Optional.of(List.of(new Axis(7, 1, 3))), formula.axes());
    }

    @Test
    void laterLayersKeepTheMisalignment() {
        Network.Node left = new Network.Node("left", convolution(1, same(2)), List.of(Network.INPUT));
        Network.Node join = new Network.Node("join", new Concatenation(), List.of("left", Network.INPUT));
        Network.Node after = new Network.Node("after", convolution(2, same(3)), List.of("join"));
        List<FieldFormula> formulas = PullBack.of(new Network(List.of(left, join, after)), FeatureShape.of(1, 8))
                .formulas();
        assertTrue(formulas.get(0).misalignment().isEmpty());
        assertTrue(formulas.get(2).misalignment().orElseThrow().contains("'join'"));
        assertEquals(formulas.get(1).misalignment(), formulas.get(2).misalignment());
    }

    @Test
    void onlyChannelsThatMeetAreMisaligned() {
        String branches = "(even): Conv1d(1, 2, 2); ZeroPad1d((1, 0), input='input'); (odd): Conv1d(1, 2, 3);"
                + "(stack): Concat(inputs=('even', 'odd')); (apart): Conv1d(4, 4, 1, groups=2);";
        String first = "(first): AsStrided((4, 19), (2, 19), size=(38,), stride=(1,));";
        List<FieldFormula> formulas = PullBack.of(
                        NetworkText.parse(branches + first + "(last): Conv1d(2, 2, 3)"), FeatureShape.of(1, 20))
                .formulas();
        assertTrue(formulas.get(4).misalignment().orElseThrow().contains("'stack'"));
        assertEquals(Optional.empty(), formulas.get(6).misalignment());
        assertEquals(Optional.of(List.of(new Axis(4, 1, 0))), formulas.get(6).axes());
    }

    /** Phases lie around the middle of their block: that is no misalignment, even if they meet in two steps. */
    @Test
    void phasesOfAPixelUnshuffleAreAligned() {
        Network network = NetworkText.parse("PixelUnshuffle(2); Conv2d(4, 4, 3, groups=2); Conv2d(4, 1, 1)");
        List<FieldFormula> formulas =
                PullBack.of(network, FeatureShape.of(1, 20, 20)).formulas();
        for (FieldFormula formula : formulas) {
            assertEquals(Optional.empty(), formula.misalignment());
        }
        assertEquals(
                Optional.of(List.of(new Axis(6, 2, 0), new Axis(6, 2, 0))),
                formulas.get(2).axes());
    }

    /** The formula of two branches of an image of 8 pixels an axis, joined. */
    private static FieldFormula ofJoin(Window left, Window right) {
        Network network = new Network(List.of(
                new Network.Node("left", convolution(1, left), List.of(Network.INPUT)),
                new Network.Node("right", convolution(1, right), List.of(Network.INPUT)),
                new Network.Node("join", new Concatenation(), List.of("left", "right"))));
        FeatureShape input = new FeatureShape(1, Extent.filled(left.rank(), 8));
        return PullBack.of(network, input).formulas().get(2);
    }

    private static Convolution convolution(int inChannels, Window window) {
        return new Convolution(inChannels, 1, window, EdgeMode.ZEROS, 1, false);
    }

    private static Window same(int kernel) {
        return Window.ofKernel(Extent.of(kernel)).withPadding(Padding.Rule.SAME);
    }

    private static Window window(int kernel, int stride, int padding) {
        return Window.ofKernel(Extent.of(kernel))
                .withStride(Extent.of(stride))
                .withPadding(Padding.symmetric(Extent.of(padding)));
    }
}
