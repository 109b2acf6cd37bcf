package org.convlayers.golden;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.convlayers.layer.Layer;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.weights.Tensor;

/** The families of golden cases, each a source of parameters for {@code @MethodSource}. */
public final class Goldens {
    private Goldens() {}

    /** Single convolutions of every kind of argument, size and edge. */
    public static Stream<ComputedCase> convolution() {
        return computed("convolution");
    }

    /** Single convolutions with large kernels, many of them of low rank. */
    public static Stream<ComputedCase> large() {
        return computed("large");
    }

    /** A 4x4 image of whole numbers with each padding and edge mode. */
    public static Stream<ComputedCase> semantics() {
        return computed("semantics");
    }

    /** Chains, depthwise separable layers, dilated series and branches that are concatenated. */
    public static Stream<ComputedCase> network() {
        return computed("network");
    }

    /** Single normalisations, padding layers, softmax, PReLU, dropout, and joins of two or three branches. */
    public static Stream<ComputedCase> layers() {
        return computed("layers");
    }

    /** Networks of such layers and convolutions with branches, gates and skips. */
    public static Stream<ComputedCase> branches() {
        return computed("branches");
    }

    /** Every family of layers and networks with weights, inputs and outputs. */
    public static Stream<ComputedCase> allComputed() {
        return Stream.of(
                        semantics(),
                        convolution(),
                        large(),
                        network(),
                        layers(),
                        branches(),
                        special(),
                        spatial(),
                        spatialNetwork())
                .flatMap(cases -> cases);
    }

    /** Such networks on inputs with NaN and infinities, and on subnormal ones. */
    public static Stream<ComputedCase> special() {
        return computed("special");
    }

    /** Single layers that change sizes: transposed convolution, pooling, upsampling, pixel shuffle. */
    public static Stream<ComputedCase> spatial() {
        return computed("spatial");
    }

    /** Chains of such layers, convolutions and activations, and U-Nets. */
    public static Stream<ComputedCase> spatialNetwork() {
        return computed("spatial-network");
    }

    /** The pointwise activations with default and other arguments. */
    public static Stream<ActivationCase> activation() {
        return Stream.of("activation", "function").flatMap(Goldens::functions);
    }

    private static Stream<ActivationCase> functions(String family) {
        GoldenFiles files = GoldenFiles.withArrays(family);
        return files.cases().map(golden -> {
            String name = string(golden, "name");
            Tensor input = files.array(name + ".input");
            Tensor output = files.array(name + ".output");
            return new ActivationCase(name, string(golden, "text"), input, output, number(golden, "float32Error"));
        });
    }

    /** Gradients of every computed case that has a finite one. */
    public static Stream<GradientCase> gradient() {
        GoldenFiles files = GoldenFiles.withArrays("gradient");
        Map<String, ComputedCase> computed = Stream.of(
                        "convolution", "network", "layers", "branches", "spatial", "spatial-network")
                .flatMap(family -> computed(family).map(golden -> Map.entry(family + "/" + golden.name(), golden)))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return files.cases().map(golden -> {
            String name = string(golden, "name");
            List<Double> seed =
                    stream(golden.get("seed")).map(JsonElement::getAsDouble).toList();
            return new GradientCase(
                    computed.get(name), extent(golden.get("at")), seed, files.array(name + ".gradient"));
        });
    }

    /** Pointwise functions with their derivatives in place of their values. */
    public static Stream<ActivationCase> slope() {
        GoldenFiles files = GoldenFiles.withArrays("slope");
        return files.cases().map(golden -> {
            String name = string(golden, "name");
            return new ActivationCase(
                    name, string(golden, "text"), files.array(name + ".input"), files.array(name + ".slope"), 0);
        });
    }

    /** Networks with the exact receptive fields of some pixels. */
    public static Stream<ReceptiveCase> receptive() {
        return Stream.of("receptive", "spatial-receptive", "branch-fields", "channel-fields")
                .flatMap(Goldens::receptive);
    }

    /** Networks of one channel with the number of ways from each pixel to some output pixels in place of a mask. */
    public static Stream<ReceptiveCase> pathCounts() {
        return views("path-counts", "counts");
    }

