package org.convlayers.layer;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.convlayers.shape.Window;

/** A convolution or its transpose: what has a kernel of weights from some feature maps to others. */
public sealed interface WeightedLayer extends Layer permits Convolution, TransposedConvolution {
    /** C_in, the number of feature maps taken. */
    int inChannels();

    /** C_out, the number of feature maps given. */
    int outChannels();

    /** Kernel size, stride, dilation and padding. */
    Window window();

    /** G, which divides both channel counts. */
    int groups();

    /** Whether a number is added to each feature map. */
    boolean bias();

    /** The sizes of the weight in PyTorch's order. */
    List<Integer> weightShape();

    @Override
    default List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>();
        parameters.add(new Parameter("weight", weightShape()));
        if (bias()) {
            parameters.add(new Parameter("bias", List.of(outChannels())));
        }
        return List.copyOf(parameters);
    }

    @Override
    default OptionalInt takenChannels() {
        return OptionalInt.of(inChannels());
    }

    @Override
    default OptionalInt rank() {
        return OptionalInt.of(window().rank());
    }
}
