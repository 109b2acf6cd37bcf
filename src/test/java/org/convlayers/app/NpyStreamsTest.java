package org.convlayers.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

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
import org.convlayers.io.npy.NpyFile;
import org.convlayers.io.npy.NpyWriter;
import org.convlayers.shape.AxisRanges;
import org.convlayers.shape.AxisRanges.Range;
import org.convlayers.shape.Box;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.Region;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Arrays read and written tile by tile: value (n, c, z, y, x) is a different number everywhere. */
class NpyStreamsTest {
    @TempDir
    Path folder;

    private final Scratch scratch = new Scratch();

    static Stream<Long> seeds() {
        return LongStream.range(0, 30).boxed();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void tilesAreWrittenAndRegionsReadBack(long seed) throws IOException {
        Random random = new Random(seed);
        NpyBatch batch = randomBatch(random);
        Path path = folder.resolve("array.npy");
        write(path, batch, Tiling.of(batch.item(), 1 + random.nextInt(6)));
        try (NpyFile file = NpyFile.open(path)) {
            assertEquals(batch.shape(), file.shape());
            float[] all = new float[(int) file.elements()];
            file.read(0, all, 0, all.length);
            assertArrayEquals(expected(batch), all);
            NpySource source = new NpySource(file, batch);
            for (int item = 0; item < batch.items(); item++) {
                assertRegion(item, batch, source.read(item, randomRegion(batch.item(), random), scratch));
                assertRegion(item, batch, source.read(item, Region.whole(batch.item()), scratch));
            }
        }
    }

    private static NpyBatch randomBatch(Random random) {
        int[] spatial = random.ints(1 + random.nextInt(3), 1, 9).toArray();
        boolean hasBatchAxis = random.nextBoolean();
        int items = hasBatchAxis ? 1 + random.nextInt(3) : 1;
        return new NpyBatch(items, hasBatchAxis, FeatureShape.of(1 + random.nextInt(3), spatial));
    }

    private void write(Path path, NpyBatch batch, Tiling tiling) throws IOException {
        NpyWriter writer = NpyWriter.create(OutputFile.create(path, List.of()), SampleType.FLOAT32, batch.shape());
        try (NpySink sink = new NpySink(writer, batch)) {
            for (int item = 0; item < batch.items(); item++) {
                for (int tile = 0; tile < tiling.count(batch.item()); tile++) {
                    Box box = tiling.tile(batch.item(), tile);
                    Block block = sink.target(item, box, scratch);
                    fill(item, batch, block);
                    sink.complete(item, block, scratch);
                }
            }
            sink.finish();
        }
        assertEquals(0, scratch.bytesInUse());
    }

    private static Region randomRegion(FeatureShape shape, Random random) {
        Extent size = shape.spatial().to3D(1);
        return new Region(
                randomRanges(size.get(0), random),
                randomRanges(size.get(1), random),
                randomRanges(size.get(2), random));
    }

    /** One interval, or one at each end as a circular edge asks for. */
    private static AxisRanges randomRanges(int size, Random random) {
        int first = random.nextInt(size);
        int last = first + random.nextInt(size - first);
        return random.nextBoolean()
                ? AxisRanges.of(first, last)
                : AxisRanges.union(List.of(new Range(0, first), new Range(last, size - 1)));
    }

    private static void fill(int item, NpyBatch batch, Block block) {
        forEach(block, (c, z, y, x, at) -> block.plane(c, z)[at] = value(item, batch, c, z, y, x));
    }

    private static void assertRegion(int item, NpyBatch batch, Block block) {
        forEach(block, (c, z, y, x, at) -> assertEquals(value(item, batch, c, z, y, x), block.plane(c, z)[at]));
    }

    private interface PixelVisitor {
        void visit(int c, int z, int y, int x, int at);
    }

    private static void forEach(Block block, PixelVisitor visitor) {
        for (Box box : block.region().boxes()) {
            for (int c = 0; c < block.channels(); c++) {
                for (int z = box.depth().first(); z <= box.depth().last(); z++) {
                    for (int y = box.height().first(); y <= box.height().last(); y++) {
                        for (int x = box.width().first(); x <= box.width().last(); x++) {
                            visitor.visit(c, z, y, x, block.rowStart(y) + block.column(x));
                        }
                    }
                }
            }
        }
    }

    private static float value(int item, NpyBatch batch, int c, int z, int y, int x) {
        int[] size = batch.item().spatial().to3D(1).toArray();
        return (((item * batch.item().channels() + c) * size[0] + z) * size[1] + y) * size[2] + x;
    }

    private static float[] expected(NpyBatch batch) {
        float[] values = new float[(int) (batch.items() * batch.item().elements())];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        return values;
    }
}
