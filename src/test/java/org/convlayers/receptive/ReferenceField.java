package org.convlayers.receptive;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.convlayers.layer.AdaptivePooling;
import org.convlayers.layer.ArgMax;
import org.convlayers.layer.Concatenation;
import org.convlayers.layer.Convolution;
import org.convlayers.layer.Coordinates;
import org.convlayers.layer.Elementwise;
import org.convlayers.layer.GroupNormalization;
import org.convlayers.layer.InstanceNormalization;
import org.convlayers.layer.Interpolation;
import org.convlayers.layer.Layer;
import org.convlayers.layer.Network;
import org.convlayers.layer.Pad;
import org.convlayers.layer.PixelShuffle;
import org.convlayers.layer.PixelUnshuffle;
import org.convlayers.layer.Pooling;
import org.convlayers.layer.Rearrangement;
import org.convlayers.layer.Softmax;
import org.convlayers.layer.TransposedConvolution;
import org.convlayers.layer.Upsampling;
import org.convlayers.shape.EdgeMode;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.Window;

/** The definition, written out: visits every tap of every pixel of every layer and collects the coordinates it meets. */
final class ReferenceField {
    private final Network network;
    private final FeatureShape input;
    private final List<FeatureShape> shapes;
    private final Map<Place, Set<List<Integer>>> seen = new HashMap<>();

    /** A value of a node's output, and the input from which it is looked at. */
    private record Place(int node, int number, List<Integer> value) {}

    ReferenceField(RandomNetworks.Case drawn) {
        network = drawn.network();
        input = drawn.input();
        shapes = network.shapes(input);
    }

    /** For each node, and last for the input, the pixels (as lists of coordinates) that {@code targets} of a node need. */
    List<Set<List<Integer>>> sources(int node, Set<List<Integer>> targets) {
        List<Set<List<Integer>>> found = new ArrayList<>();
        for (int i = 0; i <= network.nodes().size(); i++) {
            found.add(new HashSet<>());
        }
        for (int channel = 0; channel < shapes.get(node).channels(); channel++) {
            for (List<Integer> target : targets) {
                found.get(node).add(with(List.of(channel), target));
            }
        }
        for (int i = node; i >= 0; i--) {
            List<String> names = network.nodes().get(i).inputs();
            for (int number = 0; number < names.size(); number++) {
                int source = network.indexOf(names.get(number));
                Set<List<Integer>> into = found.get(source < 0 ? found.size() - 1 : source);
                for (List<Integer> target : found.get(i)) {
                    into.addAll(behind(i, number, target));
                }
            }
        }
        return found.stream().map(ReferenceField::pixels).toList();
    }

    /** Without the channels. */
    private static Set<List<Integer>> pixels(Set<List<Integer>> values) {
        return values.stream().map(value -> value.subList(1, value.size())).collect(Collectors.toSet());
    }

    private static List<Integer> with(List<Integer> begun, List<Integer> rest) {
        return Stream.concat(begun.stream(), rest.stream()).toList();
    }

    private FeatureShape shape(String name) {
        int source = network.indexOf(name);
        return source < 0 ? input : shapes.get(source);
    }

    private Set<List<Integer>> behind(int node, int number, List<Integer> target) {
        return seen.computeIfAbsent(new Place(node, number, target), place -> {
            Set<List<Integer>> values = new HashSet<>();
            visit(node, number, target, values);
            return values;
        });
    }

    /** Visits the values (channel, then pixel) of an input behind a value of the output. */
    private void visit(int node, int number, List<Integer> target, Set<List<Integer>> into) {
        Layer layer = network.nodes().get(node).layer();
        FeatureShape source = shape(network.nodes().get(node).inputs().get(number));
        if (layer instanceof Rearrangement rearrangement) {
            into.add(rearranged(rearrangement, shapes.get(node), target));
            return;
        }
        for (int channel : channels(node, number, source.channels(), target)) {
            visit(node, source, target, List.of(channel), into);
        }
    }

    private void visit(
            int node, FeatureShape source, List<Integer> target, List<Integer> begun, Set<List<Integer>> into) {
        int axis = begun.size() - 1;
        if (axis == source.rank()) {
            into.add(begun);
            return;
        }
        Layer layer = network.nodes().get(node).layer();
        List<Integer> taps = layer instanceof PixelUnshuffle unshuffle
                ? List.of(target.get(axis + 1) * unshuffle.downscaleFactor()
                        + phase(target.get(0), unshuffle.downscaleFactor(), axis))
                : taps(node, source, axis, target.get(axis + 1));
        for (int index : taps) {
            visit(node, source, target, with(begun, List.of(index)), into);
        }
    }

