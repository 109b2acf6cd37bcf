package org.convlayers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.convlayers.io.onnx.ModelBuilder;

/** Writes a network of several outputs. */
public final class SeveralOutputs {
    private SeveralOutputs() {}

    /**
     * 3 maps to 2 by 3 x 3 pixels: their positive part is the first output, they are the second, their sum is the third, and a
     * fourth is not supported. Its layers are {@code node.maps}, {@code node.positive} and {@code node.sum}.
     */
    public static Path write(Path folder) throws IOException {
        float[] kernels = new float[2 * 3 * 9];
        for (int i = 0; i < kernels.length; i++) {
            kernels[i] = i % 7 - 3;
        }
        byte[] bytes = new ModelBuilder(13)
                .input("x", 1, 3, -1, -1)
                .initializer("w", ModelBuilder.reals(List.of(2L, 3L, 3L, 3L), kernels))
                .initializer("ones", ModelBuilder.reals(List.of(1L, 2L, 1L, 1L), 1, 1))
                .node("Conv", "maps", "x", "w")
                .node("Relu", "positive", "maps")
                .node("Conv", "sum", "maps", "ones")
                .node("Unheard", "broken", "maps")
                .output("positive")
                .output("maps")
                .output("sum")
                .output("broken")
                .bytes();
        return Files.write(folder.resolve("several.onnx"), bytes);
    }
}
