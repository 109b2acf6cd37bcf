package org.convlayers.io.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.convlayers.io.DamagedFileException;
import org.convlayers.io.npy.NpyFile;
import org.convlayers.shape.ShapeException;
import org.convlayers.weights.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Branches of which a condition takes one that is known when the size of the image is. */
class BranchesTest {
    private static final int OPSET = 16;
    private static final Tensor IMAGE = new Tensor(new float[] {-2, -1, 4, 1, 2, 3}, List.of(1, 1, 2, 3));

    @TempDir
    Path folder;

    private Tensor array(String name) throws IOException {
        return NpyFile.readAll(
                Files.write(folder.resolve("a.npy"), OnnxNetsTest.resource("branches/" + name + ".npy")));
    }

    private Tensor result(ModelBuilder model) throws IOException {
        return ModelRun.run(model.output("y").in(folder), IMAGE);
    }

    private static ModelBuilder branch() {
        return new ModelBuilder(OPSET);
    }

    /** Chooses by whether the image is {@code height} pixels high. */
    private static ModelBuilder byHeight(int height, ModelBuilder then, ModelBuilder otherwise) {
        return new ModelBuilder(OPSET)
                .input("x", 1, 1, -1, -1)
                .initializer("axis", ModelBuilder.wholes(2))
                .initializer("wanted", ModelBuilder.wholes(height))
                .initializer("half", ModelBuilder.reals(List.of(), 0.5f))
                .node("Shape", "shape", "x")
                .node("Gather", "height", "shape", "axis")
                .node("Equal", "isWanted", "height", "wanted")
                .node(
                        "If",
                        "y",
                        List.of("isWanted"),
                        a -> a.graph("then_branch", then).graph("else_branch", otherwise));
    }

    /** What PyTorch makes of arrays of other sizes, by {@code make_branches.py}. */
    @ParameterizedTest
    @ValueSource(strings = {"squeeze-1", "squeeze-3", "scripted-3", "scripted-5", "scripted-8"})
    void theSizeOfTheImageChooses(String name) throws IOException {
        String model = name.substring(0, name.indexOf('-'));
        Tensor expected = array(name + "_ref");
        Tensor result = ModelRun.run(
                OnnxModel.read(model, OnnxNetsTest.resource("branches/" + model + ".onnx")), array(name + "_in"));
        assertEquals(expected.shape(), result.shape());
        assertArrayEquals(expected.data(), result.data(), 1e-5f);
    }

    @Test
    void branchesTakeValuesAroundThemAndKeepTheirOwn() throws IOException {
        ModelBuilder inner = branch().initializer("half", ModelBuilder.reals(List.of(), 4))
                .node("Mul", "z", "x", "half")
                .output("z");
        ModelBuilder model =
                byHeight(2, inner, branch().node("Neg", "z", "x").output("z")).node("Mul", "w", "y", "half");
        Tensor result = ModelRun.run(model.output("w").in(folder), IMAGE);
        assertArrayEquals(new float[] {-4, -2, 8, 2, 4, 6}, result.data());
    }

    @Test
    void aBranchMayGiveWhatIsAroundIt() throws IOException {
        ModelBuilder same = branch().output("x");
        ModelBuilder negative = branch().node("Neg", "z", "x").output("z");
        assertArrayEquals(IMAGE.data(), result(byHeight(2, same, negative)).data());
        assertArrayEquals(
                new float[] {2, 1, -4, -1, -2, -3},
                result(byHeight(7, same, negative)).data());
    }

    /** Only the branch that is taken has to be supported. */
    @Test
    void operatorsOfTheBranchThatIsTakenAreNamed() throws IOException {
        ModelBuilder unknown = branch().node("Tokenizer", "z", "x").output("z");
        ModelBuilder negative = branch().node("Neg", "z", "x").output("z");
        assertArrayEquals(
                new float[] {2, 1, -4, -1, -2, -3},
                result(byHeight(2, negative, unknown)).data());
        DamagedFileException e = assertThrows(DamagedFileException.class, () -> result(byHeight(2, unknown, negative)));
        assertEquals(
                folder.resolve("made.onnx") + ": operators that are not supported: node 'node/z' (Tokenizer)",
                e.getMessage());
    }

    @Test
    void aConditionThatIsComputedFromTheImageIsRefused() {
        ModelBuilder model = new ModelBuilder(OPSET)
                .input("x", 1, 1, -1, -1)
                .initializer("zero", ModelBuilder.reals(List.of(), 0))
                .node("ReduceMean", "mean", List.of("x"), a -> a.number("keepdims", 0))
                .node("Greater", "isBright", "mean", "zero")
                .node(
                        "If",
                        "y",
                        List.of("isBright"),
                        a -> a.graph("then_branch", branch().output("x"))
                                .graph(
                                        "else_branch",
                                        branch().node("Neg", "z", "x").output("z")));
        DamagedFileException e = assertThrows(DamagedFileException.class, () -> result(model));
        assertEquals(
                folder.resolve("made.onnx")
                        + ": node 'node/y' (If): its condition is computed from the image; only a known one is supported",
                e.getMessage());
    }

    @Test
    void faultsInABranchNameItsNode() {
        ModelBuilder mismatch = branch().initializer("five", ModelBuilder.wholes(1, 2, 3, 4, 5))
                .node("Add", "z", "x", "five")
                .output("z");
        ShapeException e =
                assertThrows(ShapeException.class, () -> result(byHeight(2, mismatch, branch().output("x"))));
        assertEquals(
                folder.resolve("made.onnx") + ": node 'node/z' (Add): shapes [1, 1, 2, 3] and [5] do not go together",
                e.getMessage());
        DamagedFileException missing = assertThrows(
                DamagedFileException.class,
                () -> result(byHeight(2, branch().node("Neg", "z", "nothing").output("z"), branch().output("x"))));
        assertEquals(
                folder.resolve("made.onnx") + ": node 'node/z' (Neg) takes 'nothing', which nothing before it makes",
                missing.getMessage());
    }

    /** A file could hold so many that to read them would take more stack than there is. */
    @Test
    void branchesFarTooDeepAreRefused() {
        ModelBuilder model = branch().output("x");
        for (int depth = 0; depth < 100; depth++) {
            ModelBuilder inner = model;
            model = branch().node("If", "y", List.of("c"), a -> a.graph("then_branch", inner));
        }
        ModelBuilder deepest = model.output("y");
        DamagedFileException e = assertThrows(DamagedFileException.class, () -> result(deepest));
        assertTrue(e.getMessage().endsWith("messages are nested more than 64 deep"), e.getMessage());
    }
}
