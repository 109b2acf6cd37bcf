package org.convlayers.layer;

import java.util.List;
import java.util.Objects;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.ShapeException;

/**
 * Joins branches value by value, from the first to the last. A branch of one channel, or of one pixel along an axis, meets
 * all channels or pixels of the others (PyTorch's broadcasting): so a gate of one value a channel scales whole feature maps.
 *
 * @param operation what is done with two values
 */
public record Elementwise(Operation operation) implements Layer {
    /** What is done with two values; as in PyTorch, also with NaN and infinities. */
    public enum Operation {
        /** a + b. */
        ADD("Add") {
            @Override
            public double apply(double a, double b) {
                return a + b;
            }
        },
        /** a - b. */
        SUBTRACT("Subtract") {
            @Override
            public double apply(double a, double b) {
                return a - b;
            }
        },
        /** a b. */
        MULTIPLY("Multiply") {
            @Override
            public double apply(double a, double b) {
                return a * b;
            }
        },
        /** a / b. */
        DIVIDE("Divide") {
            @Override
            public double apply(double a, double b) {
                return a / b;
            }
        },
        /** The larger one; NaN if one is NaN. */
        MAXIMUM("Maximum") {
            @Override
            public double apply(double a, double b) {
                return Math.max(a, b);
            }
        },
        /** The smaller one; NaN if one is NaN. */
        MINIMUM("Minimum") {
            @Override
            public double apply(double a, double b) {
                return Math.min(a, b);
            }
        },
        /** What is left of a behind the largest multiple of b below it, with the sign of b; NaN if b is 0. */
        REMAINDER("Remainder") {
            @Override
            public double apply(double a, double b) {
                double rest = a % b;
                return rest != 0 && (rest < 0) != (b < 0) ? rest + b : Math.copySign(rest, b);
            }
        },
        /** What is left of a behind the nearest multiple of b towards 0, with the sign of a; NaN if b is 0. */
        FMOD("Fmod") {
            @Override
            public double apply(double a, double b) {
                return a % b;
            }
        },
        /** 1 where a > b, else 0. */
        GREATER("Greater") {
            @Override
            public double apply(double a, double b) {
                return a > b ? 1 : 0;
            }
        },
        /** 1 where a >= b, else 0. */
        GREATER_OR_EQUAL("GreaterOrEqual") {
            @Override
            public double apply(double a, double b) {
                return a >= b ? 1 : 0;
            }
        },
        /** 1 where a = b, else 0. */
        EQUAL("Equal") {
            @Override
            public double apply(double a, double b) {
                return a == b ? 1 : 0;
            }
        },
        /** b where a is not 0, else 0, whatever b is. */
        WHERE("Where") {
            @Override
            public double apply(double a, double b) {
                return a != 0 ? b : 0;
            }
        };

        private final String word;

        Operation(String word) {
            this.word = word;
        }

        /** The name in texts. */
        public String word() {
            return word;
        }

        /** The operation in double precision. */
        public abstract double apply(double a, double b);
    }

    /** Checks the arguments. */
    public Elementwise {
        Objects.requireNonNull(operation);
    }

    @Override
    public FeatureShape outputShape(List<FeatureShape> inputs) {
        return inputs.stream().reduce(Elementwise::broadcast).orElseThrow();
    }

    private static FeatureShape broadcast(FeatureShape a, FeatureShape b) {
        if (a.rank() != b.rank()) {
            throw new ShapeException("feature maps of " + a + " and " + b + " have different numbers of axes");
        }
        int[] spatial = new int[a.rank()];
        int channels = common(a.channels(), b.channels(), 1);
        for (int axis = 0; axis < spatial.length; axis++) {
            spatial[axis] = common(a.spatial().get(axis), b.spatial().get(axis), axis + 2);
        }
        return new FeatureShape(channels, Extent.of(spatial));
    }

    private static int common(int a, int b, int dimension) {
        if (a != b && a != 1 && b != 1) {
            throw new ShapeException("The size of tensor a (" + a + ") must match the size of tensor b (" + b
                    + ") at non-singleton dimension " + dimension);
        }
        return a == 1 ? b : a;
    }

    @Override
    public boolean isJoin() {
        return true;
    }
}
