package org.convlayers.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.convlayers.io.OutputFile;
import org.convlayers.io.SampleType;
import org.convlayers.io.npy.NpyWriter;

/** Arrays for commands to read. */
final class ArrayFiles {
    private ArrayFiles() {}

    static Path write(Path path, float[] values, Integer... shape) throws IOException {
        try (NpyWriter writer =
                NpyWriter.create(OutputFile.create(path, List.of()), SampleType.FLOAT32, List.of(shape))) {
            writer.write(0, values, 0, values.length);
            writer.finish();
        }
        return path;
    }

    /** Values between 0 and 1. */
    static Path random(Path path, long seed, Integer... shape) throws IOException {
        Random random = new Random(seed);
        float[] values = new float[List.of(shape).stream().reduce(1, Math::multiplyExact)];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        return write(path, values, shape);
    }
}
