package org.convlayers.ij.network;

import ij.ImagePlus;
import java.io.IOException;
import org.convlayers.engine.memory.BlockSink;

/** A result that is being computed, whose file has not appeared yet; closed before it is finished, nothing is left of it. */
interface PendingResult extends AutoCloseable {
    /** Where its values go. */
    BlockSink sink();

    /** The image; if it is streamed to a file, the file appears now. */
    ImagePlus finish() throws IOException;

    @Override
    default void close() throws IOException {}
}
