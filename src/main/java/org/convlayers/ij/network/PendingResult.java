package org.convlayers.ij.network;

import ij.ImagePlus;
import java.io.IOException;

/** A result that is computed and whose file has not appeared yet; closed before it is finished, nothing is left of it. */
interface PendingResult extends AutoCloseable {
    /** The image; if it is streamed to a file, the file appears now. */
    ImagePlus finish() throws IOException;

    @Override
    default void close() throws IOException {}
}
