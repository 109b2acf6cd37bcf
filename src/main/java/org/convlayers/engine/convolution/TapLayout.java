package org.convlayers.engine.convolution;

import java.util.List;
import org.convlayers.engine.layer.PaddedRows;
import org.convlayers.shape.Box;

/** How a {@link DirectConvolution} lays out what the taps see, and in which order it goes through a box. Immutable. */
sealed interface TapLayout permits KeptTaps, PlaneTaps {
    /** What is done, for people. */
    String inWords();

    /** The lanes and passes that cover a box. */
    List<Lanes> lanes(Box box);

    /** The sums of how many steps are held before they are stored together. */
    int steps();

    /** How many passes are made side by side, each with strips of its own. */
    int abreast(Lanes lanes);

    /** Whether all passes are made for a group of channels before the next; otherwise all groups for a pass. */
    boolean goesByGroups();

    /** How many floats the memory for input values takes. */
    int lineLength(Lanes lanes);

    /** How many strips a pass takes: one for each tap that is laid out at a time, and one of zeros. */
    int stripsOfPass();

    /**
     * Makes strips for passes side by side. They are for one thread.
     *
     * @param rows where values come from
     * @param line memory of {@link #lineLength} floats
     * @param strips memory: {@link #stripsOfPass} for each pass
     */
    TapStrips[] strips(Lanes lanes, PaddedRows rows, float[] line, float[][] strips);
}
