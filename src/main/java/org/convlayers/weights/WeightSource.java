package org.convlayers.weights;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.convlayers.shape.Extent;
import org.convlayers.shape.ShapeException;

/**
 * What a {@code weights} text means: where the numbers of a network's layers come from.
 *
 * <p>{@link #parse} reads the text and touches nothing else; {@link #open} reads the file or image, if there is one, and
 * gives what fills the layers. Printing a source gives a text that parses back to it.
 */
public sealed interface WeightSource {
    /**
     * Reads a {@code weights} text: {@code kaiming}; {@code digits}; a bank, such as {@code sobel} or {@code
     * gaussian(1.5)}; kernels, such as {@code 1 0; 2 1 | 0 1; 1 2}; a file ending in .npy, .npz, .safetensors or .txt,
     * with {@code #prefix} to name tensors in it; {@code image:TITLE}.
     *
     * @throws IllegalArgumentException naming the text and what is allowed
     */
    static WeightSource parse(String text) {
        return WeightSourceText.parse(text);
    }

    /**
     * Reads what has to be read.
     *
     * @param rank the number of spatial axes of the layers
     * @param files how files and images are reached
     * @throws IOException if a file cannot be read
     * @throws IllegalArgumentException if what was read is no weight for layers of this rank
     */
    Initializer open(int rank, WeightFiles files) throws IOException;

    /** PyTorch's default initialisation. */
    record Kaiming() implements WeightSource {
        @Override
        public Initializer open(int rank, WeightFiles files) {
            return new KaimingInitializer();
        }

        @Override
        public String toString() {
            return "kaiming";
        }
    }

    /** Small whole numbers at random, for examples that can be followed by eye. */
    record Digits() implements WeightSource {
        @Override
        public Initializer open(int rank, WeightFiles files) {
            return new DigitInitializer();
        }

        @Override
        public String toString() {
            return "digits";
        }
    }

    /**
     * A filter bank.
     *
     * @param bank which
     * @param arguments the numbers in brackets; fewer than it can take stand for its defaults
     */
    record Bank(FilterBank bank, List<Double> arguments) implements WeightSource {
        public Bank {
            arguments = List.copyOf(arguments);
            bank.requireArguments(arguments);
        }

        @Override
        public Initializer open(int rank, WeightFiles files) {
            kernels(rank, Optional.empty());
            return new KernelInitializer(toString(), size -> kernels(rank, size));
        }

        private Kernels kernels(int rank, Optional<Extent> size) {
            try {
                return bank.kernels(rank, arguments, size);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("weights=" + this + ": " + e.getMessage(), e);
            }
        }

        @Override
        public String toString() {
            String numbers = arguments.stream().map(KernelFormulas::plain).collect(Collectors.joining(","));
            return arguments.isEmpty() ? bank.toString() : bank + "(" + numbers + ")";
        }
    }

    /**
     * Kernels written out.
     *
     * @param text as {@link KernelText} reads it
     */
    record Inline(String text) implements WeightSource {
        public Inline {
            KernelText.parse(text);
        }

        @Override
        public Initializer open(int rank, WeightFiles files) {
            return KernelInitializer.of(text, KernelShapes.planes(KernelText.parse(text), rank));
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * A file of tensors.
     *
     * @param path the file as the user named it
     * @param prefix of the names to take, without the dot behind it; or one tensor's name; empty for all
     */
    record File(String path, String prefix) implements WeightSource {
        @Override
        public Initializer open(int rank, WeightFiles files) throws IOException {
            Map<String, Tensor> tensors = NamedTensors.below(prefix, files.tensors(path), path);
            TensorInitializer parameters = new TensorInitializer(toString(), rank, tensors);
            if (tensors.size() == 1) {
                Optional<Kernels> kernels = kernels(tensors.values().iterator().next(), rank);
                if (kernels.isPresent()) {
                    return KernelInitializer.of(toString(), kernels.get(), parameters);
                }
            }
            return parameters;
        }

        private Optional<Kernels> kernels(Tensor tensor, int rank) {
            try {
                return KernelShapes.kernels(tensor, rank);
            } catch (ShapeException e) {
                throw new IllegalArgumentException("weights=" + this + ": " + e.getMessage(), e);
            }
        }

        @Override
        public String toString() {
            return prefix.isEmpty() ? path : path + "#" + prefix;
        }
    }

    /**
     * An open image; its planes are the kernels, or in 3-D one kernel.
     *
     * @param title the image's title
     */
    record Image(String title) implements WeightSource {
        @Override
        public Initializer open(int rank, WeightFiles files) {
            Tensor image = files.image(title);
            Kernels kernels = KernelShapes.kernels(image, rank)
                    .orElseThrow(() -> new IllegalArgumentException(
                            this + " has shape " + image.shape() + ", which is no kernel over " + rank + " axes"));
            return KernelInitializer.of(toString(), kernels);
        }

        @Override
        public String toString() {
            return "image:" + title;
        }
    }
}
