package org.convlayers.gradient;

import java.util.List;
import org.convlayers.layer.Activation;

/** The derivatives of the activations; where there is none, at a kink or a step, the value that PyTorch's autograd takes. */
final class Slopes {
    private static final double DENSITY = 1 / Math.sqrt(2 * Math.PI);
    private static final double SQRT_TWO_OVER_PI = Math.sqrt(2 / Math.PI);
    private static final double CUBIC = 0.044715;
    private static final double SELU_SCALE = 1.0507009873554805;
    private static final double SELU_ALPHA = 1.6732632423543772;

    private Slopes() {}

    /** f'(x). */
    static double of(Activation activation, double x) {
        List<Double> a = activation.arguments();
        return switch (activation.function()) {
            case IDENTITY -> 1;
            case RELU -> step(x > 0);
            case RELU6 -> step(x > 0 && x < 6);
            case LEAKY_RELU -> x > 0 ? 1 : a.get(0);
            case RRELU -> x > 0 ? 1 : (a.get(0) + a.get(1)) / 2;
            case ELU -> x > 0 ? 1 : a.get(0) * Math.exp(x);
            case CELU -> x > 0 ? 1 : Math.exp(x / a.get(0));
            case SELU -> SELU_SCALE * (x > 0 ? 1 : SELU_ALPHA * Math.exp(x));
            case GELU -> (x == 0 ? 0.5 : activation.apply(x) / x) + x * DENSITY * Math.exp(-x * x / 2);
            case GELU_TANH -> geluTanh(x);
            case SIGMOID -> sigmoid(x) * sigmoid(-x);
            case TANH -> 1 - square(Math.tanh(x));
            case SILU -> sigmoid(x) * (1 + x * sigmoid(-x));
            case MISH -> mish(x);
            case SOFTPLUS -> a.get(0) * x > a.get(1) ? 1 : sigmoid(a.get(0) * x);
            case SOFTSIGN -> 1 / square(1 + Math.abs(x));
            case HARDTANH -> step(x > a.get(0) && x < a.get(1));
            case HARDSIGMOID -> x > -3 && x < 3 ? 1.0 / 6 : 0;
            case HARDSWISH -> x < -3 ? 0 : x <= 3 ? x / 3 + 0.5 : 1;
            case LOG_SIGMOID -> sigmoid(-x);
            case HARDSHRINK, SOFTSHRINK -> step(!(x >= -a.get(0) && x <= a.get(0)));
            case TANHSHRINK -> square(Math.tanh(x));
            case POW -> a.get(0) == 0 ? 0 : a.get(0) * Math.pow(x, a.get(0) - 1);
            case THRESHOLD -> step(!(x <= a.get(0)));
            case EXP -> Math.exp(x);
            case LOG -> 1 / x;
            case SQRT -> 0.5 / Math.sqrt(x);
            case ABS -> Math.signum(x);
            case SIGN, FLOOR, CEIL, ROUND, TRUNC -> 0;
            case ERF -> 2 / Math.sqrt(Math.PI) * Math.exp(-x * x);
            case SIN -> Math.cos(x);
            case COS -> -Math.sin(x);
            case TAN -> 1 + square(Math.tan(x));
            case ASIN -> 1 / Math.sqrt(1 - x * x);
            case ACOS -> -1 / Math.sqrt(1 - x * x);
            case ATAN -> 1 / (1 + x * x);
            case SINH -> Math.cosh(x);
            case COSH -> Math.sinh(x);
            case ASINH -> 1 / Math.sqrt(x * x + 1);
            case ACOSH -> 1 / Math.sqrt(x * x - 1);
            case ATANH -> 1 / (1 - x * x);
        };
    }

    private static double step(boolean isOn) {
        return isOn ? 1 : 0;
    }

    private static double square(double x) {
        return x * x;
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    /** x s(u) with s the sigmoid and u = 2 sqrt(2/pi) (x + c x^3): s + x s (1 - s) u'. */
    private static double geluTanh(double x) {
        double s = sigmoid(2 * SQRT_TWO_OVER_PI * (x + CUBIC * x * x * x));
        return s + x * s * (1 - s) * 2 * SQRT_TWO_OVER_PI * (1 + 3 * CUBIC * x * x);
    }

    /** x t with t = tanh(softplus(x)): t + x (1 - t^2) sigmoid(x). */
    private static double mish(double x) {
        double t = Math.tanh(x > 20 ? x : Math.log1p(Math.exp(x)));
        return t + x * (1 - t * t) * sigmoid(x);
    }
}
