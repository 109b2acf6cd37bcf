package org.convlayers.engine.convolution;

import java.util.Arrays;
import java.util.List;
import org.convlayers.engine.kernel.PackedWeights;
import org.convlayers.engine.layer.PaddedRows;
import org.convlayers.shape.Box;

/**
 * All taps are laid out at once, and strips are {@linkplain KeptTapStrips kept from row to row}.
 *
 * @param layer the layer whose taps they are
 */
record KeptTaps(BoundConvolution layer) implements TapLayout {
    /** So many strips of finished sums (about 350 kB) are held in order to store several of a channel together. */
    private static final int MAX_HELD_SUMS = 160;

    /** Holding fewer steps than this gains less than it costs. */
    private static final int MIN_STEPS = 4;

    /** So many values (4 MB) are not kept in the second-level cache. */
    private static final long LARGE_RESULT = 1 << 20;

    /** Picking every s-th value of a row takes as long as so many more copies. */
    private static final int COPIES_OF_PICKED = 2;

    /** Whether a layer has few enough taps. */
    static boolean suit(BoundConvolution layer) {
        return layer.taps() <= DirectConvolution.MAX_TAPS_AT_ONCE;
    }

    @Override
    public String inWords() {
        return layer.taps() + " taps kept from row to row";
    }

    @Override
    public List<Lanes> lanes(Box box) {
        return Lanes.covering(box, layer.height().revisit(), work());
    }

    private Lanes.Work work() {
        int height = layer.height().kernel();
        int loadedRows = layer.height().phases();
        int loads = layer.taps() / height * loadedRows;
        if (layer.width().stride() > 1) {
            int rows = loads / layer.width().kernel();
            loads += rows * layer.width().phases() * COPIES_OF_PICKED;
        }
        int outputs = layer.groupOutputs();
        return new Lanes.Work(
                PackedWeights.cost(outputs, layer.taps()), 0, loads, outputs, height - loadedRows, layer.groups());
    }

    /**
     * Few are better stored while they are in the first-level cache, and so are those of small maps, which do not leave the
     * second-level cache.
     */
    @Override
    public int steps() {
        int steps = MAX_HELD_SUMS / layer.groupOutputs();
        boolean isLarge = layer.outputBox().pixels() * layer.groupOutputs() > LARGE_RESULT;
        return isLarge && steps >= MIN_STEPS ? steps : 1;
    }

    @Override
    public int abreast(Lanes lanes) {
        return Math.min(lanes.abreast(), DirectConvolution.MAX_TAPS_AT_ONCE / layer.taps());
    }

    /** What is kept belongs to a group. */
    @Override
    public boolean goesByGroups() {
        return true;
    }

    @Override
    public int lineLength(Lanes lanes) {
        return layer.longestPiece(lanes);
    }

    @Override
    public int stripsOfPass() {
        return layer.taps() + 1;
    }

    @Override
    public TapStrips[] strips(Lanes lanes, PaddedRows rows, float[] line, float[][] strips) {
        RowStrips loader = new RowStrips(layer, rows, lanes);
        TapStrips[] taps = new TapStrips[strips.length / stripsOfPass()];
        for (int i = 0; i < taps.length; i++) {
            int first = i * stripsOfPass();
            taps[i] = new KeptTapStrips(layer, loader, Arrays.copyOfRange(strips, first, first + stripsOfPass()));
        }
        return taps;
    }
}
