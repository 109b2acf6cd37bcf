package org.convlayers.io.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.convlayers.io.DamagedFileException;
import org.convlayers.layer.SamplingAxis;

/**
 * How Resize makes an axis of m pixels of one of n: each output pixel is a sum of weighted input pixels. Source: ONNX's
 * operator page of Resize, and onnx/reference/ops/op_resize.py.
 *
 * @param mode what is done between pixels: nearest, linear or cubic interpolation
 * @param coordinates which place of the input an output pixel stands for
 * @param rounding which pixel is nearest to a place
 * @param cubicA A of the cubic convolution
 * @param excludesOutside whether pixels beyond the border have no weight; otherwise those of the border stand for them
 * @param antialias whether the kernel is stretched when the axis shrinks
 */
record Resampling(
        String mode, String coordinates, String rounding, double cubicA, boolean excludesOutside, boolean antialias) {
    /** Below the rounding of places that are computed in single precision. */
    private static final double NEGLIGIBLE = 1e-5;

    /** The settings of a node. */
    static Resampling of(NodeContext node) throws DamagedFileException {
        boolean isOld = node.opset() < 11 || node.isOperator("Upsample");
        String mode = node.text("mode", "nearest").replace("bilinear", "linear");
        String coordinates = isOld ? "asymmetric" : node.text("coordinate_transformation_mode", "half_pixel");
        require(node, "mode", mode, List.of("nearest", "linear", "cubic"));
        require(
                node,
                "coordinate_transformation_mode",
                coordinates,
                List.of(
                        "half_pixel",
                        "half_pixel_symmetric",
                        "pytorch_half_pixel",
                        "asymmetric",
                        "align_corners",
                        "tf_half_pixel_for_nn"));
        String rounding = isOld ? "floor" : node.text("nearest_mode", "round_prefer_floor");
        require(node, "nearest_mode", rounding, List.of("round_prefer_floor", "round_prefer_ceil", "floor", "ceil"));
        return new Resampling(
                mode,
                coordinates,
                rounding,
                node.real("cubic_coeff_a", -0.75),
                node.number("exclude_outside", 0) != 0,
                node.number("antialias", 0) != 0);
    }

    private static void require(NodeContext node, String attribute, String value, List<String> known)
            throws DamagedFileException {
        if (!known.contains(value)) {
            throw node.fault(attribute + " '" + Node.shorten(value) + "' is not supported");
        }
    }

    /**
     * An axis before and after.
     *
     * @param n the pixels of the input
     * @param m the pixels of the output
     * @param scale the factor between them, of which m may be the floor
     */
    record Axis(int n, int m, double scale) {}

    /** A pixel and its weight in a sum. */
    private record Tap(int source, double weight) {}

    /** The weights of the input pixels for one output pixel; those that are not there are 0. */
    Map<Integer, Double> weights(Axis axis, int output) {
        List<Tap> taps = taps(axis, place(axis, output));
        double sum = taps.stream().mapToDouble(Tap::weight).sum();
        Map<Integer, Double> weights = new HashMap<>();
        taps.forEach(tap -> weights.merge(tap.source(), tap.weight() / sum, Double::sum));
        return weights;
    }

    /** Whether a layer computes the same, up to rounding. */
    boolean isSame(Axis axis, SamplingAxis layer) {
        for (int output = 0; output < axis.m(); output++) {
            Map<Integer, Double> difference = weights(axis, output);
            for (int tap = 0; tap < layer.taps(); tap++) {
                difference.merge(layer.source(output, tap), -layer.weight(output, tap), Double::sum);
            }
            if (difference.values().stream().anyMatch(rest -> Math.abs(rest) > NEGLIGIBLE)) {
                return false;
            }
        }
        return true;
    }

    private double place(Axis axis, int output) {
        double exact = axis.scale() * axis.n();
        return switch (coordinates) {
            case "asymmetric" -> output / axis.scale();
            case "align_corners" -> exact == 1 ? 0 : output * (axis.n() - 1) / (exact - 1);
            case "tf_half_pixel_for_nn" -> (output + 0.5) / axis.scale();
            case "half_pixel_symmetric" ->
                axis.n() / 2.0 * (1 - axis.m() / exact) + (output + 0.5) / axis.scale() - 0.5;
            case "pytorch_half_pixel" -> axis.m() == 1 ? -0.5 : (output + 0.5) / axis.scale() - 0.5;
            default -> (output + 0.5) / axis.scale() - 0.5;
        };
    }

    private List<Tap> taps(Axis axis, double place) {
        if (mode.equals("nearest")) {
            return List.of(new Tap(clamp(nearest(place), axis.n()), 1));
        }
        double stretch = antialias ? Math.min(axis.scale(), 1) : 1;
        double radius = (mode.equals("linear") ? 1 : 2) / stretch;
        List<Tap> taps = new ArrayList<>();
        int last = (int) Math.ceil(place + radius) - 1;
        for (int source = (int) Math.floor(place - radius) + 1; source <= last; source++) {
            boolean isOutside = source < 0 || source >= axis.n();
            if (!isOutside || !excludesOutside) {
                taps.add(new Tap(clamp(source, axis.n()), kernel(Math.abs(source - place) * stretch)));
            }
        }
        return taps;
    }

    private static int clamp(long source, int n) {
        return (int) Math.max(0, Math.min(source, n - 1));
    }

    private long nearest(double place) {
        return (long)
                switch (rounding) {
                    case "floor" -> Math.floor(place);
                    case "ceil" -> Math.ceil(place);
                    case "round_prefer_ceil" -> Math.floor(place + 0.5);
                    default -> Math.ceil(place - 0.5);
                };
    }

    /** Of linear interpolation, or the cubic convolution of Keys. */
    private double kernel(double distance) {
        if (mode.equals("linear")) {
            return Math.max(1 - distance, 0);
        }
        double a = cubicA;
        if (distance < 1) {
            return ((a + 2) * distance - (a + 3)) * distance * distance + 1;
        }
        return distance < 2 ? ((a * distance - 5 * a) * distance + 8 * a) * distance - 4 * a : 0;
    }
}
