package org.convlayers.engine.convolution;

import java.util.List;
import org.convlayers.engine.layer.PaddedRows;
import org.convlayers.shape.Box;

/**
 * The {@linkplain PlaneTapStrips taps of one plane after the other}, many rows of a small map side by side; of more taps than the
 * cache holds, a part at a time.
 *
 * @param layer the layer whose taps they are
 * @param tapsPerPart how many taps are laid out at a time
 */
record PlaneTaps(BoundConvolution layer, int tapsPerPart) implements TapLayout {
    @Override
    public String inWords() {
        return layer.taps() + " taps, "
                + (tapsPerPart < layer.taps() ? tapsPerPart + " at a time" : "rows side by side");
    }

    @Override
    public List<Lanes> lanes(Box box) {
        return new PlaneLanes(layer).covering(box);
    }

    @Override
    public int steps() {
        return 1;
    }

    @Override
    public int abreast(Lanes lanes) {
        return 1;
    }

    /** What is known of a pass serves all groups. */
    @Override
    public boolean goesByGroups() {
        return false;
    }

    @Override
    public int lineLength(Lanes lanes) {
        return PlaneTapStrips.ribbonLength(layer, lanes);
    }

    @Override
    public int stripsOfPass() {
        return tapsPerPart + 1;
    }

    @Override
    public TapStrips[] strips(Lanes lanes, PaddedRows rows, float[] line, float[][] strips) {
        return new TapStrips[] {new PlaneTapStrips(layer, rows, lanes, line, strips)};
    }
}
