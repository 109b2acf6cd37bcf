package org.convlayers.text;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.convlayers.layer.Activation;
import org.convlayers.layer.ActivationFunction;
import org.convlayers.layer.AdaptivePooling;
import org.convlayers.layer.ArgMax;
import org.convlayers.layer.AveragePooling;
import org.convlayers.layer.Concatenation;
import org.convlayers.layer.Constant;
import org.convlayers.layer.Convolution;
import org.convlayers.layer.Elementwise;
import org.convlayers.layer.Layer;
import org.convlayers.layer.MaxPooling;
import org.convlayers.layer.Pad;
import org.convlayers.layer.Pooling;
import org.convlayers.layer.Rearrangement;
import org.convlayers.layer.TransposedConvolution;
import org.convlayers.shape.EdgeMode;
import org.convlayers.shape.Extent;
import org.convlayers.shape.Margins;
import org.convlayers.shape.Padding;
import org.convlayers.shape.Window;

/**
 * How a layer is written in Python: with a module of torch.nn where that does the same, else with the functions that stand at
 * the begin of the source ({@code torch_functions.py} beside this class).
 *
 * @param module what makes the module; empty if a function is enough
 * @param call what computes the layer, given the module and the values it takes; of several, separated by commas
 */
record TorchLayer(Optional<String> module, BinaryOperator<String> call) {
    private static final Set<EdgeMode.Rule> EDGES_OF_TORCH =
            EnumSet.of(EdgeMode.Rule.ZEROS, EdgeMode.Rule.REFLECT, EdgeMode.Rule.REPLICATE, EdgeMode.Rule.CIRCULAR);

    /** Functions of torch that are no modules; all others are. */
    private static final Set<ActivationFunction> FUNCTIONS =
            EnumSet.range(ActivationFunction.EXP, ActivationFunction.ATANH);

    private static final Map<Elementwise.Operation, String> OPERATORS = new EnumMap<>(Map.ofEntries(
            Map.entry(Elementwise.Operation.ADD, "torch.add"),
            Map.entry(Elementwise.Operation.SUBTRACT, "torch.sub"),
            Map.entry(Elementwise.Operation.MULTIPLY, "torch.mul"),
            Map.entry(Elementwise.Operation.DIVIDE, "torch.div"),
            Map.entry(Elementwise.Operation.MAXIMUM, "torch.maximum"),
            Map.entry(Elementwise.Operation.MINIMUM, "torch.minimum"),
            Map.entry(Elementwise.Operation.REMAINDER, "torch.remainder"),
            Map.entry(Elementwise.Operation.FMOD, "torch.fmod"),
            Map.entry(Elementwise.Operation.GREATER, "greater"),
            Map.entry(Elementwise.Operation.GREATER_OR_EQUAL, "greater_or_equal"),
            Map.entry(Elementwise.Operation.EQUAL, "equal"),
            Map.entry(Elementwise.Operation.WHERE, "where")));

    static TorchLayer of(Layer layer) {
        if (layer instanceof Convolution convolution) {
            return convolution(convolution);
        }
        if (layer instanceof TransposedConvolution transposed) {
            return transposed(transposed);
        }
        if (layer instanceof Pooling pooling && !pooling.isOfTorch()) {
            return pooling(pooling);
        }
        if (layer instanceof Pad pad) {
            return function(x -> "pad(" + x + ", " + margins(pad.margins()) + edges(pad.edges()) + ")");
        }
        if (layer instanceof Rearrangement r) {
            return function(x -> "rearrange(" + x + ", " + tuple(shape(r)) + ", " + tuple(r.sizes()) + ", "
                    + tuple(r.strides()) + ", " + r.offset() + ")");
        }
        if (layer instanceof AdaptivePooling pooling && pooling.outputSize().equals(List.of(OptionalInt.empty()))) {
            return function(x -> x); // PyTorch refuses None over one axis
        }
        if (layer instanceof ArgMax) {
            return function(x -> "torch.argmax(" + x + ", 1, keepdim=True).to(" + x + ".dtype)");
        }
        if (layer instanceof Concatenation) {
            return function(x -> "torch.cat((" + x + ",), 1)");
        }
        if (layer instanceof Elementwise join) {
            return function(x -> "functools.reduce(" + OPERATORS.get(join.operation()) + ", (" + x + ",))");
        }
        return layer instanceof Activation activation ? activation(activation) : ofTorch(layer);
    }

    private interface Function {
        String of(String x);
    }

    private static TorchLayer function(Function function) {
        return new TorchLayer(Optional.empty(), (self, x) -> function.of(x));
    }

    /** A layer that is a module of torch.nn under the name and with the arguments that it has in texts. */
    private static TorchLayer ofTorch(Layer layer) {
        String prefix = layer instanceof Constant ? "" : "nn.";
        return new TorchLayer(Optional.of(prefix + NetworkText.print(layer)), (self, x) -> self + "(" + x + ")");
    }

