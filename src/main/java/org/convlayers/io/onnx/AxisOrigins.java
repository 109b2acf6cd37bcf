package org.convlayers.io.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.convlayers.layer.Constant;
import org.convlayers.layer.Layer;
import org.convlayers.layer.Pooling;
import org.convlayers.layer.Upsampling;
import org.convlayers.layer.WeightedLayer;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;

/**
 * Along which axes of the images the values of feature maps lie, so that those of an output are known by what they are and not
 * by their place: graphs move axes, join them and leave them out.
 *
 * <p>The values of maps are one after the other; the parts are the digits of their number, outermost first. Maps (C, H, W)
 * have C along {@link #CHANNELS}, H along 1 and W along 2, whatever the maps are that they were arranged as later: H W maps
 * of C pixels have the parts H, W, C. Parts of one element are left out.
 *
 * @param parts the digits
 */
record AxisOrigins(List<Part> parts) {
    /** The axis of the channels; the spatial ones of a network of rank r are 1 to r. */
    static final int CHANNELS = 0;

    /** No axis of the images: the values are known beforehand, or repeated. */
    static final int NONE = -1;

    /** Several axes at once, in a way that cannot be taken apart. */
    static final int MIXED = -2;

    /**
     * A digit.
     *
     * @param size how many values it has
     * @param axis the axis that it goes along
     * @param step by how many elements of this axis
     */
    record Part(int size, int axis, int step) {
        Part(int size, int axis) {
            this(size, axis, 1);
        }

        /** Whether it goes on where another one, whose steps are smaller, comes to its end. */
        boolean continues(Part inner) {
            return axis == inner.axis && step == (long) inner.step * inner.size;
        }
    }

    /** Leaves out what has one element, and joins digits of which one goes on where the next one ends. */
    AxisOrigins {
        List<Part> joined = new ArrayList<>();
        for (Part part : parts) {
            int last = joined.size() - 1;
            if (last >= 0 && joined.get(last).continues(part)) {
                joined.set(last, new Part(joined.get(last).size() * part.size(), part.axis(), part.step()));
            } else if (part.size() != 1) {
                joined.add(part);
            }
        }
        parts = List.copyOf(joined);
    }

    /** Feature maps with each axis where it belongs. */
    static AxisOrigins of(FeatureShape maps) {
        List<Integer> sizes = NetworkAssembly.sizes(maps);
        return new AxisOrigins(IntStream.range(0, sizes.size())
                .mapToObj(axis -> new Part(sizes.get(axis), axis))
                .toList());
    }

    /** An array [C, spatial...] or [spatial..., C]; more spatial axes than {@code rank} are joined to the first. */
    static AxisOrigins of(List<Integer> dims, boolean areChannelsLast, int rank) {
        int channels = areChannelsLast ? dims.size() - 1 : 0;
        int behind = areChannelsLast ? dims.size() - 2 : dims.size() - 1;
        return new AxisOrigins(IntStream.range(0, dims.size())
                .mapToObj(axis ->
                        new Part(dims.get(axis), axis == channels ? CHANNELS : Math.max(rank - (behind - axis), 1)))
                .toList());
    }

    /** Those of the array that is a view of these values, its batch apart. */
    AxisOrigins of(View view) {
        List<Part> seen = new ArrayList<>();
        for (int axis = 0; axis < view.rank(); axis++) {
            if (!view.isBatch(axis)) {
                seen.addAll(along(view.dim(axis), view.strides().get(axis)));
            }
        }
        return new AxisOrigins(seen);
    }

    /** What an axis of a view goes along. */
    List<Part> along(int size, int stride) {
        if (size == 1) {
            return List.of();
        }
        if (stride == 0) {
            return List.of(new Part(size, NONE));
        }
        long step = Math.abs((long) stride);
        int digit = parts.size() - 1;
        long place = 1;
        while (digit >= 0 && step >= place * parts.get(digit).size()) {
            place *= parts.get(digit).size();
            digit--;
        }
        if (digit < 0 || step % place != 0) {
            return List.of(new Part(size, MIXED));
        }
        boolean staysInside = (size - 1) * (step / place) < parts.get(digit).size();
        return staysInside
                ? List.of(new Part(
                        size, parts.get(digit).axis(), (int) (parts.get(digit).step() * (step / place))))
                : lowest(new ArrayList<>(parts.subList(0, step == place ? digit + 1 : 0)), size);
    }

    /** Takes the innermost digits that have {@code size} values together away from others. */
    private static List<Part> lowest(List<Part> from, int size) {
        List<Part> taken = new ArrayList<>();
        int left = size;
        while (left > 1) {
            Part last = from.isEmpty() ? new Part(1, MIXED) : from.remove(from.size() - 1);
            if (left % last.size() == 0 && last.size() > 1) {
                taken.add(0, last);
                left /= last.size();
            } else if (last.size() % left == 0) {
                taken.add(0, new Part(left, last.axis(), last.step()));
                from.add(new Part(last.size() / left, last.axis(), last.step() * left));
                left = 1;
            } else {
                from.clear();
                return List.of(new Part(size, MIXED));
            }
        }
        return taken;
    }

