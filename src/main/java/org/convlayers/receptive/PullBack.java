package org.convlayers.receptive;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.convlayers.layer.Network;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.Region;

/**
 * Follows pixels of a network's output back to the pixels they are computed from.
 *
 * <p>Made once for a network and the shape of its input; immutable. {@link #regions} bounds what a tile of the output needs
 * of every feature map, so that nothing outside can change it: zero padding is left to each layer at the true border of
 * its own input, and edges that fold (reflect, replicate, circular, mirror) ask for the pixels that they stand for.
 */
public final class PullBack {
    private final List<Region> maps;
    private final List<List<Link>> links;

    /** One input of a node: where it comes from (-1 is the network's input), and the law from output to input pixels. */
    private record Link(int source, SourceLaw law) {}

    private PullBack(List<Region> maps, List<List<Link>> links) {
        this.maps = maps;
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
        List<FeatureShape> shapes = network.shapes(input);
        List<List<Link>> links = new ArrayList<>();
        for (Network.Node node : network.nodes()) {
            List<FeatureShape> inputs = network.inputShapes(node, input, shapes);
            List<Link> ofNode = new ArrayList<>();
            for (int i = 0; i < inputs.size(); i++) {
                int source = network.indexOf(node.inputs().get(i));
                ofNode.add(new Link(source, SourceLaw.of(node.layer(), inputs.get(i))));
            }
            links.add(List.copyOf(ofNode));
        }
        return new PullBack(shapes.stream().map(Region::whole).toList(), List.copyOf(links));
    }

    /**
     * The pixels of one input of a node that a part of the node's output is computed from.
     *
     * <p>For a convolution per axis {@code [s lo - p, s hi - p + K - 1]}, clipped to the input, with what edges fold back;
     * empty if only padding is seen.
     *
     * @param node index of the node
     * @param input which of the node's inputs, from 0
     * @param target pixels of the node's output
     */
    public Region sources(int node, int input, Region target) {
        return links.get(node).get(input).law().sources(target);
    }

    /**
     * What a part of the network's output needs of every node and of the input: the union over all consumers, as a product
     * of ranges.
     *
     * @param output pixels of the last node's output
     * @throws IllegalArgumentException if a pixel lies outside the output
     */
    public NeededRegions regions(Region output) {
        int last = links.size() - 1;
        if (!maps.get(last).union(output).equals(maps.get(last))) {
            throw new IllegalArgumentException(output + " is not inside the output " + maps.get(last));
        }
        Region[] needed = new Region[last + 1];
        Arrays.fill(needed, Region.EMPTY);
        needed[last] = output;
        Region input = Region.EMPTY;
        for (int node = last; node >= 0; node--) {
            for (Link link : links.get(node)) {
                Region sources = link.law().sources(needed[node]);
                if (link.source() < 0) {
                    input = input.union(sources);
                } else {
                    needed[link.source()] = needed[link.source()].union(sources);
                }
            }
        }
        return new NeededRegions(Arrays.asList(needed), input);
    }
}
