package org.convlayers.receptive;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.convlayers.layer.Network;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.Region;

/**
 * Follows pixels of a network's output back to the pixels they are computed from.
 *
 * <p>Made once for a network and the shape of its input; never changes. {@link #regions} bounds what a tile of the output needs
 * of every feature map, so that nothing outside can change it: zero padding is left to each layer at the true border of
 * its own input, and edges that fold (reflect, replicate, circular, mirror) ask for the pixels that they stand for.
 * {@link #pixels} gives the exact set, with holes.
 */
public final class PullBack {
    private final Network network;
    private final FeatureShape input;
    private final List<FeatureShape> shapes;
    private final List<List<Link>> links;

    /** Empty until they are asked for. */
    private List<FieldFormula> formulas = List.of();

    /**
     * One input of a node.
     *
     * @param source where it comes from; -1 is the network's input
     * @param values the law from output to input values
     * @param law that of the pixels with all their channels
     * @param block the size of the blocks in which the node is computed
     * @param size the size of the node's output
     */
    private record Link(int source, ValueLaw values, SourceLaw law, Extent block, Extent size) {
        Region reach(Region targets) {
            return law.reach(targets.widenedTo(block, size));
        }
    }

    private PullBack(Network network, FeatureShape input, List<FeatureShape> shapes, List<List<Link>> links) {
        this.network = network;
        this.input = input;
        this.shapes = shapes;
        this.links = links;
    }

    /**
     * Prepares a network for an input.
     *
     * @param network the layers
     * @param input the shape of the network's input
     * @throws org.convlayers.shape.ShapeException if the network does not take the input
     */
    public static PullBack of(Network network, FeatureShape input) {
        Extent pixel = Extent.filled(Extent.MAX_RANK, 1);
        return ofBlocks(network, input, Collections.nCopies(network.nodes().size(), pixel));
    }

    /**
     * Prepares a network some of whose nodes are computed in whole blocks: {@link #regions} then holds what the blocks need
     * that the regions touch.
     *
     * @param network the layers
     * @param input the shape of the network's input
     * @param blocks for each node the size (D, H, W) of its blocks, the first of which begins at pixel (0, 0, 0)
     * @throws org.convlayers.shape.ShapeException if the network does not take the input
     */
    public static PullBack ofBlocks(Network network, FeatureShape input, List<Extent> blocks) {
        List<FeatureShape> shapes = network.shapes(input);
        List<List<Link>> links = new ArrayList<>();
        for (Network.Node node : network.nodes()) {
            List<FeatureShape> inputs = network.inputShapes(node, input, shapes);
            List<Link> ofNode = new ArrayList<>();
            Extent size = shapes.get(links.size()).spatial().to3D(1);
            Extent block = blocks.get(links.size());
            for (int i = 0; i < inputs.size(); i++) {
                int source = network.indexOf(node.inputs().get(i));
                ValueLaw law = LayerLaws.of(node.layer(), inputs, i, shapes.get(links.size()));
                ofNode.add(new Link(source, law, law.ofPixels(), block, size));
            }
            links.add(List.copyOf(ofNode));
        }
        return new PullBack(network, input, shapes, List.copyOf(links));
    }

    /** The network. */
    public Network network() {
        return network;
    }

    /** The shape of the network's input. */
    public FeatureShape input() {
        return input;
    }

    /** The output shape of a node. */
    public FeatureShape shape(int node) {
        return shapes.get(node);
    }

    /**
     * What a part of the network's output needs of every node and of the input: the union over all consumers, as a product
     * of ranges.
     *
     * <p>Behind a convolution per axis {@code [s lo - p, s hi - p + K - 1]}, clipped to its input, with what edges fold
     * back; empty if only padding is seen.
     *
     * @param output pixels of the last node's output
     * @throws IllegalArgumentException if a pixel lies outside the output
     */
    public NeededRegions regions(Region output) {
        return regions(Map.of(links.size() - 1, output), Set.of());
    }

    /**
     * As {@link #regions(Region)} for parts of the outputs of any nodes, where the outputs of some nodes are known already:
     * what these come from is not needed.
     *
     * @param outputs pixels of nodes' outputs, by the index of the node; there are regions for the nodes up to the last one
     * @param known indices of nodes
     * @throws IllegalArgumentException if a pixel lies outside its node's output
     */
    public NeededRegions regions(Map<Integer, Region> outputs, Set<Integer> known) {
        outputs.forEach((node, output) -> requireInside(output, shapes.get(node), name(node)));
        List<Region> needed =
                walk(outputs, known, Link::reach, parts -> parts.stream().reduce(Region.EMPTY, Region::union));
        return new NeededRegions(needed.subList(1, needed.size()), needed.get(0));
    }

    /**
     * As {@link #regions(Region)} for pixels of the output of any node, with holes between taps left out along each axis; no
     * blocks are computed.
     *
     * @param node index of the node; there are regions for the nodes up to it
     * @param output pixels of its output
     * @throws IllegalArgumentException if a pixel lies outside the node's output
     */
    public NeededRegions sources(int node, Region output) {
        requireInside(output, shapes.get(node), name(node));
        List<Region> needed = walk(
                Map.of(node, output),
                Set.of(),
                (link, targets) -> link.law().sources(targets),
                parts -> parts.stream().reduce(Region.EMPTY, Region::union));
        return new NeededRegions(needed.subList(1, needed.size()), needed.get(0));
    }

