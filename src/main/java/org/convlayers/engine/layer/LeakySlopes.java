package org.convlayers.engine.layer;

/** x where it is positive, else slope x, with slopes that were learned. */
final class LeakySlopes implements ChannelFunction {
    private final float[] slopes;

    /** One for each channel, or one for all. */
    LeakySlopes(float[] slopes) {
        this.slopes = slopes;
    }

    @Override
    public double apply(int channel, double x) {
        return x > 0 ? x : slope(channel) * x;
    }

    @Override
    public Epilogue epilogue() {
        return (channel, values, from, to) -> apply(values, from, to, slope(channel));
    }

    private float slope(int channel) {
        return slopes[slopes.length == 1 ? 0 : channel];
    }

    /** Up to slope 1 the larger of x and slope x, which the JIT vectorises; 0 times infinity would be neither. */
    static void apply(float[] values, int from, int to, float slope) {
        if (slope != 0 && slope <= 1) {
            for (int i = from; i < to; i++) {
                values[i] = Math.max(values[i], slope * values[i]);
            }
        } else {
            for (int i = from; i < to; i++) {
                values[i] = values[i] > 0 ? values[i] : slope * values[i];
            }
        }
    }
}
