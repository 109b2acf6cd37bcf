package org.convlayers.layer;

import java.util.List;
import java.util.Objects;
import org.convlayers.shape.FeatureShape;

/**
 * What training drops at random and inference leaves as it is.
 *
 * @param kind what training drops
 * @param probability with which probability
 */
public record Dropout(Kind kind, double probability) implements Layer {
    /** What training drops; without influence on the result. */
    public enum Kind {
        VALUES("Dropout"),
        MAPS_1D("Dropout1d"),
        MAPS_2D("Dropout2d"),
        MAPS_3D("Dropout3d"),
        SELF_NORMALIZING_VALUES("AlphaDropout"),
        SELF_NORMALIZING_MAPS("FeatureAlphaDropout");

        private final String torchName;

        Kind(String torchName) {
            this.torchName = torchName;
        }

        /** The name in torch.nn. */
        public String torchName() {
            return torchName;
        }
    }

    /**
     * Checks the arguments.
     *
     * @throws IllegalArgumentException if the probability is none, in PyTorch's words
     */
    public Dropout {
        Objects.requireNonNull(kind);
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("dropout probability has to be between 0 and 1, but got " + probability);
        }
    }

    @Override
    public FeatureShape outputShape(List<FeatureShape> inputs) {
        return inputs.get(0);
    }

    @Override
    public boolean isPointwise() {
        return true;
    }
}