    /** Is told the taps of an output pixel along one axis. */
    @FunctionalInterface
    public interface TapVisitor {
        /**
         * A tap and the pixel it meets.
         *
         * @param tap counted from 0; taps that meet a constant beyond the border are counted, but not visited
         * @param source a pixel inside the input
         */
        void visit(int tap, int source);
    }

    /**
     * From which pixels of one of its inputs a node computes an output pixel, along one axis.
     *
     * @param node index of the node
     * @param number which of its inputs, from 0
     * @param axis one of the three axes, outermost first
     * @param target a pixel of the output
     */
    public void forEachTap(int node, int number, int axis, int target, TapVisitor visitor) {
        links.get(node).get(number).law().axis(axis).forEachTap(target, visitor);
    }

    /**
     * Exactly the pixels of the network's input that pixels of a node's output are computed from.
     *
     * <p>Clipped at every layer: what lies in a layer's padding comes from no pixel, unless its edges fold back.
     *
     * @param node index of the node
     * @param targets pixels of its output
     * @throws IllegalArgumentException if a pixel lies outside the node's output
     */
    public PixelSet pixels(int node, PixelSet targets) {
        requireInside(targets, shapes.get(node), name(node));
        return trace(node, targets, Tracing.PIXELS);
    }

    /**
     * Exactly the pixels of a node's output that are computed from any of some pixels of the network's input: their
     * projective field. An output pixel is in that of an input pixel exactly if the input pixel is in its receptive field.
     *
     * @param node index of the node
     * @param sources pixels of the network's input
     * @throws IllegalArgumentException if a pixel lies outside the input
     */
    public PixelSet projection(int node, PixelSet sources) {
        requireInside(sources, input, "the input");
        List<ByChannel<PixelSet>> reached = new ArrayList<>(List.of(ByChannel.ofAll(input.channels(), sources)));
        for (int next = 0; next <= node; next++) {
            List<ByChannel<PixelSet>> paths = new ArrayList<>();
            for (Link link : links.get(next)) {
                paths.add(link.values().targets(reached.get(link.source() + 1), shapes.get(next)));
            }
            reached.add(ByChannel.union(paths, Tracing.PIXELS));
        }
        return reached.get(node + 1).joined(Tracing.PIXELS);
    }

    /**
     * In how many ways each pixel of the network's input reaches an output pixel of a node: the gradient of a network that
     * sums where this one weighs, as {@link PathCounts} says.
     *
     * @param node index of the node
     * @param at the output pixel, outermost axis first
     * @throws IllegalArgumentException if the field is too large to count in
     */
    public PathCounts pathCounts(int node, int... at) {
        PixelSet target = PixelSet.ofPixel(at);
        requireInside(target, shapes.get(node), name(node));
        return trace(node, PathCounts.ofPixel(at), Tracing.WAYS);
    }

    /** The places that an output pixel of a node sees if no map has a border. */
    VirtualBox virtualReach(int node, int... at) {
        return trace(node, VirtualBox.ofPixel(at), Tracing.BOXES);
    }

    /** Traces something in all channels of a node's output back to the network's input. */
    private <T> T trace(int node, T target, Tracing<T> tracing) {
        return walk(
                        Map.of(node, ByChannel.ofAll(shapes.get(node).channels(), target)),
                        Set.of(),
                        (link, targets) -> link.values().sources(targets, tracing),
                        parts -> ByChannel.union(parts, tracing))
                .get(0)
                .joined(tracing);
    }

    /** The formula of the fields of each node, all channels together, in the order of the network's nodes. */
    public synchronized List<FieldFormula> formulas() {
        if (formulas.isEmpty()) {
            List<List<ValueLaw>> laws = links.stream()
                    .map(ofNode -> ofNode.stream().map(Link::values).toList())
                    .toList();
            formulas = ChannelFormulas.of(network, input, shapes, laws);
        }
        return formulas;
    }

    private String name(int node) {
        return "the output of layer '" + network.nodes().get(node).name() + "'";
    }

    private static void requireInside(PixelSet pixels, FeatureShape shape, String map) {
        pixels.regions().forEach(region -> requireInside(region, shape, map));
    }

    private static void requireInside(Region region, FeatureShape shape, String map) {
        Region whole = Region.whole(shape);
        if (!whole.union(region).equals(whole)) {
            throw new IllegalArgumentException(region + " is not inside " + map + ", which is " + shape);
        }
    }

    /**
     * Follows something that stands for pixels of nodes back to the input, from the last node to the first.
     *
     * @param from what is followed, by node
     * @param known indices of nodes behind which nothing is followed
     * @param sources what a node needs of one of its inputs
     * @param union joins what the consumers of a map need of it: one part or more, or none
     * @return what is needed of each map: first the network's input, then the nodes up to the last of these
     */
    private <T> List<T> walk(
            Map<Integer, T> from, Set<Integer> known, BiFunction<Link, T, T> sources, Function<List<T>, T> union) {
        int last = Collections.max(from.keySet());
        List<List<T>> parts = Stream.generate(() -> (List<T>) new ArrayList<T>())
                .limit(last + 2L)
                .toList();
        from.forEach((node, target) -> parts.get(node + 1).add(target));
        List<T> needed = new ArrayList<>();
        for (int node = last; node >= 0; node--) {
            T targets = union.apply(parts.get(node + 1));
            needed.add(targets);
            boolean isFollowed = !parts.get(node + 1).isEmpty() && !known.contains(node);
            for (Link link : isFollowed ? links.get(node) : List.<Link>of()) {
                parts.get(link.source() + 1).add(sources.apply(link, targets));
            }
        }
        needed.add(union.apply(parts.get(0)));
        Collections.reverse(needed);
        return needed;
    }
}
