package org.convlayers.engine.layer;

import java.util.ArrayList;
import java.util.List;

/**
 * Epilogues one after the other, in a list: functions inside functions would overflow the stack of networks with thousands of
 * activations in a row.
 *
 * @param parts in the order in which they are applied
 */
record EpilogueChain(List<Epilogue> parts) implements Epilogue {
    EpilogueChain {
        parts = List.copyOf(parts);
    }

    @Override
    public void apply(int channel, float[] values, int from, int to) {
        for (Epilogue part : parts) {
            part.apply(channel, values, from, to);
        }
    }

    @Override
    public Epilogue andThen(Epilogue next) {
        List<Epilogue> longer = new ArrayList<>(parts);
        longer.add(next);
        return new EpilogueChain(longer);
    }
}
