package org.convlayers.engine.convolution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.convlayers.engine.kernel.PackedWeights;
import org.convlayers.engine.kernel.Strip;
import org.convlayers.engine.kernel.StripLength;
import org.convlayers.engine.memory.Scratch;

/** Output channels of a layer side by side in lanes: the weights of a tap are a strip, and so are the biases. */
final class OutputStrips {
    private final int first;
    private final int count;
    private final StripLength length;
    private final float[][][] tables;
    private final float[] biases;

    private OutputStrips(BoundConvolution layer, int first, int count, int tables, int taps, Scratch scratch) {
        this.first = first;
        this.count = count;
        length = StripLength.covering(count);
        float[] zeros = Strip.allocate(length);
        this.tables = new float[tables][PackedWeights.tableLength(taps)][];
        for (float[][] table : this.tables) {
            scratch.checkCancelled();
            Arrays.setAll(table, tap -> tap < taps ? Strip.allocate(length) : zeros);
        }
        biases = Strip.allocate(length);
        for (int output = 0; output < count; output++) {
            biases[Strip.FIRST + output] = layer.bias(first + output);
        }
    }

    /**
     * Strips for all output channels, whose weights are to be {@linkplain #set set}.
     *
     * @param tables how many weights a tap has for each of them
     * @param taps how many taps there are
     */
    static List<OutputStrips> of(BoundConvolution layer, int tables, int taps, Scratch scratch) {
        int outputs = layer.groupOutputs();
        List<OutputStrips> all = new ArrayList<>();
        for (int first = 0; first < outputs; first += Strip.LENGTH) {
            all.add(new OutputStrips(layer, first, Math.min(Strip.LENGTH, outputs - first), tables, taps, scratch));
        }
        return all;
    }

    /** How many lanes strips for so many channels have. */
    static int lanes(int outputs) {
        int left = outputs % Strip.LENGTH;
        return outputs - left + (left == 0 ? 0 : StripLength.covering(left).lanes());
    }

    /** Sets the weights of a tap, those of the first channel first. */
    void set(int table, int tap, float[] weights) {
        System.arraycopy(weights, 0, tables[table][tap], Strip.FIRST, count);
    }

    /** The first of the channels. */
    int first() {
        return first;
    }

    /** How many channels there are. */
    int count() {
        return count;
    }

    /** The lanes. */
    StripLength length() {
        return length;
    }

    /** The strips of all taps, followed by zeros. */
    float[][] table(int table) {
        return tables[table];
    }

    /** A strip of biases. */
    float[] biases() {
        return biases;
    }
}
