package org.convlayers.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ij.ImagePlus;
import ij.io.Opener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.convlayers.engine.Tiling;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.io.OutputFile;
import org.convlayers.io.SampleType;
import org.convlayers.io.tiff.DisplayRange;
import org.convlayers.io.tiff.TiffStackDescription;
import org.convlayers.io.tiff.TiffStackWriter;
import org.convlayers.shape.Box;
import org.convlayers.shape.FeatureShape;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TiffSinkTest {
    @TempDir
    Path folder;

    static Stream<Long> seeds() {
        return LongStream.range(0, 20).boxed();
    }

    /** Value (plane, y, x) is a different number everywhere. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void tilesFindTheirPlanesAndRows(long seed) throws IOException {
        Random random = new Random(seed);
        StackLayout layout = new StackLayout(
                1 + random.nextInt(3),
                1 + random.nextInt(300),
                1 + random.nextInt(200),
                1 + random.nextInt(3),
                1 + random.nextInt(3),
                1 + random.nextInt(2));
        SampleType type = List.of(SampleType.FLOAT32, SampleType.UINT16).get(random.nextInt(2));
        Path path = folder.resolve("stack.tif");
        write(path, layout, type, Tiling.of(layout.shape(), 1 + random.nextInt(100)));
        ImagePlus image = new Opener().openImage(path.toString());
        assertEquals(layout.planes(), image.getStackSize());
        for (int plane = 0; plane < layout.planes(); plane++) {
            float[] pixels = (float[]) image.getStack()
                    .getProcessor(plane + 1)
                    .convertToFloatProcessor()
                    .getPixels();
            assertArrayEquals(expected(layout, type, plane), pixels);
        }
        for (int c = 0; c < layout.channels(); c++) {
            image.setPosition(c + 1, 1, 1);
            DisplayRange contrast = contrast(layout, expected(layout, type, c));
            assertEquals(contrast, new DisplayRange(image.getDisplayRangeMin(), image.getDisplayRangeMax()));
        }
    }

    private static void write(Path path, StackLayout layout, SampleType type, Tiling tiling) throws IOException {
        Scratch scratch = new Scratch();
        FeatureShape shape = layout.shape();
        TiffStackDescription description = TiffStackDescription.of(
                layout.width(), layout.height(), layout.channels(), layout.slices(), layout.frames(), type);
        TiffStackWriter writer = TiffStackWriter.create(OutputFile.create(path, List.of()), description);
        try (TiffSink sink = new TiffSink(layout, writer)) {
            for (int item = 0; item < layout.items(); item++) {
                for (int tile = 0; tile < tiling.count(shape); tile++) {
                    Box box = tiling.tile(shape, tile);
                    Block block = sink.target(item, box, scratch);
                    fill(layout, item, box, block);
                    sink.complete(item, block, scratch);
                }
            }
            sink.finish();
        }
        assertEquals(0, scratch.bytesInUse());
    }

    private static void fill(StackLayout layout, int item, Box box, Block block) {
        for (int c = 0; c < layout.channels(); c++) {
            for (int z = box.depth().first(); z <= box.depth().last(); z++) {
                for (int y = box.height().first(); y <= box.height().last(); y++) {
                    for (int x = box.width().first(); x <= box.width().last(); x++) {
                        int row = layout.firstRow(item) + y;
                        block.plane(c, z)[block.rowStart(y) + block.column(x)] =
                                value(layout, layout.plane(item, z, c), row, x);
                    }
                }
            }
        }
    }

    private static float value(StackLayout layout, int plane, int y, int x) {
        return (plane * layout.height() + y) * layout.width() + x + 0.25f;
    }

    private static float[] expected(StackLayout layout, SampleType type, int plane) {
        float[] values = new float[layout.width() * layout.height()];
        for (int i = 0; i < values.length; i++) {
            values[i] = type.nearest(value(layout, plane, i / layout.width(), i % layout.width()));
        }
        return values;
    }

    private static DisplayRange contrast(StackLayout layout, float[] values) {
        ContrastSample sample = new ContrastSample(layout.width(), layout.height());
        for (int i = 0; i < values.length; i += sample.step()) {
            sample.put(i, values[i]);
        }
        return sample.range();
    }
}
