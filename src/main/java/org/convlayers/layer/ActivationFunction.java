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
    IDENTITY("Identity") {
        @Override
        double apply(double x, List<Double> a) {
            return x;
        }
    },
    /** max(x, 0). */
    RELU("ReLU") {
        @Override
        double apply(double x, List<Double> a) {
            return x < 0 ? 0 : x;
        }
    },
    /** min(max(x, 0), 6). */
    RELU6("ReLU6") {
        @Override
        double apply(double x, List<Double> a) {
            return clamp(x, 0, 6);
        }
    },
    /** x for x > 0, else negative_slope x. */
    LEAKY_RELU("LeakyReLU", new Parameter("negative_slope", 0.01)) {
        @Override
        double apply(double x, List<Double> a) {
            return x > 0 ? x : a.get(0) * x;
        }
    },
    /** x for x > 0, else alpha (e^x - 1). */
    ELU("ELU", new Parameter("alpha", 1)) {
        @Override
        double apply(double x, List<Double> a) {
            return x > 0 ? x : a.get(0) * Math.expm1(x);
        }
    },
    /** max(0, x) + min(0, alpha (e^(x/alpha) - 1)). */
    CELU("CELU", new Parameter("alpha", 1)) {
        @Override
        double apply(double x, List<Double> a) {
            return x > 0 ? x : a.get(0) * Math.expm1(x / a.get(0));
        }

        @Override
        void check(List<Double> a) {
            if (a.get(0) == 0) {
                throw new IllegalArgumentException("alpha cannot be 0 for CELU");
            }
        }
    },
    /** scale (max(0, x) + min(0, alpha (e^x - 1))) with the constants of Klambauer et al., arXiv:1706.02515. */
    SELU("SELU") {
        @Override
        double apply(double x, List<Double> a) {
            return SELU_SCALE * (x > 0 ? x : SELU_ALPHA * Math.expm1(x));
        }
    },
    /** x Phi(x) with Phi the distribution function of the normal distribution: PyTorch's GELU(approximate='none'). */
    GELU("GELU") {
        @Override
        double apply(double x, List<Double> a) {
            return 0.5 * x * ErrorFunction.erfc(-x * SQRT_HALF);
        }
    },
    /** x (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3))) / 2: PyTorch's GELU(approximate='tanh'). */
    GELU_TANH("GELU") {
        @Override
        double apply(double x, List<Double> a) {
            return x * sigmoid(2 * SQRT_TWO_OVER_PI * (x + 0.044715 * x * x * x));
        }
    },
    /** 1 / (1 + e^-x). */
    SIGMOID("Sigmoid") {
        @Override
        double apply(double x, List<Double> a) {
            return sigmoid(x);
        }
    },
    /** tanh x. */
    TANH("Tanh") {
        @Override
        double apply(double x, List<Double> a) {
            return Math.tanh(x);
        }
    },
    /** x sigmoid(x), also called swish. */
    SILU("SiLU") {
        @Override
        double apply(double x, List<Double> a) {
            return x * sigmoid(x);
        }
    },
    /** x tanh(softplus(x)). */
    MISH("Mish") {
        @Override
        double apply(double x, List<Double> a) {
            return x * Math.tanh(softplus(x, 1, 20));
        }
    },
    /** log(1 + e^(beta x)) / beta, and x itself where beta x > threshold. */
    SOFTPLUS("Softplus", new Parameter("beta", 1), new Parameter("threshold", 20)) {
        @Override
        double apply(double x, List<Double> a) {
            return softplus(x, a.get(0), a.get(1));
        }
    },
    /** x / (1 + |x|). */
    SOFTSIGN("Softsign") {
        @Override
        double apply(double x, List<Double> a) {
            return x / (1 + Math.abs(x));
        }
    },
    /** min(max(x, min_val), max_val). */
    HARDTANH("Hardtanh", new Parameter("min_val", -1), new Parameter("max_val", 1)) {
        @Override
        double apply(double x, List<Double> a) {
            return clamp(x, a.get(0), a.get(1));
        }

        @Override
        void check(List<Double> a) {
            if (!(a.get(1) > a.get(0))) {
                throw new IllegalArgumentException("max_val must be larger than min_val for Hardtanh, but got min_val="
                        + a.get(0) + ", max_val=" + a.get(1));
            }
        }
    },
    /** relu6(x + 3) / 6. */
    HARDSIGMOID("Hardsigmoid") {
        @Override
        double apply(double x, List<Double> a) {
            return clamp(x + 3, 0, 6) / 6;
        }
    },
    /** x relu6(x + 3) / 6. */
    HARDSWISH("Hardswish") {
        @Override
        double apply(double x, List<Double> a) {
            return x * clamp(x + 3, 0, 6) / 6;
        }
    },
    /** log(1 / (1 + e^-x)). */
    LOG_SIGMOID("LogSigmoid") {
        @Override
        double apply(double x, List<Double> a) {
            return Math.min(x, 0) - Math.log1p(Math.exp(-Math.abs(x)));
        }
    },
    /** x where |x| > lambd, else 0. */
    HARDSHRINK("Hardshrink", new Parameter("lambd", 0.5)) {
        @Override
        double apply(double x, List<Double> a) {
            return x >= -a.get(0) && x <= a.get(0) ? 0 : x;
        }
    },
    /** x - lambd above lambd, x + lambd below -lambd, else 0. */
    SOFTSHRINK("Softshrink", new Parameter("lambd", 0.5)) {
        @Override
        double apply(double x, List<Double> a) {
            return x >= -a.get(0) && x <= a.get(0) ? 0 : x - Math.copySign(a.get(0), x);
        }
    },
    /** x - tanh x. */
    TANHSHRINK("Tanhshrink") {
        @Override
        double apply(double x, List<Double> a) {
            return x - Math.tanh(x);
        }
    },
    /** x for x >= 0, else (lower + upper) / 2 x: what inference makes of the slope that training draws. */
    RRELU("RReLU", new Parameter("lower", 1.0 / 8), new Parameter("upper", 1.0 / 3)) {
        @Override
        double apply(double x, List<Double> a) {
            return x > 0 ? x : (a.get(0) + a.get(1)) / 2 * x;
        }
    },
    /** x^exponent. */
    POW("Pow", new Parameter("exponent", 2)) {
        @Override
        double apply(double x, List<Double> a) {
            return Math.pow(x, a.get(0));
        }
    },
    /** x for x > threshold, else value. */
    THRESHOLD("Threshold", new Parameter("threshold"), new Parameter("value")) {
        @Override
        double apply(double x, List<Double> a) {
            return x <= a.get(0) ? a.get(1) : x;
        }
    },
    /** e^x. */
    EXP("Exp") {
        @Override
        double apply(double x, List<Double> a) {
            return Math.exp(x);
        }
    },
    /** The natural logarithm of x. */
    LOG("Log") {
        @Override
        double apply(double x, List<Double> a) {
            return Math.log(x);
        }
    },
    /** The square root of x. */
    SQRT("Sqrt") {
        @Override
        double apply(double x, List<Double> a) {
            return Math.sqrt(x);
        }
    },
    /** |x|. */
    ABS("Abs") {
        @Override
        double apply(double x, List<Double> a) {
            return Math.abs(x);
        }
    },
    /** -1, 0 or 1. */
    SIGN("Sign") {
        @Override
        double apply(double x, List<Double> a) {
            return Math.signum(x);
        }
    },
    /** The largest whole number that is not above x. */
    FLOOR("Floor") {
        @Override
        double apply(double x, List<Double> a) {
            return Math.floor(x);
        }
    },
    /** The smallest whole number that is not below x. */
    CEIL("Ceil") {
        @Override
        double apply(double x, List<Double> a) {
            return Math.ceil(x);
        }
    },
    /** The nearest whole number, of two the even one. */
    ROUND("Round") {
        @Override
        double apply(double x, List<Double> a) {
            return Math.rint(x);
        }
    },
    /** The error function. */
    ERF("Erf") {
        @Override
        double apply(double x, List<Double> a) {
            return 1 - ErrorFunction.erfc(x);
        }
    },
    /** sin x. */
    SIN("Sin") {
        @Override
        double apply(double x, List<Double> a) {
            return Math.sin(x);
        }
    },
    /** cos x. */
    COS("Cos") {
        @Override
        double apply(double x, List<Double> a) {
            return Math.cos(x);
        }
    },
    /** tan x. */
    TAN("Tan") {
        @Override
        double apply(double x, List<Double> a) {
            return Math.tan(x);
        }
    },
    /** arcsin x. */
    ASIN("Asin") {
        @Override
        double apply(double x, List<Double> a) {
            return Math.asin(x);
        }
    },
    /** arccos x. */
    ACOS("Acos") {
        @Override
        double apply(double x, List<Double> a) {
            return Math.acos(x);
        }
    },
    /** arctan x. */
    ATAN("Atan") {
        @Override
        double apply(double x, List<Double> a) {
            return Math.atan(x);
        }
    },
    /** sinh x. */
    SINH("Sinh") {
        @Override
        double apply(double x, List<Double> a) {
            return Math.sinh(x);
        }
    },
    /** cosh x. */
    COSH("Cosh") {
        @Override
        double apply(double x, List<Double> a) {
            return Math.cosh(x);
        }
    },
    /** arsinh x. */
    ASINH("Asinh") {
        @Override
        double apply(double x, List<Double> a) {
            return Math.copySign(Math.log(Math.abs(x) + Math.sqrt(x * x + 1)), x);
        }
    },
    /** arcosh x. */
    ACOSH("Acosh") {
        @Override
        double apply(double x, List<Double> a) {
            return Math.log(x + Math.sqrt(x * x - 1));
        }
    },
    /** artanh x. */
    ATANH("Atanh") {
        @Override
        double apply(double x, List<Double> a) {
            return 0.5 * Math.log1p(2 * x / (1 - x));
        }
    };

    private static final double SQRT_HALF = 0.7071067811865476;
    private static final double SQRT_TWO_OVER_PI = 0.7978845608028654;
    private static final double SELU_ALPHA = 1.6732632423543772;
    private static final double SELU_SCALE = 1.0507009873554805;

    private final String torchName;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<Parameter> parameters;

    ActivationFunction(String torchName, Parameter... parameters) {
        this.torchName = torchName;
        this.parameters = List.of(parameters);
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

    abstract double apply(double x, List<Double> arguments);

    /** Refuses values that PyTorch refuses; most functions take any. */
    void check(List<Double> arguments) {}

    private static double clamp(double x, double low, double high) {
        return Math.min(Math.max(x, low), high);
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private static double softplus(double x, double beta, double threshold) {
        return beta * x > threshold ? x : Math.log1p(Math.exp(beta * x)) / beta;
    }
}
