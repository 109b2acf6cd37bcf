package org.convlayers.app;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.convlayers.engine.NetworkPlan;
import org.convlayers.engine.layer.Precision;
import org.convlayers.layer.Network;
import org.convlayers.shape.FeatureShape;
import org.convlayers.text.NetworkText;
import org.junit.jupiter.api.Test;

class NetworkRunTest {
    /** 64 maps of 40,000 x 40,000 pixels, four bytes each, are 410 GB. */
    @Test
    void wholeMapsThatMemoryDoesNotHoldAreRefusedBeforeAnythingIsComputed() {
        Network network = NetworkText.parse("InstanceNorm2d(64)");
        FeatureShape input = FeatureShape.of(64, 40_000, 40_000);
        NetworkPlan plan =
                NetworkRun.plan(network, FilledNetwork.random(network).weights(), input, Precision.FLOAT32);
        String message = assertThrows(NotEnoughMemoryException.class, () -> NetworkRun.decide(plan, 1, TileChoice.AUTO))
                .getMessage();
        assertTrue(message.startsWith("layer '0' looks at whole feature maps, which need "), message);
    }
}
