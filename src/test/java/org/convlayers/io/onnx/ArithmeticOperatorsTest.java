package org.convlayers.io.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.convlayers.weights.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Joins of what is computed from the image, and of what is known. */
class ArithmeticOperatorsTest {
    private static final float INFINITY = Float.POSITIVE_INFINITY;
    private static final Tensor IMAGE =
            new Tensor(new float[] {5.5f, -5.5f, 0.3f, -7, -0.5f, 1, Float.NaN, 2}, List.of(1, 1, 2, 4));

    @TempDir
    Path folder;

    private float[] modulus(int fmod) throws IOException {
        ModelBuilder model = new ModelBuilder(13)
                .input("x", 1, 1, -1, -1)
                .initializer("b", ModelBuilder.reals(List.of(2L, 4L), 2, 2, 0.1f, -3, INFINITY, 0, 1, INFINITY))
                .node("Mod", "y", List.of("x", "b"), a -> a.number("fmod", fmod))
                .output("y");
        return ModelRun.run(model.in(folder), IMAGE).data();
    }

    /** numpy.mod and numpy.fmod of the same numbers in single precision; 0.3 is three times 0.1 and a little more. */
    @Test
    void remaindersAreThoseOfNumpy() throws IOException {
        float rest = 0x1p-27f;
        assertArrayEquals(new float[] {1.5f, 0.5f, rest, -1, INFINITY, Float.NaN, Float.NaN, 2}, modulus(0));
        assertArrayEquals(new float[] {1.5f, -1.5f, rest, -1, -0.5f, Float.NaN, Float.NaN, 2}, modulus(1));
    }

    /** Of -7 by 3 the remainder is 2, or -1 in C: as the last place of a slice. */
    @Test
    void remaindersOfSizesHaveTheSignThatIsAskedFor() throws IOException {
        assertArrayEquals(new float[] {5.5f, -5.5f}, sliced(0));
        assertArrayEquals(new float[] {5.5f, -5.5f, 0.3f}, sliced(1));
    }

    private float[] sliced(int fmod) throws IOException {
        ModelBuilder model = new ModelBuilder(13)
                .input("x", 1, 1, 2, 4)
                .initializer("zero", ModelBuilder.wholes(0))
                .initializer("one", ModelBuilder.wholes(1))
                .initializer("axis", ModelBuilder.wholes(3))
                .initializer("a", ModelBuilder.wholes(-7))
                .initializer("b", ModelBuilder.wholes(3))
                .initializer("row", ModelBuilder.wholes(2))
                .node("Mod", "end", List.of("a", "b"), a -> a.number("fmod", fmod))
                .node("Slice", "columns", "x", "zero", "end", "axis")
                .node("Slice", "y", "columns", "zero", "one", "row")
                .output("y");
        return ModelRun.run(model.in(folder), IMAGE).data();
    }
}
