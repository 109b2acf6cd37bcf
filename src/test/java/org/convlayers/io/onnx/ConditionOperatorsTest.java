package org.convlayers.io.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.convlayers.weights.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Comparisons of what is computed from the image, and choices by them. */
class ConditionOperatorsTest {
    private static final int INT32 = 6;
    private static final int BOOL = 9;
    private static final float[] IMAGE = {
        -1.5f, -0.5f, 0, 0.5f, 2.75f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY
    };

    @TempDir
    Path folder;

    private static ModelBuilder model() {
        return new ModelBuilder(16)
                .input("x", 1, 1, -1, -1)
                .initializer("half", ModelBuilder.reals(List.of(), 0.5f))
                .initializer("zero", ModelBuilder.reals(List.of(), 0));
    }

    private float[] result(ModelBuilder model) throws IOException {
        return ModelRun.run(model.output("y").in(folder), new Tensor(IMAGE, List.of(1, 1, 2, 4)))
                .data();
    }

    private static float[] values(String list) {
        double[] values =
                Arrays.stream(list.split(" ")).mapToDouble(Double::parseDouble).toArray();
        float[] single = new float[values.length];
        IntStream.range(0, single.length).forEach(i -> single[i] = (float) values[i]);
        return single;
    }

    /** As in numpy: nothing is larger than, smaller than or equal to NaN. */
    @ParameterizedTest
    @CsvSource({
        "Greater, 0 0 0 0 1 0 1 0",
        "GreaterOrEqual, 0 0 0 1 1 0 1 0",
        "Less, 1 1 1 0 0 0 0 1",
        "LessOrEqual, 1 1 1 1 0 0 0 1",
        "Equal, 0 0 0 1 0 0 0 0"
    })
    void comparisonsAreOneWhereTheyHold(String operator, String expected) throws IOException {
        assertArrayEquals(values(expected), result(model().node(operator, "y", "x", "half")));
    }

    @Test
    void conditionsAreJoined() throws IOException {
        ModelBuilder two = model().node("Greater", "a", "x", "zero").node("Less", "b", "x", "half");
        assertArrayEquals(values("1 1 1 1 1 0 1 1"), result(two.node("Or", "y", "a", "b")));
        ModelBuilder three = model().node("GreaterOrEqual", "a", "x", "zero")
                .node("Less", "b", "x", "half")
                .node("And", "c", "a", "b")
                .node("Not", "y", "c");
        assertArrayEquals(values("1 1 0 1 1 1 1 1"), result(three));
    }

    /** The logarithms of negative numbers, which are not chosen, are NaN. */
    @Test
    void whatIsNotChosenMayBeNan() throws IOException {
        ModelBuilder model = model().node("Greater", "a", "x", "zero")
                .node("Log", "log", "x")
                .node("Where", "y", "a", "log", "half");
        float log = (float) Math.log(0.5);
        float[] expected = {0.5f, 0.5f, 0.5f, log, (float) Math.log(2.75), 0.5f, Float.POSITIVE_INFINITY, 0.5f};
        assertArrayEquals(expected, result(model), 1e-6f);
    }

    @Test
    void aKnownConditionChoosesBetweenMaps() throws IOException {
        ModelBuilder model =
                model().initializer("a", ModelBuilder.wholes(1, 0, 0, 1)).node("Where", "y", "a", "x", "zero");
        assertArrayEquals(values("-1.5 0 0 0.5 2.75 0 0 -Infinity"), result(model));
    }

    /** Shapes chosen by a comparison of real numbers are whole numbers, whose quotients are, too. */
    @Test
    void chosenSizesStayWhole() throws IOException {
        ModelBuilder model = model().initializer("two", ModelBuilder.wholes(2))
                .initializer("seven", ModelBuilder.wholes(7))
                .initializer("start", ModelBuilder.wholes(0))
                .initializer("axis", ModelBuilder.wholes(3))
                .node("Greater", "a", "half", "zero")
                .node("Where", "b", "a", "seven", "two")
                .node("Div", "end", "b", "two")
                .node("Slice", "y", "x", "start", "end", "axis");
        assertArrayEquals(values("-1.5 -0.5 0 2.75 NaN Infinity"), result(model));
    }

    @Test
    void castsToWholeNumbersGoTowardsZero() throws IOException {
        ModelBuilder model = model().node("Cast", "y", List.of("x"), a -> a.number("to", INT32));
        float[] finite = Arrays.copyOf(result(model), 5);
        assertArrayEquals(values("-1 0 0 0 2"), finite, 0);
        assertEquals(
                "[1.0, 1.0, 0.0, 1.0, 1.0, 1.0, 1.0, 1.0]",
                Arrays.toString(result(model().node("Cast", "y", List.of("x"), a -> a.number("to", BOOL)))));
    }
}
