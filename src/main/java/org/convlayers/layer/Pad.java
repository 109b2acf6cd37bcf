package org.convlayers.layer;

import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import org.convlayers.shape.EdgeMode;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.Margins;
import org.convlayers.shape.ShapeException;

/**
 * Adds pixels at the borders of each feature map, or cuts some off where a margin is negative. Source: torch.nn.ZeroPad2d,
 * ConstantPad2d, ReflectionPad2d, ReplicationPad2d, CircularPad2d and their siblings of one and three axes.
 *
 * @param margins how many pixels at which end of each axis
 * @param edges what is added
 */
public record Pad(Margins margins, EdgeMode edges) implements Layer {
    /** Checks the arguments. */
    public Pad {
        Objects.requireNonNull(margins);
        Objects.requireNonNull(edges);
    }

    /**
     * n + begin + end on each axis. As in PyTorch, no pixel may be left, but reflected and replicated maps must have pixels, and
     * must not be cut off on all axes.
     *
     * @throws ShapeException if less is left, or the edges cannot supply that much, in PyTorch's words
     */
    @Override
    public FeatureShape outputShape(List<FeatureShape> inputs) {
        FeatureShape input = inputs.get(0);
        Extent size = input.spatial();
        if (size.rank() != margins.begin().rank()) {
            throw new ShapeException("a padding of " + margins.begin().rank() + " axes does not fit feature maps of "
                    + size.rank() + ", of size " + input);
        }
        for (int axis = 0; axis < size.rank(); axis++) {
            edges.requireFits(margins.begin().get(axis), size.get(axis));
            edges.requireFits(margins.end().get(axis), size.get(axis));
        }
        Extent padded = size.combine(margins.begin(), Math::addExact).combine(margins.end(), Math::addExact);
        if (!isPossible(size, padded)) {
            throw new ShapeException("a padding of " + margins.begin() + " and " + margins.end()
                    + " pixels at begin and end leaves nothing of feature maps of " + size);
        }
        return new FeatureShape(input.channels(), padded);
    }

    private boolean isPossible(Extent size, Extent padded) {
        boolean isCut = size.combine(margins.begin(), Math::addExact).isAtLeast(0)
                && size.combine(margins.end(), Math::addExact).isAtLeast(0);
        boolean takesAll = edges.rule() != EdgeMode.Rule.REFLECT && edges.rule() != EdgeMode.Rule.REPLICATE;
        return isCut && padded.isAtLeast(0) && (takesAll || (size.isAtLeast(1) && !padded.isAll(0)));
    }

    @Override
    public OptionalInt rank() {
        return OptionalInt.of(margins.begin().rank());
    }

    @Override
    public boolean keepsChannels() {
        return true;
    }
}
