package org.convlayers.golden;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.convlayers.layer.Network;
import org.convlayers.weights.Tensor;
import org.convlayers.weights.Weights;

/**
 * A layer or a network with weights, an input, and the output that PyTorch computes in double precision.
 *
 * @param name unique in the family
 * @param text the network in the layer language
 * @param batched whether input and output start with a batch axis
 * @param input (C, ...) or (N, C, ...)
 * @param output as the input
 * @param tensors the weights by state_dict name; plain {@code weight} and {@code bias} for a single layer
 * @param sumAbs the largest sum of |w||x| + |b| that goes into an output value; rounding errors are proportional to it
 * @param float32Error the largest error of PyTorch itself in single precision
 */
public record ComputedCase(
        String name,
        String text,
        boolean batched,
        Tensor input,
        Tensor output,
        Map<String, Tensor> tensors,
        double sumAbs,
        double float32Error) {

    /** The items of the batch, (C, ...) each; the input itself if it has no batch axis. */
    public List<Tensor> inputs() {
        return batched ? items(input) : List.of(input);
    }

    /** The outputs of {@link #inputs()}. */
    public List<Tensor> outputs() {
        return batched ? items(output) : List.of(output);
    }

    /**
     * The weights for the network of the text.
     *
     * @throws org.convlayers.shape.ShapeException if the network's parameters are not the case's
     */
    public Weights weights(Network network) {
        boolean plain = tensors.containsKey("weight");
        String prefix = plain ? network.output().name() + "." : "";
        return new Weights(
                network,
                tensors.entrySet().stream()
                        .collect(Collectors.toMap(entry -> prefix + entry.getKey(), Map.Entry::getValue)));
    }

    private static List<Tensor> items(Tensor batch) {
        List<Integer> shape = batch.shape().subList(1, batch.rank());
        int length = batch.data().length / batch.shape().get(0);
        return IntStream.range(0, batch.shape().get(0))
                .mapToObj(n -> new Tensor(Arrays.copyOfRange(batch.data(), n * length, (n + 1) * length), shape))
                .toList();
    }

    @Override
    public String toString() {
        return name + ": " + text;
    }
}
