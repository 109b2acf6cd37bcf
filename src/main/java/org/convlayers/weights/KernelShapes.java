package org.convlayers.weights;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.convlayers.shape.ShapeException;

/** Tells kernels from tensors by the number of axes, for layers of one rank. */
final class KernelShapes {
    private KernelShapes() {}

    /**
     * With R spatial axes, a tensor of R axes is one kernel, of R + 1 axes several; in 3-D a plane is a kernel of depth 1.
     * Empty if it is neither.
     */
    static Optional<Kernels> kernels(Tensor tensor, int rank) {
        List<Integer> shape = tensor.shape();
        if (shape.size() == rank) {
            return Optional.of(reshaped(tensor, Stream.concat(Stream.of(1), shape.stream())));
        }
        if (shape.size() == rank + 1) {
            return Optional.of(new Kernels(tensor));
        }
        if (shape.size() == 2 && rank == 3) {
            return Optional.of(reshaped(tensor, Stream.concat(Stream.of(1, 1), shape.stream())));
        }
        return Optional.empty();
    }

    /**
     * Kernels that are planes [M, kH, kW], for layers of one rank: in 1-D they must be single rows, in 3-D they are 1 deep.
     *
     * @throws ShapeException if a kernel of a 1-D layer has several rows
     */
    static Kernels planes(Tensor planes, int rank) {
        List<Integer> shape = planes.shape();
        if (rank == 1 && shape.get(1) != 1) {
            throw new ShapeException("a kernel of " + shape.get(1) + "x" + shape.get(2)
                    + " does not fit a 1-D layer; its kernels are single rows, as in 1 2 1");
        }
        int count = shape.get(0);
        return switch (rank) {
            case 1 -> reshaped(planes, Stream.of(count, shape.get(2)));
            case 3 -> reshaped(planes, Stream.of(count, 1, shape.get(1), shape.get(2)));
            default -> new Kernels(planes);
        };
    }

    private static Kernels reshaped(Tensor tensor, Stream<Integer> shape) {
        return new Kernels(new Tensor(tensor.data(), shape.toList()));
    }
}
