package org.convlayers.app;

import java.util.List;
import java.util.stream.Collectors;
import org.convlayers.layer.Network;
import org.convlayers.shape.FeatureShape;
import org.convlayers.text.NetworkText;

/**
 * A network and an input whose computation is timed.
 *
 * @param name a short name
 * @param layers the network as text
 * @param size the shape of the input as text
 */
public record BenchmarkCase(String name, String layers, String size) {
    /**
     * The layers that laboratories and small networks use: A standard, from few to some channels; B as deep networks have
     * them; C depthwise; D pointwise; E depthwise separable; F dilated; G strided; H large kernels on one channel; I in
     * three dimensions; J pooling.
     */
    public static final List<BenchmarkCase> ALL = List.of(
            new BenchmarkCase("A128", "Conv2d(3, 10, 3, padding=1)", "3x128x128"),
            new BenchmarkCase("A1024", "Conv2d(3, 10, 3, padding=1)", "3x1024x1024"),
            new BenchmarkCase("A2048", "Conv2d(3, 10, 3, padding=1)", "3x2048x2048"),
            new BenchmarkCase("B32", "Conv2d(32, 32, 3, padding=1)", "32x512x512"),
            new BenchmarkCase("B64", "Conv2d(64, 64, 3, padding=1)", "64x256x256"),
            new BenchmarkCase("B128", "Conv2d(128, 128, 3, padding=1)", "128x128x128"),
            new BenchmarkCase("C3", "Conv2d(3, 3, 3, padding=1, groups=3)", "3x2048x2048"),
            new BenchmarkCase("C32", "Conv2d(32, 32, 3, padding=1, groups=32)", "32x512x512"),
            new BenchmarkCase("C64", "Conv2d(64, 64, 3, padding=1, groups=64)", "64x256x256"),
            new BenchmarkCase("D32", "Conv2d(32, 64, 1)", "32x512x512"),
            new BenchmarkCase("D3", "Conv2d(3, 10, 1)", "3x2048x2048"),
            new BenchmarkCase("E128", "Conv2d(3, 3, 3, padding=1, groups=3); Conv2d(3, 10, 1)", "3x128x128"),
            new BenchmarkCase("E2048", "Conv2d(3, 3, 3, padding=1, groups=3); Conv2d(3, 10, 1)", "3x2048x2048"),
            new BenchmarkCase("E32", "Conv2d(32, 32, 3, padding=1, groups=32); Conv2d(32, 64, 1)", "32x512x512"),
            new BenchmarkCase("F2", "Conv2d(32, 32, 3, padding=2, dilation=2)", "32x512x512"),
            new BenchmarkCase("F4", "Conv2d(32, 32, 3, padding=4, dilation=4)", "32x512x512"),
            new BenchmarkCase("G", "Conv2d(32, 64, 3, padding=1, stride=2)", "32x512x512"),
            new BenchmarkCase("H7", "Conv2d(1, 1, 7, padding=3)", "1x2048x2048"),
            new BenchmarkCase("H15", "Conv2d(1, 1, 15, padding=7)", "1x2048x2048"),
            new BenchmarkCase("H31", "Conv2d(1, 1, 31, padding=15)", "1x2048x2048"),
            new BenchmarkCase("I", "Conv3d(8, 8, 3, padding=1)", "8x64x128x128"),
            new BenchmarkCase("J", "MaxPool2d(2)", "32x512x512"));

    /**
     * The case of this name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static BenchmarkCase named(String name) {
        return ALL.stream()
                .filter(timed -> timed.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no case '" + name + "'; the cases are "
                        + ALL.stream().map(BenchmarkCase::name).collect(Collectors.joining(", "))));
    }

    /** The network. */
    public Network network() {
        return NetworkText.parse(layers);
    }

    /** The shape of the input. */
    public FeatureShape input() {
        return InputSize.parse(size, network());
    }
}