    /** Channel c r^2 + i r + j has phase i along H and j along W. */
    private static int phase(int channel, int factor, int axis) {
        return axis == 0 ? channel / factor % factor : channel % factor;
    }

    private List<Integer> channels(int node, int number, int sources, List<Integer> target) {
        Layer layer = network.nodes().get(node).layer();
        int channel = target.get(0);
        int outputs = shapes.get(node).channels();
        if (layer instanceof Concatenation) {
            int before = network.nodes().get(node).inputs().stream()
                    .limit(number)
                    .mapToInt(name -> shape(name).channels())
                    .sum();
            return channel >= before && channel < before + sources ? List.of(channel - before) : List.of();
        }
        if (layer instanceof PixelShuffle shuffle) {
            int r = shuffle.upscaleFactor();
            return List.of(channel * r * r + target.get(1) % r * r + target.get(2) % r);
        }
        if (layer instanceof PixelUnshuffle unshuffle) {
            return List.of(channel / unshuffle.downscaleFactor() / unshuffle.downscaleFactor());
        }
        if (layer instanceof Convolution convolution) {
            return group(channel, sources, outputs, convolution.groups());
        }
        if (layer instanceof TransposedConvolution transposed) {
            return group(channel, sources, outputs, transposed.groups());
        }
        if (layer instanceof GroupNormalization normalization) {
            return group(channel, sources, outputs, normalization.groups());
        }
        boolean bringsTogether = layer instanceof ArgMax
                || (layer instanceof Softmax softmax
                        && Math.floorMod(softmax.dimension(), target.size() + 1) == Softmax.CHANNELS);
        return bringsTogether ? group(channel, sources, outputs, 1) : List.of(sources == 1 ? 0 : channel);
    }

    private static List<Integer> group(int channel, int sources, int outputs, int groups) {
        int group = channel / (outputs / groups);
        int size = sources / groups;
        return IntStream.range(group * size, (group + 1) * size).boxed().toList();
    }

    /** The input's value in the place that the strides give, counted in the order (C, D, H, W). */
    private static List<Integer> rearranged(Rearrangement layer, FeatureShape output, List<Integer> target) {
        int number = target.get(0);
        for (int axis = 0; axis < output.rank(); axis++) {
            number = number * output.spatial().get(axis) + target.get(axis + 1);
        }
        int place = layer.offset();
        for (int k = layer.sizes().size() - 1; k >= 0; k--) {
            place += number % layer.sizes().get(k) * layer.strides().get(k);
            number /= layer.sizes().get(k);
        }
        Deque<Integer> source = new ArrayDeque<>();
        for (int axis = layer.input().rank() - 1; axis >= 0; axis--) {
            source.addFirst(place % layer.input().spatial().get(axis));
            place /= layer.input().spatial().get(axis);
        }
        source.addFirst(place);
        return List.copyOf(source);
    }

    private List<Integer> taps(int node, FeatureShape source, int axis, int target) {
        Layer layer = network.nodes().get(node).layer();
        int size = source.spatial().get(axis);
        boolean seesWholeAxis = layer instanceof GroupNormalization
                || layer instanceof InstanceNormalization
                || (layer instanceof Softmax softmax && softmax.dimension() == axis + 2);
        if (seesWholeAxis) {
            return IntStream.range(0, size).boxed().toList();
        }
        if (layer instanceof Elementwise) {
            return List.of(size == 1 ? 0 : target);
        }
        if (layer instanceof Pad pad) {
            int begin = pad.margins().begin().get(axis);
            int pixel = padded(
                            pad.edges(),
                            size,
                            Math.max(begin, 0),
                            Math.max(pad.margins().end().get(axis), 0))
                    .get(target + Math.max(-begin, 0));
            return pixel < 0 ? List.of() : List.of(pixel);
        }
        if (layer instanceof Convolution convolution) {
            return taps(convolution, source, axis, target);
        }
        return ofSizeLayer(
                layer, source, axis, target, shapes.get(node).spatial().get(axis));
    }

    private static List<Integer> ofSizeLayer(Layer layer, FeatureShape source, int axis, int target, int outputs) {
        int size = source.spatial().get(axis);
        if (layer instanceof Upsampling upsampling) {
            return taps(upsampling, axis, target, size, outputs);
        }
        return IntStream.range(0, size)
                .filter(i -> isSeen(layer, source, axis, target, i, outputs))
                .boxed()
                .toList();
    }

