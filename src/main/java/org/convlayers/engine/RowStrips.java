package org.convlayers.engine;

/**
 * Lays out rows of a window's input in strips, one for each tap along the row: in the strip of tap kx each lane holds what
 * that tap of the lane's output pixel sees.
 *
 * <p>Shifts are made by copying because the JIT of Java 17 vectorises loops only over arrays indexed alike. For one thread.
 */
final class RowStrips {
    private final WindowAxis depth;
    private final WindowAxis height;
    private final WindowAxis width;
    private final PaddedRows input;
    private final Lanes lanes;

    /**
     * Makes a loader.
     *
     * @param layer the layer that slides a window over the input
     * @param input where values come from
     * @param lanes the output pixels
     */
    RowStrips(BoundConvolution layer, PaddedRows input, Lanes lanes) {
        depth = layer.depth();
        height = layer.height();
        width = layer.width();
        this.input = input;
        this.lanes = lanes;
    }

    /**
     * Fills strips {@code at} to {@code at + count - 1} with what the taps (kz, ky, kx) to (kz, ky, kx + count - 1) see at
     * row {@code row} of each segment's run, in the segments whose run has at least {@code minRows} rows.
     *
     * @param channel the input channel
     */
    void load(int channel, int row, int kz, int ky, int kx, int count, int minRows, float[][] strips, int at) {
        for (int segment = 0; segment < lanes.segments(); segment++) {
            if (lanes.rows(segment) < Math.max(1, minRows)) {
                continue;
            }
            int pixels = lanes.width(segment);
            input.read(
                    channel,
                    depth.source(lanes.z(segment), kz),
                    height.source(lanes.y(segment, row), ky),
                    width.source(lanes.x(segment), kx),
                    width.span(pixels, count));
            for (int i = 0; i < count; i++) {
                copy(input.start() + i * width.dilation(), strips[at + i], lanes.lane(segment), pixels);
            }
        }
    }

    private void copy(int from, float[] strip, int lane, int count) {
        float[] values = input.values();
        int stride = width.stride();
        if (stride == 1) {
            System.arraycopy(values, from, strip, lane, count);
        } else {
            for (int i = 0; i < count; i++) {
                strip[lane + i] = values[from + i * stride];
            }
        }
    }
}
