package org.convlayers.layer;

import java.util.List;
import java.util.OptionalDouble;

/**
 * The pointwise functions of torch.nn, under its names, with its parameters and defaults.
 *
 * <p>Each computes in double precision; NaN stays NaN.
 */
public enum ActivationFunction {
    /** x. */
    IDENTITY("Identity", (x, a) -> x),
    /** max(x, 0). */
    RELU("ReLU", (x, a) -> x < 0 ? 0 : x),
    /** min(max(x, 0), 6). */
    RELU6("ReLU6", (x, a) -> clamp(x, 0, 6)),
    /** x for x > 0, else negative_slope x. */
    LEAKY_RELU("LeakyReLU", (x, a) -> x > 0 ? x : a.get(0) * x, new Parameter("negative_slope", 0.01)),
    /** x for x > 0, else alpha (e^x - 1). */
    ELU("ELU", (x, a) -> x > 0 ? x : a.get(0) * Math.expm1(x), new Parameter("alpha", 1)),
    /** max(0, x) + min(0, alpha (e^(x/alpha) - 1)). */
    CELU("CELU", (x, a) -> x > 0 ? x : a.get(0) * Math.expm1(x / a.get(0)), new Parameter("alpha", 1)) {
        @Override
        void check(List<Double> a) {
            if (a.get(0) == 0) {
                throw new IllegalArgumentException("alpha cannot be 0 for CELU");
            }
        }
    },
    /** scale (max(0, x) + min(0, alpha (e^x - 1))) with the constants of Klambauer et al., arXiv:1706.02515. */
    SELU("SELU", (x, a) -> selu(x)),
    /** x Phi(x) with Phi the distribution function of the normal distribution: PyTorch's GELU(approximate='none'). */
    GELU("GELU", (x, a) -> gelu(x)),
    /** x (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3))) / 2: PyTorch's GELU(approximate='tanh'). */
    GELU_TANH("GELU", (x, a) -> geluTanh(x)),
    /** 1 / (1 + e^-x). */
    SIGMOID("Sigmoid", (x, a) -> sigmoid(x)),
    /** tanh x. */
    TANH("Tanh", (x, a) -> Math.tanh(x)),
    /** x sigmoid(x), also called swish. */
    SILU("SiLU", (x, a) -> x * sigmoid(x)),
    /** x tanh(softplus(x)). */
    MISH("Mish", (x, a) -> x * Math.tanh(softplus(x, 1, 20))),
    /** log(1 + e^(beta x)) / beta, and x itself where beta x > threshold. */
    SOFTPLUS(
            "Softplus",
            (x, a) -> softplus(x, a.get(0), a.get(1)),
            new Parameter("beta", 1),
            new Parameter("threshold", 20)),
    /** x / (1 + |x|). */
    SOFTSIGN("Softsign", (x, a) -> x / (1 + Math.abs(x))),
    /** min(max(x, min_val), max_val). */
    HARDTANH(
            "Hardtanh",
            (x, a) -> clamp(x, a.get(0), a.get(1)),
            new Parameter("min_val", -1),
            new Parameter("max_val", 1)) {
        @Override
        void check(List<Double> a) {
            if (!(a.get(1) > a.get(0))) {
                throw new IllegalArgumentException("max_val must be larger than min_val for Hardtanh, but got min_val="
                        + a.get(0) + ", max_val=" + a.get(1));
            }
        }
    },
    /** relu6(x + 3) / 6. */
    HARDSIGMOID("Hardsigmoid", (x, a) -> clamp(x + 3, 0, 6) / 6),
    /** x relu6(x + 3) / 6. */
    HARDSWISH("Hardswish", (x, a) -> x * clamp(x + 3, 0, 6) / 6),
    /** log(1 / (1 + e^-x)). */
    LOG_SIGMOID("LogSigmoid", (x, a) -> Math.min(x, 0) - Math.log1p(Math.exp(-Math.abs(x)))),
    /** x where |x| > lambd, else 0. */
    HARDSHRINK("Hardshrink", (x, a) -> x >= -a.get(0) && x <= a.get(0) ? 0 : x, new Parameter("lambd", 0.5)),
    /** x - lambd above lambd, x + lambd below -lambd, else 0. */
    SOFTSHRINK(
            "Softshrink",
            (x, a) -> x >= -a.get(0) && x <= a.get(0) ? 0 : x - Math.copySign(a.get(0), x),
            new Parameter("lambd", 0.5)),
    /** x - tanh x. */
    TANHSHRINK("Tanhshrink", (x, a) -> x - Math.tanh(x)),
    /** x for x >= 0, else (lower + upper) / 2 x: what inference makes of the slope that training draws. */
    RRELU(
            "RReLU",
            (x, a) -> x > 0 ? x : (a.get(0) + a.get(1)) / 2 * x,
            new Parameter("lower", 1.0 / 8),
            new Parameter("upper", 1.0 / 3)),
    /** x^exponent. */
    POW("Pow", (x, a) -> Math.pow(x, a.get(0)), new Parameter("exponent", 2)),
    /** x for x > threshold, else value. */
    THRESHOLD("Threshold", (x, a) -> x <= a.get(0) ? a.get(1) : x, new Parameter("threshold"), new Parameter("value")),
    /** e^x. */
    EXP("Exp", (x, a) -> Math.exp(x)),
    /** The natural logarithm of x. */
    LOG("Log", (x, a) -> Math.log(x)),
    /** The square root of x. */
    SQRT("Sqrt", (x, a) -> Math.sqrt(x)),
    /** |x|. */
    ABS("Abs", (x, a) -> Math.abs(x)),
    /** -1, 0 or 1. */
    SIGN("Sign", (x, a) -> Math.signum(x)),
    /** The largest whole number that is not above x. */
    FLOOR("Floor", (x, a) -> Math.floor(x)),
    /** The smallest whole number that is not below x. */
    CEIL("Ceil", (x, a) -> Math.ceil(x)),
    /** The nearest whole number, of two the even one. */
    ROUND("Round", (x, a) -> Math.rint(x)),
    /** x without what is behind the point. */
    TRUNC("Trunc", (x, a) -> x < 0 ? Math.ceil(x) : Math.floor(x)),
    /** The error function. */
    ERF("Erf", (x, a) -> ErrorFunction.erf(x)),
    /** sin x. */
    SIN("Sin", (x, a) -> Math.sin(x)),
    /** cos x. */
    COS("Cos", (x, a) -> Math.cos(x)),
    /** tan x. */
    TAN("Tan", (x, a) -> Math.tan(x)),
    /** arcsin x. */
    ASIN("Asin", (x, a) -> Math.asin(x)),
    /** arccos x. */
    ACOS("Acos", (x, a) -> Math.acos(x)),
    /** arctan x. */
    ATAN("Atan", (x, a) -> Math.atan(x)),
    /** sinh x. */
    SINH("Sinh", (x, a) -> Math.sinh(x)),
    /** cosh x. */
    COSH("Cosh", (x, a) -> Math.cosh(x)),
    /** arsinh x. */
    ASINH("Asinh", (x, a) -> asinh(x)),
    /** arcosh x. */
    ACOSH("Acosh", (x, a) -> Math.log(x + Math.sqrt(x * x - 1))),
    /** artanh x. */
    ATANH("Atanh", (x, a) -> 0.5 * Math.log1p(2 * x / (1 - x)));

