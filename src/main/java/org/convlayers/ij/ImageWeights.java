package org.convlayers.ij;

import ij.ImagePlus;
import ij.ImageStack;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.convlayers.io.weights.TensorFiles;
import org.convlayers.weights.Tensor;
import org.convlayers.weights.WeightFiles;

/** Weights from files, each read once, and from the images open in ImageJ. For several threads. */
final class ImageWeights implements WeightFiles {
    private final Map<String, Map<String, Tensor>> filesRead = new HashMap<>();

    @Override
    public synchronized Map<String, Tensor> tensors(String path) throws IOException {
        Map<String, Tensor> tensors = filesRead.get(path);
        if (tensors == null) {
            tensors = TensorFiles.read(path);
            filesRead.put(path, tensors);
        }
        return tensors;
    }

    @Override
    public Tensor image(String title) {
        ImagePlus image = OpenImages.titled(title);
        ImageStack stack = image.getStack();
        int pixels = Math.multiplyExact(image.getWidth(), image.getHeight());
        float[] values = new float[Math.multiplyExact(pixels, stack.getSize())];
        for (int plane = 0; plane < stack.getSize(); plane++) {
            for (int i = 0; i < pixels; i++) {
                values[plane * pixels + i] = stack.getProcessor(plane + 1).getf(i);
            }
        }
        List<Integer> size = List.of(image.getHeight(), image.getWidth());
        return new Tensor(values, stack.getSize() == 1 ? size : List.of(stack.getSize(), size.get(0), size.get(1)));
    }
}