    private static Stream<ReceptiveCase> receptive(String family) {
        return views(family, "mask");
    }

    private static Stream<ReceptiveCase> views(String family, String array) {
        GoldenFiles files = GoldenFiles.withArrays(family);
        return files.cases().map(golden -> {
            String name = string(golden, "name");
            JsonArray at = golden.getAsJsonArray("at");
            List<ReceptiveCase.View> views = IntStream.range(0, at.size())
                    .mapToObj(i -> new ReceptiveCase.View(extent(at.get(i)), files.array(name + "." + array + "." + i)))
                    .toList();
            return new ReceptiveCase(
                    name, string(golden, "text"), shape(golden, "input"), shape(golden, "output"), views);
        });
    }

    /** PyTorch's words for wrong arguments and inputs. */
    public static Stream<MessageCase> messages() {
        return withoutArrays("messages", "spatial-messages", "layer-messages").map(golden -> {
            JsonElement input = golden.get("input");
            Optional<List<Integer>> sizes = input.isJsonNull() ? Optional.empty() : Optional.of(integers(input));
            return new MessageCase(string(golden, "name"), string(golden, "text"), sizes, string(golden, "message"));
        });
    }

    /** Pooling layers and layers behind one that leaves no pixel, with the size of the output. */
    public static Stream<SizeCase> sizes() {
        return withoutArrays("sizes").map(golden -> {
            JsonElement output = golden.get("output");
            Optional<List<Integer>> sizes = output.isJsonNull() ? Optional.empty() : Optional.of(integers(output));
            return new SizeCase(string(golden, "name"), string(golden, "text"), shape(golden, "input"), sizes);
        });
    }

    /** Models as PyTorch prints them. */
    public static Stream<PrintCase> print() {
        return withoutArrays("print", "spatial-print", "layer-print")
                .map(golden -> new PrintCase(
                        string(golden, "name"),
                        GoldenFiles.text(string(golden, "file")),
                        shape(golden, "input"),
                        shape(golden, "output"),
                        stream(golden.get("state")).map(Goldens::parameter).toList()));
    }

    private static Stream<JsonObject> withoutArrays(String... families) {
        return Stream.of(families)
                .flatMap(family -> GoldenFiles.withoutArrays(family).cases());
    }

    private static Stream<ComputedCase> computed(String family) {
        GoldenFiles files = GoldenFiles.withArrays(family);
        return files.cases().map(golden -> {
            String name = string(golden, "name");
            Map<String, Tensor> tensors = files.arraysOf(name);
            Tensor input = tensors.remove("input");
            Tensor output = tensors.remove("output");
            return new ComputedCase(
                    name,
                    string(golden, "text"),
                    golden.get("batched").getAsBoolean(),
                    input,
                    output,
                    Map.copyOf(tensors),
                    number(golden, "sumAbs"),
                    number(golden, "float32Error"));
        });
    }

    private static Layer.Parameter parameter(JsonElement entry) {
        JsonObject parameter = entry.getAsJsonObject();
        return new Layer.Parameter(string(parameter, "name"), integers(parameter.get("shape")));
    }

    private static String string(JsonObject object, String key) {
        return object.get(key).getAsString();
    }

    private static double number(JsonObject object, String key) {
        return object.get(key).getAsDouble();
    }

    private static FeatureShape shape(JsonObject object, String key) {
        List<Integer> sizes = integers(object.get(key));
        return FeatureShape.of(sizes.get(0), toArray(sizes.subList(1, sizes.size())));
    }

    private static Extent extent(JsonElement array) {
        return Extent.of(toArray(integers(array)));
    }

    private static List<Integer> integers(JsonElement array) {
        return stream(array).map(JsonElement::getAsInt).toList();
    }

    private static Stream<JsonElement> stream(JsonElement array) {
        return StreamSupport.stream(array.getAsJsonArray().spliterator(), false);
    }

    private static int[] toArray(List<Integer> values) {
        return values.stream().mapToInt(Integer::intValue).toArray();
    }
}