    private static boolean isSeen(Layer layer, FeatureShape source, int axis, int target, int i, int outputs) {
        if (layer instanceof Pooling pooling) {
            return isTap(pooling.window(), source, axis, target, i);
        }
        if (layer instanceof TransposedConvolution transposed) {
            return isTap(transposed.window(), source, axis, i, target);
        }
        if (layer instanceof AdaptivePooling) {
            return i >= target * source.spatial().get(axis) / outputs
                    && i * outputs < (target + 1) * source.spatial().get(axis);
        }
        if (layer instanceof PixelShuffle shuffle) {
            return i == target / shuffle.upscaleFactor();
        }
        return i == target;
    }

    /** Whether a window that stands at {@code place} has a tap at a pixel. */
    private static boolean isTap(Window window, FeatureShape source, int axis, int place, int pixel) {
        int begin = window.margins(source.spatial()).begin().get(axis);
        return IntStream.range(0, window.kernelSize().get(axis))
                .anyMatch(tap -> place * window.stride().get(axis)
                                - begin
                                + tap * window.dilation().get(axis)
                        == pixel);
    }

    /** As PyTorch computes the places: those of the nearest pixel in single precision. */
    private static List<Integer> taps(Upsampling layer, int axis, int target, int size, int outputs) {
        boolean isSame = layer.target() instanceof Upsampling.Same;
        Upsampling.Target given = isSame ? ((Upsampling.Same) layer.target()).one() : layer.target();
        boolean isRatio = !(given instanceof Upsampling.Factors factors) || factors.recomputed();
        double factor = isRatio
                ? (double) outputs / size
                : ((Upsampling.Factors) given).values().get(isSame ? 0 : axis);
        if (layer.interpolation() == Interpolation.NEAREST) {
            float step = (float) (1 / factor);
            float place = layer.coordinates() == Coordinates.ASYMMETRIC
                    ? target * step
                    : (float) (Math.max(step * (target + 0.5f) - 0.5f, 0) + 0.5);
            return List.of(Math.min((int) place, size - 1));
        }
        double place = layer.coordinates() == Coordinates.ALIGN_CORNERS
                ? outputs == 1 ? 0 : (double) target * (size - 1) / (outputs - 1)
                : (target + 0.5) / factor - 0.5;
        boolean isCubic = layer.interpolation() == Interpolation.BICUBIC;
        if (!isCubic) {
            place = outputs == size ? target : Math.min(Math.max(place, 0), size - 1);
        }
        int floor = (int) Math.floor(place);
        if (place == floor) {
            return List.of(Math.min(Math.max(floor, 0), size - 1));
        }
        return IntStream.rangeClosed(floor - (isCubic ? 1 : 0), floor + (isCubic ? 2 : 1))
                .map(i -> Math.min(Math.max(i, 0), size - 1))
                .distinct()
                .boxed()
                .toList();
    }

    private static List<Integer> taps(Convolution convolution, FeatureShape source, int axis, int target) {
        List<Integer> padded = padded(
                convolution.edges(),
                source.spatial().get(axis),
                convolution.window().margins(source.spatial()).begin().get(axis),
                convolution.window().margins(source.spatial()).end().get(axis));
        List<Integer> indices = new ArrayList<>();
        for (int tap = 0; tap < convolution.window().kernelSize().get(axis); tap++) {
            int place = target * convolution.window().stride().get(axis)
                    + tap * convolution.window().dilation().get(axis);
            if (padded.get(place) >= 0) {
                indices.add(padded.get(place));
            }
        }
        return indices;
    }

    /** The axis as it looks after padding: the index of the pixel that stands in each place, -1 for a constant. */
    private static List<Integer> padded(EdgeMode edges, int size, int begin, int end) {
        List<Integer> padded = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            padded.add(i);
        }
        for (int i = 1; i <= begin; i++) {
            padded.add(0, beyond(edges, i, size));
        }
        for (int i = 1; i <= end; i++) {
            int mirrored = beyond(edges, i, size);
            padded.add(mirrored < 0 ? -1 : size - 1 - mirrored);
        }
        return padded;
    }

    /** The pixel that stands {@code distance} pixels before the first one. */
    private static int beyond(EdgeMode edges, int distance, int size) {
        return switch (edges.rule()) {
            case ZEROS, CONSTANT -> -1;
            case REFLECT -> distance;
            case REPLICATE -> 0;
            case MIRROR -> distance - 1;
            case CIRCULAR -> size - distance;
        };
    }
}
