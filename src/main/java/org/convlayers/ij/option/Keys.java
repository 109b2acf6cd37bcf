package org.convlayers.ij.option;

import org.convlayers.app.NetworkInput;

/** The keys of all commands; each means the same wherever it stands. */
public final class Keys {
    private static final String[] ACTIVATIONS = {
        "none", "ReLU", "LeakyReLU(0.1)", "ELU", "GELU", "SiLU", "Sigmoid", "Tanh", "Softplus",
    };

    public static final OptionKey WEIGHTS = OptionKey.path(
            "weights",
            "sobel",
            "",
            "sobel",
            "prewitt",
            "scharr",
            "laplacian",
            "gaussian(2)",
            "log(2)",
            "box",
            "sharpen",
            "identity",
            "kaiming",
            "1 0; 2 1");
    public static final OptionKey FILTERS = OptionKey.text("filters", OptionKey.AUTO, "");
    public static final OptionKey KERNEL = OptionKey.text("kernel", OptionKey.AUTO, "h x w");
    public static final OptionKey STRIDE = OptionKey.text("stride", "1", "");
    public static final OptionKey PADDING = OptionKey.text(
            "padding",
            OptionKey.AUTO,
            "",
            OptionKey.AUTO,
            "same",
            "valid",
            "full",
            "same-upper",
            "same-lower",
            "1",
            "1:2x0:1");
    public static final OptionKey EDGES =
            OptionKey.text("edges", "zeros", "", "zeros", "reflect", "replicate", "circular", "mirror", "constant(0)");
    public static final OptionKey DILATION = OptionKey.text("dilation", "1", "");
    public static final OptionKey RATES = OptionKey.text("rates", "1,2,4", "dilations");
    public static final OptionKey ARRANGEMENT = OptionKey.choice("arrangement", "", "parallel", "series");
    public static final OptionKey GROUPS =
            OptionKey.text("groups", OptionKey.AUTO, "", OptionKey.AUTO, "channels", "1");
    public static final OptionKey MULTIPLIER = OptionKey.text("multiplier", OptionKey.AUTO, "");
    public static final OptionKey BETWEEN = OptionKey.text("between", "none", "", ACTIVATIONS);
    public static final OptionKey ACTIVATION = OptionKey.text("activation", "none", "", ACTIVATIONS);
    public static final OptionKey DIMENSIONS = OptionKey.choice("dimensions", "", "2D", "1D", "3D");
    public static final OptionKey NO_BIAS = OptionKey.flag("no-bias", "");
    public static final OptionKey SEED = OptionKey.text("seed", "0", "");
    public static final OptionKey PRECISION = OptionKey.choice("precision", "", "float32", "float32-direct", "float64");
    public static final OptionKey TILE = OptionKey.text("tile", OptionKey.AUTO, "");
    public static final OptionKey TYPE = OptionKey.choice("type", "", "float32", "uint16", "uint8");
    public static final OptionKey SAVE = OptionKey.newPath("save", "a .tif");
    public static final OptionKey EXPORT = OptionKey.newPath("save", ".py, .safetensors, .txt, folder");
    public static final OptionKey MONTAGE = OptionKey.flag("montage", "one picture");
    public static final OptionKey STAGES = OptionKey.flag("stages", "show depthwise maps");
    public static final OptionKey NETWORK = OptionKey.layers("network", "layers or a file");
    public static final OptionKey NETWORK_OR_EXAMPLE =
            NETWORK.suggesting(NetworkInput.examples().toArray(String[]::new));
    public static final OptionKey INPUT = OptionKey.text(
            "input",
            OptionKey.AUTO,
            "values",
            OptionKey.AUTO,
            "as is",
            "0..1",
            "z-score",
            "percentile(1,99.8)",
            "x/127.5-1",
            "0..1 mean=[0.485,0.456,0.406] std=[0.229,0.224,0.225]");
    public static final OptionKey SHOW = OptionKey.text("show", "output", "or a layer", "output", "all");
    public static final OptionKey SHOW_OUTPUT = OptionKey.text("show", "output", "or a layer", "output");
    public static final OptionKey X = OptionKey.text("x", OptionKey.AUTO, "output column");
    public static final OptionKey Y = OptionKey.text("y", OptionKey.AUTO, "output row");
    public static final OptionKey LAYER = OptionKey.text("layer", OptionKey.AUTO, "", OptionKey.AUTO, "all");
    public static final OptionKey SOURCE = OptionKey.text("source", OptionKey.AUTO, "image title");
    public static final OptionKey FIELD_SHOW = OptionKey.text(
            "show",
            FieldElement.DEFAULT,
            "",
            FieldElement.DEFAULT,
            "box centre taps",
            "box centre taps shade lattice",
            "box centre heat");
    public static final OptionKey ROIS = OptionKey.flag("rois", "to the ROI Manager");
    public static final OptionKey LIVE = OptionKey.flag("live", "follows the mouse over the map");
    public static final OptionKey MEASURE = OptionKey.choice("measure", "", "weights", "gradient");
    public static final OptionKey OPACITY = OptionKey.text("opacity", "60", "% of the heat map");
    public static final OptionKey ADJUST = OptionKey.flag("adjust", "the opacity, by a slider");
    public static final OptionKey SIZE = OptionKey.text("size", OptionKey.AUTO, "");
    public static final OptionKey TIME = OptionKey.flag("time", "ms and GFLOP/s");
    public static final OptionKey OUTPAD = OptionKey.text("outpad", "0", "at the end");
    public static final OptionKey TRANSPOSED = OptionKey.flag("transposed", "");
    public static final OptionKey SEPARABLE = OptionKey.flag("separable", "depthwise, then pointwise");
    public static final OptionKey SCALE = OptionKey.text("scale", "1", "enlargement");

    private Keys() {}
}
