package org.convlayers.gradient;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.BlockSource;
import org.convlayers.engine.memory.Monitor;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.layer.Activation;
import org.convlayers.layer.ActivationFunction;
import org.convlayers.layer.Network;
import org.convlayers.receptive.NeededRegions;
import org.convlayers.receptive.PullBack;
import org.convlayers.receptive.ReceptiveField;
import org.convlayers.shape.AxisRanges;
import org.convlayers.shape.Box;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.Region;
import org.convlayers.weights.Weights;

/**
 * How much the input of a network moves one pixel of a layer's output: made ready for inputs of one shape.
 *
 * <p>What is followed back is the sum over the channels of that pixel. Immutable.
 */
public final class GradientPlan {
    private final Measure measure;
    private final Network network;
    private final PullBack pullBack;
    private final NeededRegions regions;
    private final Weights weights;
    private final ReceptiveField field;

    private GradientPlan(
            Measure measure, Network network, Weights weights, FeatureShape input, String layer, int... at) {
        this.measure = measure;
        this.network = network.upTo(layer);
        field = ReceptiveField.of(network, input, layer, at);
        pullBack = PullBack.of(measure == Measure.WEIGHTS ? withoutStatistics(this.network) : this.network, input);
        int[] place = Extent.of(at).to3D(0).toArray();
        regions = pullBack.sources(this.network.nodes().size() - 1, pixel(place));
        this.weights = weights;
    }

    /**
     * Makes a network ready.
     *
     * @param measure by what to measure
     * @param network the layers
     * @param weights their parameters
     * @param input the shape of an item of the input
     * @param layer the name of the layer whose output is looked at
     * @param at the output pixel, outermost axis first
     * @throws IllegalArgumentException if there is no such layer or pixel, or the network does not take the input
     */
    public static GradientPlan of(
            Measure measure, Network network, Weights weights, FeatureShape input, String layer, int... at) {
        return new GradientPlan(measure, network, weights, input, layer, at);
    }

    private static Region pixel(int[] at) {
        return Region.of(new Box(
                new AxisRanges.Range(at[0], at[0]),
                new AxisRanges.Range(at[1], at[1]),
                new AxisRanges.Range(at[2], at[2])));
    }

    private static Network withoutStatistics(Network network) {
        return new Network(network.nodes().stream()
                .map(node -> LocalLayers.looksAtWholeMapsForStatistics(node.layer())
                        ? new Network.Node(node.name(), Activation.of(ActivationFunction.IDENTITY), node.inputs())
                        : node)
                .toList());
    }

    /** The field that the pixel has by the arrangement of the layers, whatever their weights. */
    public ReceptiveField field() {
        return field;
    }

    /** The memory it takes, in bytes: all values on the way there, and the gradients on the way back. */
    public long bytes() {
        long values = regions.input().pixels() * pullBack.input().channels();
        for (int node = 0; node < network.nodes().size(); node++) {
            values += regions.of(node).pixels() * pullBack.shape(node).channels();
        }
        return 2 * values * Double.BYTES;
    }

    /**
     * Follows the gradient of the sum over the channels back.
     *
     * @param source where the input comes from; not looked at if weights are measured
     * @param item which item of the batch
     * @param monitor is told the progress, and may cancel
     * @throws CancellationException if it does
     */
    public SourceGradient run(BlockSource source, int item, Monitor monitor) {
        double[] ones = new double[pullBack.shape(network.nodes().size() - 1).channels()];
        Arrays.fill(ones, 1);
        return run(source, item, monitor, ones);
    }

    /**
     * As above for another sum.
     *
     * @param seed what each channel of the output pixel is multiplied by
     */
    SourceGradient run(BlockSource source, int item, Monitor monitor, double[] seed) {
        Scratch scratch = new Scratch(monitor);
        List<LocalLayer> layers = layers();
        List<Maps> values = measure == Measure.WEIGHTS ? List.of() : compute(layers, source, item, scratch, monitor);
        Maps last = zeros(layers.size());
        for (int c = 0; c < seed.length; c++) {
            last.values()[c][0] = seed[c];
        }
        Map<Integer, Maps> gradients = new HashMap<>(Map.of(layers.size(), last));
        for (int node = layers.size() - 1; node >= 0; node--) {
            List<Maps> sinks = inputs(node).stream()
                    .map(input -> gradients.computeIfAbsent(input, this::zeros))
                    .toList();
            List<Maps> inputs = values.isEmpty()
                    ? values
                    : inputs(node).stream().map(values::get).toList();
            Maps gradient = gradients.remove(node + 1); // nobody looks at it any more
            layers.get(node).pullBack(inputs, gradient, sinks, scratch::checkCancelled);
            monitor.progress(1 - node / (2.0 * layers.size()));
        }
        return new SourceGradient(field, gradients.get(0));
    }

    /** The sum whose gradient {@link #run(BlockSource, int, Monitor, double[])} gives: what finite differences are taken of. */
    double value(BlockSource source, int item, double[] seed) {
        List<LocalLayer> layers = layers();
        Maps output = compute(layers, source, item, new Scratch(), Monitor.NONE).get(layers.size());
        double sum = 0;
        for (int c = 0; c < seed.length; c++) {
            sum += seed[c] * output.values()[c][0];
        }
        return sum;
    }

    /** They hold tables of the pixels that are looked at, and are made when these are needed. */
    private List<LocalLayer> layers() {
        LocalLayers local = new LocalLayers(network, weights, pullBack, regions);
        IntFunction<LocalLayer> ofNode = measure == Measure.WEIGHTS ? local::magnitude : local::exact;
        return IntStream.range(0, network.nodes().size()).mapToObj(ofNode).toList();
    }

    /** Zeros for a map: the input is number 0, nodes follow. */
    private Maps zeros(int map) {
        return Maps.zeros(
                regions.of(map - 1),
                map == 0 ? pullBack.input().channels() : pullBack.shape(map - 1).channels());
    }

    private List<Integer> inputs(int node) {
        return network.nodes().get(node).inputs().stream()
                .map(name -> network.indexOf(name) + 1)
                .toList();
    }

    /** The values of the input and of each node, on the pixels that are looked at. */
    private List<Maps> compute(
            List<LocalLayer> layers, BlockSource source, int item, Scratch scratch, Monitor monitor) {
        List<Maps> values = new ArrayList<>();
        values.add(read(source, item, scratch));
        for (int node = 0; node < layers.size(); node++) {
            Maps output = zeros(node + 1);
            layers.get(node).compute(inputs(node).stream().map(values::get).toList(), output, scratch::checkCancelled);
            values.add(output);
            monitor.progress((node + 1) / (2.0 * layers.size()));
        }
        return values;
    }

    private Maps read(BlockSource source, int item, Scratch scratch) {
        if (regions.input().isEmpty()) {
            return zeros(0);
        }
        Block block = source.read(item, regions.input(), scratch);
        try {
            return Maps.of(regions.input(), block);
        } finally {
            source.release(block, scratch);
        }
    }
}