    private static final double SQRT_HALF = 0.7071067811865476;
    private static final double SQRT_TWO_OVER_PI = 0.7978845608028654;
    private static final double SELU_ALPHA = 1.6732632423543772;
    private static final double SELU_SCALE = 1.0507009873554805;

    private final String torchName;

    @SuppressWarnings("ImmutableEnumChecker") // formulas hold nothing
    private final Formula formula;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<Parameter> parameters;

    ActivationFunction(String torchName, Formula formula, Parameter... parameters) {
        this.torchName = torchName;
        this.formula = formula;
        this.parameters = List.of(parameters);
    }

    /** f(x) with the numbers that shape it, a. */
    @FunctionalInterface
    private interface Formula {
        double apply(double x, List<Double> a);
    }

    /**
     * A named number that shapes the function.
     *
     * @param name its name
     * @param defaultValue PyTorch's default; empty if it has none
     */
    public record Parameter(String name, OptionalDouble defaultValue) {
        Parameter(String name, double defaultValue) {
            this(name, OptionalDouble.of(defaultValue));
        }

        Parameter(String name) {
            this(name, OptionalDouble.empty());
        }
    }

    /** The name in torch.nn; the two forms of GELU share theirs. */
    public String torchName() {
        return torchName;
    }

    /** The parameters in the order of PyTorch's signature. */
    public List<Parameter> parameters() {
        return parameters;
    }

    /**
     * f(x).
     *
     * @param arguments a number for each of the {@link #parameters}
     */
    double apply(double x, List<Double> arguments) {
        return formula.apply(x, arguments);
    }

    /** Refuses values that PyTorch refuses; most functions take any. */
    void check(List<Double> arguments) {}

    private static double clamp(double x, double low, double high) {
        return Math.min(Math.max(x, low), high);
    }

    private static double selu(double x) {
        return SELU_SCALE * (x > 0 ? x : SELU_ALPHA * Math.expm1(x));
    }

    private static double gelu(double x) {
        return 0.5 * x * ErrorFunction.erfc(-x * SQRT_HALF);
    }

    private static double geluTanh(double x) {
        return x * sigmoid(2 * SQRT_TWO_OVER_PI * (x + 0.044715 * x * x * x));
    }

    /** ln(|x| + sqrt(x^2 + 1)) with the sign of x, as ln(1 + ...): small x keep their digits. */
    private static double asinh(double x) {
        double square = x * x;
        return Math.copySign(Math.log1p(Math.abs(x) + square / (1 + Math.sqrt(square + 1))), x);
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private static double softplus(double x, double beta, double threshold) {
        return beta * x > threshold ? x : Math.log1p(Math.exp(beta * x)) / beta;
    }
}
