package org.convlayers.engine.layer;

import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.shape.Box;

/** Layers that compute one row of one feature map after the other. */
final class OutputRows {
    private OutputRows() {}

    /** Computes a row of the output within the columns of the box. */
    interface Writer {
        /**
         * Writes a row.
         *
         * @param to where to
         * @param start the index of the box's first column in it
         */
        void write(int channel, int z, int y, float[] to, int start);
    }

    /** Has every row of a box written, and applies an epilogue to it while it is in cache; may be cancelled. */
    static void forEach(Block output, Box box, Epilogue epilogue, Scratch scratch, Writer writer) {
        for (int c = 0; c < output.channels(); c++) {
            for (int z = box.depth().first(); z <= box.depth().last(); z++) {
                float[] plane = output.plane(c, z);
                for (int y = box.height().first(); y <= box.height().last(); y++) {
                    scratch.checkCancelled();
                    int start = output.rowStart(y) + output.column(box.width().first());
                    writer.write(c, z, y, plane, start);
                    epilogue.apply(c, plane, start, start + box.width().size());
                }
            }
        }
    }
}
