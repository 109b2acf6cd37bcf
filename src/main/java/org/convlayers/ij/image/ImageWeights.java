package org.convlayers.ij.image;

import ij.ImagePlus;
import ij.ImageStack;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.convlayers.io.weights.TensorFiles;
import org.convlayers.weights.Tensor;
import org.convlayers.weights.WeightFiles;
import org.convlayers.weights.WeightSource;

/** Weights from files, each read once, and from the images open in ImageJ. For several threads. */
public final class ImageWeights implements WeightFiles {
    /** What an array holds in every Java. */
    private static final int MOST_VALUES = Integer.MAX_VALUE - 8;

    private final Map<String, FutureTask<Map<String, Tensor>>> files = new ConcurrentHashMap<>();

    @Override
    public Map<String, Tensor> tensors(String path) throws IOException {
        FutureTask<Map<String, Tensor>> file =
                files.computeIfAbsent(path, unread -> new FutureTask<>(() -> TensorFiles.read(unread)));
        file.run(); // does nothing if it was read before or another thread is at it
        try {
            return file.get();
        } catch (ExecutionException e) {
            files.remove(path, file); // it may be there, or mended, the next time
            if (e.getCause() instanceof IOException fault) {
                throw fault;
            }
            if (e.getCause() instanceof RuntimeException fault) {
                throw fault;
            }
            throw (Error) e.getCause();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("reading " + path + " was interrupted");
        }
    }

    /** The file of a source, if it is one that has not been read yet, so that asking for its tensors takes time. */
    public Optional<String> unread(WeightSource source) {
        if (!(source instanceof WeightSource.File file)) {
            return Optional.empty();
        }
        FutureTask<Map<String, Tensor>> read = files.get(file.path());
        return read != null && read.isDone() ? Optional.empty() : Optional.of(file.path());
    }

    @Override
    public Tensor image(String title) {
        ImagePlus image = OpenImages.titled(title);
        ImageStack stack = image.getStack();
        int pixels = image.getWidth() * image.getHeight();
        if ((long) pixels * stack.getSize() > MOST_VALUES) {
            throw new IllegalArgumentException("'" + title + "' is too large for kernels: " + stack.getSize() + " x "
                    + image.getHeight() + " x " + image.getWidth() + " pixels are more than " + MOST_VALUES);
        }
        float[] values = new float[pixels * stack.getSize()];
        for (int plane = 0; plane < stack.getSize(); plane++) {
            for (int i = 0; i < pixels; i++) {
                values[plane * pixels + i] = stack.getProcessor(plane + 1).getf(i);
            }
        }
        List<Integer> size = List.of(image.getHeight(), image.getWidth());
        return new Tensor(values, stack.getSize() == 1 ? size : List.of(stack.getSize(), size.get(0), size.get(1)));
    }
}
