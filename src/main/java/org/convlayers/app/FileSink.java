package org.convlayers.app;

import java.io.Closeable;
import java.io.IOException;
import org.convlayers.engine.memory.BlockSink;

/** Output streamed to a file, which appears when it is finished; closed before, nothing is left. */
public interface FileSink extends BlockSink, Closeable {
    /** Lets the file appear; everything must be complete. */
    void finish() throws IOException;
}
