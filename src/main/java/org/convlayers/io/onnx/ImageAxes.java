package org.convlayers.io.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.convlayers.shape.Extent;

/**
 * How images lie in the array that a model takes: [N, C, spatial...], or [N, spatial..., C] in models made by TensorFlow.
 *
 * @param sizes the sizes that the model declares, each empty where any is taken; none if nothing is declared
 * @param areChannelsLast whether the channels are the last axis
 */
record ImageAxes(List<OptionalLong> sizes, boolean areChannelsLast) {
    /**
     * Finds the axes of an input. Its channels are last if the last size is a number and those before it are any, or larger
     * numbers and the first nodes move the channels to where ONNX's operators have them.
     *
     * @param takers the nodes that take the input
     */
    static ImageAxes of(ValueInfo input, List<Node> takers) {
        List<OptionalLong> sizes = input.shape().orElse(List.of());
        boolean isLastKnown = sizes.size() > 2 && isSize(sizes.get(sizes.size() - 1));
        if (!isLastKnown) {
            return new ImageAxes(sizes, false);
        }
        long last = sizes.get(sizes.size() - 1).getAsLong();
        boolean areOpen =
                sizes.size() > 3 && sizes.get(1).isEmpty() && sizes.get(2).isEmpty();
        boolean areLarger = sizes.get(1).isPresent() && sizes.get(1).getAsLong() > last;
        boolean areMoved =
                !takers.isEmpty() && takers.stream().allMatch(node -> movesChannels(node, sizes.size(), last));
        return new ImageAxes(sizes, areOpen || (areLarger && areMoved));
    }

    /** A transpose to channels first, or a reshape that does the same to one channel. */
    private static boolean movesChannels(Node node, int rank, long channels) {
        List<Long> order = channelsFirst(rank).stream().map(Integer::longValue).toList();
        boolean isReshape = channels == 1 && node.operator().equals("Reshape");
        Optional<Attribute> permutation = Optional.ofNullable(node.attributes().get("perm"));
        return isReshape
                || (node.operator().equals("Transpose")
                        && permutation
                                .filter(perm -> perm.numbers().equals(order))
                                .isPresent());
    }

    /** The order of axes that moves channels from the last place to where ONNX's operators have them. */
    static List<Integer> channelsFirst(int rank) {
        return moved(rank - 1, 1, rank);
    }

    /** The order of axes that moves channels to the last place. */
    static List<Integer> channelsLast(int rank) {
        return moved(1, rank - 1, rank);
    }

    private static List<Integer> moved(int from, int to, int rank) {
        List<Integer> order = new ArrayList<>(
                IntStream.range(0, rank).filter(axis -> axis != from).boxed().toList());
        order.add(to, from);
        return order;
    }

    private static boolean isSize(OptionalLong size) {
        return size.isPresent() && size.getAsLong() > 0 && size.getAsLong() <= Integer.MAX_VALUE;
    }

    /** The number of channels; empty if any is taken. */
    OptionalLong channels() {
        return sizes.size() > 1 ? sizes.get(areChannelsLast ? sizes.size() - 1 : 1) : OptionalLong.empty();
    }

    /** The spatial sizes, if there are {@code rank} and each is a number that an image can have. */
    Optional<Extent> onlySize(int rank) {
        List<OptionalLong> spatial = IntStream.range(0, sizes.size())
                .filter(this::isSpatial)
                .mapToObj(sizes::get)
                .toList();
        return spatial.size() == rank && spatial.stream().allMatch(ImageAxes::isSize)
                ? Optional.of(Extent.of(spatial.stream()
                        .mapToInt(size -> (int) size.getAsLong())
                        .toArray()))
                : Optional.empty();
    }

    /** The sizes with any spatial ones. */
    List<OptionalLong> ofAnySize() {
        return IntStream.range(0, sizes.size())
                .mapToObj(axis -> isSpatial(axis) ? OptionalLong.empty() : sizes.get(axis))
                .toList();
    }

    private boolean isSpatial(int axis) {
        return axis > 0 && axis != (areChannelsLast ? sizes.size() - 1 : 1);
    }
}