    /** What each axis of maps goes along that hold these values in order. */
    List<List<Part>> split(FeatureShape maps) {
        List<Integer> sizes = NetworkAssembly.sizes(maps);
        List<Part> from = new ArrayList<>(parts);
        List<List<Part>> axes = new ArrayList<>();
        for (int axis = sizes.size() - 1; axis >= 0; axis--) {
            axes.add(0, lowest(from, sizes.get(axis)));
        }
        return axes;
    }

    /**
     * Of the maps that a layer gives.
     *
     * @param inputs of the maps that it takes
     * @param shapes the shapes of these
     * @param output the shape of its maps
     */
    static AxisOrigins after(Layer layer, List<AxisOrigins> inputs, List<FeatureShape> shapes, FeatureShape output) {
        List<Integer> sizes = NetworkAssembly.sizes(output);
        if (layer instanceof Constant) {
            return new AxisOrigins(
                    sizes.stream().map(size -> new Part(size, NONE)).toList());
        }
        List<List<List<Part>>> taken = IntStream.range(0, inputs.size())
                .mapToObj(i -> inputs.get(i).split(shapes.get(i)))
                .toList();
        List<List<Part>> given = new ArrayList<>();
        for (int axis = 0; axis < sizes.size(); axis++) {
            int place = axis;
            List<Part> along =
                    joined(taken.stream().map(axes -> axes.get(place)).toList());
            boolean isSummed = axis == CHANNELS && layer instanceof WeightedLayer;
            given.add(resized(isSummed && common(along) == MIXED ? List.of() : along, sizes.get(axis), axis));
        }
        if (slides(layer)) {
            for (int axis = 1; axis < given.size(); axis++) {
                given.set(axis, spatial(given, axis, sizes.get(axis)));
            }
        }
        return new AxisOrigins(given.stream().flatMap(List::stream).toList());
    }

    /** An axis of several inputs, some of which may have one element there, or be none of the images. */
    private static List<Part> joined(List<List<Part>> inputs) {
        return inputs.stream()
                .filter(parts -> !parts.isEmpty())
                .reduce(AxisOrigins::joined)
                .orElse(List.of());
    }

    /** What two inputs agree on, digit by digit; of different sizes, the axis that both go along. */
    private static List<Part> joined(List<Part> a, List<Part> b) {
        if (product(a) != product(b)) {
            return List.of(new Part(product(a) + product(b), agreed(common(a), common(b))));
        }
        List<Part> fromA = new ArrayList<>(a);
        List<Part> fromB = new ArrayList<>(b);
        List<Part> joined = new ArrayList<>();
        while (!fromA.isEmpty() && !fromB.isEmpty()) {
            int size = Math.min(last(fromA), last(fromB));
            List<Part> digitA = lowest(fromA, size);
            List<Part> digitB = lowest(fromB, size);
            int step = (common(digitA) == NONE ? digitB : digitA).get(0).step();
            joined.add(0, new Part(size, agreed(common(digitA), common(digitB)), step));
        }
        return joined;
    }

    private static int last(List<Part> parts) {
        return parts.get(parts.size() - 1).size();
    }

    private static int agreed(int a, int b) {
        if (a == NONE) {
            return b;
        }
        return a == b || b == NONE ? a : MIXED;
    }

    private static int product(List<Part> parts) {
        return parts.stream().mapToInt(Part::size).reduce(1, (a, b) -> a * b);
    }

    private static List<Integer> axes(List<Part> parts) {
        return parts.stream().map(Part::axis).distinct().toList();
    }

    /** The axis that all parts go along; MIXED if there is not one. */
    static int common(List<Part> parts) {
        List<Integer> axes = axes(parts);
        return axes.size() == 1 ? axes.get(0) : MIXED;
    }

    /** The same axes at another size; one that was a single pixel becomes the one in its place. */
    private static List<Part> resized(List<Part> along, int size, int axis) {
        if (along.isEmpty()) {
            return List.of(new Part(size, axis));
        }
        boolean isSame = product(along) == size && !axes(along).contains(MIXED);
        return isSame ? along : List.of(new Part(size, common(along)));
    }

    /** Whether the layer takes what is beside a pixel for its neighbourhood. */
    private static boolean slides(Layer layer) {
        return layer instanceof Upsampling
                || layer instanceof Pooling
                || (layer instanceof WeightedLayer weighted
                        && !weighted.window()
                                .kernelSize()
                                .equals(Extent.filled(weighted.window().rank(), 1)));
    }

    /** What windows slide over is an image: an axis of them that none of the images is known for is the one in its place. */
    private static List<Part> spatial(List<List<Part>> given, int axis, int size) {
        boolean isKnown = common(given.get(axis)) > CHANNELS;
        boolean isElsewhere = given.stream().anyMatch(parts -> common(parts) == axis);
        return isKnown || isElsewhere ? given.get(axis) : List.of(new Part(size, axis));
    }
}