    private static TorchLayer activation(Activation activation) {
        if (activation.function() == ActivationFunction.POW) {
            return function(x -> "torch.pow(" + x + ", "
                    + PythonText.print(activation.arguments().get(0)) + ")");
        }
        if (FUNCTIONS.contains(activation.function())) {
            String name = activation.function().torchName().toLowerCase(Locale.ROOT);
            return function(x -> "torch." + name + "(" + x + ")");
        }
        return ofTorch(activation);
    }

    /** Padding that PyTorch does not have is done before. */
    private static TorchLayer convolution(Convolution layer) {
        Window window = layer.window();
        boolean isOfTorch = EDGES_OF_TORCH.contains(layer.edges().rule()) && isOfTorch(window.padding());
        if (isOfTorch) {
            return ofTorch(layer);
        }
        Convolution unpadded = new Convolution(
                layer.inChannels(),
                layer.outChannels(),
                window.withPadding(Padding.none(window.rank())),
                EdgeMode.ZEROS,
                layer.groups(),
                layer.bias());
        return new TorchLayer(
                ofTorch(unpadded).module(),
                (self, x) -> self + "(pad(" + x + ", " + padding(window, x) + edges(layer.edges()) + "))");
    }

    private static boolean isOfTorch(Padding padding) {
        return padding == Padding.Rule.SAME
                || padding == Padding.Rule.VALID
                || (padding instanceof Padding.Explicit explicit
                        && explicit.pixels().isSymmetric());
    }

    /** What is cut off at begin and end differs: it is cut off afterwards. */
    private static TorchLayer transposed(TransposedConvolution layer) {
        Window window = layer.window();
        if (isOfTorch(window.padding())) {
            return ofTorch(layer);
        }
        TransposedConvolution whole = new TransposedConvolution(
                layer.inChannels(),
                layer.outChannels(),
                window.withPadding(Padding.none(window.rank())),
                layer.outputPadding(),
                layer.groups(),
                layer.bias());
        Margins cut = ((Padding.Explicit) window.padding()).pixels();
        Margins negative = new Margins(negative(cut.begin()), negative(cut.end()));
        return new TorchLayer(
                ofTorch(whole).module(), (self, x) -> "pad(" + self + "(" + x + "), " + margins(negative) + ")");
    }

    private static Extent negative(Extent extent) {
        return extent.combine(extent, (pixels, same) -> -pixels);
    }

    private static TorchLayer pooling(Pooling pooling) {
        Window window = pooling.window();
        String ceil = pooling.ceilMode() ? "True" : "False";
        String common = tuple(window.kernelSize()) + ", " + tuple(window.stride()) + ", ";
        if (pooling instanceof MaxPooling) {
            return function(x -> "max_pool(" + x + ", " + common + tuple(window.dilation()) + ", " + padding(window, x)
                    + ", " + ceil + ")");
        }
        AveragePooling average = (AveragePooling) pooling;
        String include = average.countIncludePad() ? "True" : "False";
        String divisor = average.divisorOverride().isPresent()
                ? Integer.toString(average.divisorOverride().getAsInt())
                : "None";
        return function(x -> "average_pool(" + x + ", " + common + padding(window, x) + ", " + ceil + ", " + include
                + ", " + divisor + ")");
    }

    /** The margins of a window on values {@code x}. */
    private static String padding(Window window, String x) {
        if (window.padding().dependsOnInput()) {
            String lower = window.padding() == Padding.Rule.SAME_LOWER ? "True" : "False";
            return "same(" + x + ", " + tuple(window.kernelSize()) + ", " + tuple(window.stride()) + ", "
                    + tuple(window.dilation()) + ", " + lower + ")";
        }
        Extent any = window.kernelSize(); // does not matter, it only has as many axes
        return margins(window.margins(any));
    }

    /** (begin, end) of each axis. */
    private static String margins(Margins margins) {
        return IntStream.range(0, margins.begin().rank())
                .mapToObj(axis ->
                        "(" + margins.begin().get(axis) + ", " + margins.end().get(axis) + ")")
                .collect(Collectors.joining(", ", "(", ",)"));
    }

    private static String edges(EdgeMode edges) {
        return switch (edges.rule()) {
            case ZEROS -> "";
            case CONSTANT -> ", value=" + PythonText.print(edges.value());
            default -> ", mode='" + edges + "'";
        };
    }

    private static List<Integer> shape(Rearrangement layer) {
        return IntStream.concat(
                        IntStream.of(layer.output().channels()),
                        IntStream.of(layer.output().spatial().toArray()))
                .boxed()
                .toList();
    }

    private static String tuple(Extent extent) {
        return tuple(IntStream.of(extent.toArray()).boxed().toList());
    }

    private static String tuple(List<Integer> numbers) {
        return numbers.stream()
                .map(String::valueOf)
                .collect(Collectors.joining(", ", "(", numbers.isEmpty() ? ")" : ",)"));
    }
}
