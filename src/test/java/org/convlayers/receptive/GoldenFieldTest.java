package org.convlayers.receptive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.convlayers.golden.ReceptiveCase;
import org.convlayers.layer.Network;
import org.convlayers.text.NetworkText;
import org.convlayers.weights.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GoldenFieldTest {
    @ParameterizedTest
    @MethodSource("org.convlayers.golden.Goldens#receptive")
    void fieldIsTheSupportOfPyTorchsGradient(ReceptiveCase golden) {
        Network network = NetworkText.parse(golden.text());
        PullBack pullBack = PullBack.of(network, golden.input());
        for (ReceptiveCase.View view : golden.views()) {
            ReceptiveField field = ReceptiveField.of(
                    pullBack, network.output().name(), view.at().toArray());
            assertArrayEquals(bytes(view.mask()), field.mask(), "at " + view.at());
        }
    }

    private static byte[] bytes(Tensor mask) {
        byte[] values = new byte[mask.data().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) mask.data()[i];
        }
        return values;
    }
}
