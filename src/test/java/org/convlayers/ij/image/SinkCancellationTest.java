package org.convlayers.ij.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.convlayers.app.NpyBatch;
import org.convlayers.app.NpySink;
import org.convlayers.app.StackLayout;
import org.convlayers.app.TiffSink;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.BlockSink;
import org.convlayers.engine.memory.CountingMonitor;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.io.OutputFile;
import org.convlayers.io.SampleType;
import org.convlayers.io.npy.NpyWriter;
import org.convlayers.io.tiff.TiffStackDescription;
import org.convlayers.io.tiff.TiffStackWriter;
import org.convlayers.shape.Box;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever presses Esc while a large tile is stored does not wait for its end. */
final class SinkCancellationTest {
    private static final StackLayout LAYOUT = new StackLayout(2, 1100, 1000, 2, 1, 1);

    /** Each of the two planes is stored in two parts at least. */
    private static final int LEAST_LOOKS = 4;

    @TempDir
    private Path folder;

    @Test
    void planesInMemory() {
        assertStops(new HyperstackSink(LAYOUT, SampleType.UINT8));
    }

    @Test
    void tiffFiles() throws IOException {
        TiffStackDescription description = TiffStackDescription.of(1100, 1000, 2, 1, 1, SampleType.FLOAT32);
        try (TiffSink sink = new TiffSink(LAYOUT, TiffStackWriter.create(output("maps.tif"), description))) {
            assertStops(sink);
        }
        assertNothingIsLeft();
    }

    @Test
    void npyFiles() throws IOException {
        NpyBatch batch = new NpyBatch(1, true, LAYOUT.shape());
        NpyWriter writer = NpyWriter.create(output("maps.npy"), SampleType.FLOAT32, List.of(1, 2, 1000, 1100));
        try (NpySink sink = new NpySink(writer, batch)) {
            assertStops(sink);
        }
        assertNothingIsLeft();
    }

    private OutputFile output(String name) throws IOException {
        return OutputFile.create(folder.resolve(name), List.of());
    }

    private void assertNothingIsLeft() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(), files.toList());
        }
    }

    private static void assertStops(BlockSink sink) {
        CountingMonitor never = CountingMonitor.never();
        Box whole = Box.whole(LAYOUT.shape());
        Scratch unused = new Scratch(never);
        sink.discard(sink.target(0, whole, unused), unused);
        for (int look = 1; look <= LEAST_LOOKS; look++) {
            Scratch scratch = new Scratch(new CountingMonitor(never.asked() + look));
            Block block = sink.target(0, whole, scratch);
            assertThrows(CancellationException.class, () -> sink.complete(0, block, scratch));
            assertEquals(0, scratch.bytesInUse());
        }
    }
}
