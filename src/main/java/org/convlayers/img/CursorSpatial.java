package org.convlayers.img;

import net.imglib2.Cursor;
import net.imglib2.RandomAccess;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.real.DoubleType;
import net.imglib2.view.Views;
import org.convlayers.layer.AdaptivePooling;
import org.convlayers.layer.AveragePooling;
import org.convlayers.layer.MaxPooling;
import org.convlayers.layer.PoolingOperation;
import org.convlayers.layer.TransposedConvolution;
import org.convlayers.layer.Upsampling;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.Margins;
import org.convlayers.shape.Window;

/** Pooling, interpolation, rearranged pixels and transposed convolution, by their definitions, pixel by pixel. */
final class CursorSpatial {
    private CursorSpatial() {}

    /** What an output pixel becomes, given the sum and the maximum of what it sees. */
    private interface Result {
        double of(double sum, double max, long x, long y, long z);
    }

    static void pool(
            MaxPooling layer,
            FeatureShape shape,
            RandomAccessibleInterval<DoubleType> input,
            RandomAccessibleInterval<DoubleType> output,
            Looks looks) {
        CursorSources sources = CursorSources.ofWindow(layer.window(), shape.spatial(), output, looks);
        reduce(sources, input, output, looks, (sum, max, x, y, z) -> max);
    }

    static void pool(
            AveragePooling layer,
            FeatureShape shape,
            RandomAccessibleInterval<DoubleType> input,
            RandomAccessibleInterval<DoubleType> output,
            Looks looks) {
        CursorSources sources = CursorSources.ofWindow(layer.window(), shape.spatial(), output, looks);
        reduce(sources, input, output, looks, (sum, max, x, y, z) -> {
            double divisor = divisor(layer, shape, x, y, z);
            return divisor == 0 ? 0 : sum / divisor;
        });
    }

    private static double divisor(AveragePooling layer, FeatureShape shape, long x, long y, long z) {
        if (layer.divisorOverride().isPresent()) {
            return layer.divisorOverride().getAsInt();
        }
        long[] output = {z, y, x};
        Margins margins = layer.window().margins(shape.spatial());
        int rank = shape.rank();
        double divisor = 1;
        for (int axis = 0; axis < rank; axis++) {
            int begin = margins.begin().get(axis);
            int size = shape.spatial().get(axis);
            long first = output[Extent.MAX_RANK - rank + axis]
                            * layer.window().stride().get(axis)
                    - begin;
            long end = first + layer.window().kernelSize().get(axis);
            divisor *= layer.countIncludePad()
                    ? Math.min(end, size + margins.end().get(axis)) - first
                    : Math.max(0, Math.min(end, size) - Math.max(first, 0));
        }
        return divisor;
    }

    static void pool(
            AdaptivePooling layer,
            FeatureShape shape,
            RandomAccessibleInterval<DoubleType> input,
            RandomAccessibleInterval<DoubleType> output,
            Looks looks) {
        CursorSources sources = CursorSources.ofBins(layer, shape.spatial(), output, looks);
        if (layer.operation() == PoolingOperation.MAX) {
            reduce(sources, input, output, looks, (sum, max, x, y, z) -> max);
            return;
        }
        reduce(sources, input, output, looks, (sum, max, x, y, z) -> sum / sources.count(x, y, z));
    }

    static void interpolate(
            Upsampling layer,
            FeatureShape shape,
            RandomAccessibleInterval<DoubleType> input,
            RandomAccessibleInterval<DoubleType> output,
            Looks looks) {
        CursorSources sources = CursorSources.ofSamples(layer, shape.spatial(), output, looks);
        reduce(sources, input, output, looks, (sum, max, x, y, z) -> sum);
    }

    private static void reduce(
            CursorSources sources,
            RandomAccessibleInterval<DoubleType> input,
            RandomAccessibleInterval<DoubleType> output,
            Looks looks,
            Result result) {
        RandomAccess<DoubleType> access = input.randomAccess();
        Cursor<DoubleType> pixel = Views.flatIterable(output).localizingCursor();
        while (pixel.hasNext()) {
            pixel.fwd();
            long x = pixel.getLongPosition(0);
            long y = pixel.getLongPosition(1);
            long z = pixel.getLongPosition(2);
            access.setPosition(pixel.getLongPosition(3), 3);
            double[] seen = {0, Double.NEGATIVE_INFINITY};
            sources.forEach(x, y, z, access, (value, weight) -> {
                looks.atValue();
                seen[0] += weight * value;
                seen[1] = Math.max(seen[1], value);
            });
            pixel.get().set(result.of(seen[0], seen[1], x, y, z));
        }
    }

    /** y[c, h r + i, w r + j] = x[c r^2 + i r + j, h, w]. */
    static void shuffle(
            int factor,
            RandomAccessibleInterval<DoubleType> input,
            RandomAccessibleInterval<DoubleType> output,
            Looks looks) {
        RandomAccess<DoubleType> access = input.randomAccess();
        Cursor<DoubleType> pixel = Views.flatIterable(output).localizingCursor();
        while (pixel.hasNext()) {
            pixel.fwd();
            looks.atValue();
            long i = pixel.getLongPosition(1) % factor;
            long j = pixel.getLongPosition(0) % factor;
            access.setPosition(pixel.getLongPosition(0) / factor, 0);
            access.setPosition(pixel.getLongPosition(1) / factor, 1);
            access.setPosition(0, 2);
            access.setPosition((pixel.getLongPosition(3) * factor + i) * factor + j, 3);
            pixel.get().set(access.get());
        }
    }

    /** y[c r^2 + i r + j, h, w] = x[c, h r + i, w r + j]. */
    static void unshuffle(
            int factor,
            RandomAccessibleInterval<DoubleType> input,
            RandomAccessibleInterval<DoubleType> output,
            Looks looks) {
        RandomAccess<DoubleType> access = input.randomAccess();
        Cursor<DoubleType> pixel = Views.flatIterable(output).localizingCursor();
        while (pixel.hasNext()) {
            pixel.fwd();
            looks.atValue();
            long channel = pixel.getLongPosition(3);
            access.setPosition(pixel.getLongPosition(0) * factor + channel % factor, 0);
            access.setPosition(pixel.getLongPosition(1) * factor + channel / factor % factor, 1);
            access.setPosition(0, 2);
            access.setPosition(channel / factor / factor, 3);
            pixel.get().set(access.get());
        }
    }

    /** Sums x[j, i] w[j, c, a] over all i, a with i s - p + a d = u. */
    static void convolveTransposed(
            TransposedConvolution layer,
            float[] weight,
            float[] bias,
            FeatureShape shape,
            RandomAccessibleInterval<DoubleType> input,
            RandomAccessibleInterval<DoubleType> output,
            Looks looks) {
        Window window = layer.window().to3D(shape.spatial());
        Extent size = shape.spatial().to3D(1);
        int[] kernel = window.kernelSize().toArray();
        int inGroup = layer.inChannels() / layer.groups();
        int outGroup = layer.outChannels() / layer.groups();
        int taps = kernel[0] * kernel[1] * kernel[2];
        RandomAccess<DoubleType> access = input.randomAccess();
        Cursor<DoubleType> pixel = Views.flatIterable(output).localizingCursor();
        while (pixel.hasNext()) {
            pixel.fwd();
            int channel = pixel.getIntPosition(3);
            int firstInput = channel / outGroup * inGroup;
            double sum = bias[channel];
            for (int tap = 0; tap < taps; tap++) {
                looks.atValue();
                int[] at = {tap / kernel[2] / kernel[1], tap / kernel[2] % kernel[1], tap % kernel[2]};
                if (moveToSource(window, size, pixel, at, access)) {
                    for (int j = 0; j < inGroup; j++) {
                        looks.atValue();
                        access.setPosition(firstInput + j, 3);
                        int w = ((firstInput + j) * outGroup + channel % outGroup) * taps + tap;
                        sum += weight[w] * access.get().get();
                    }
                }
            }
            pixel.get().set(sum);
        }
    }

    /** Whether there is an input pixel that a tap (z, y, x) scatters to an output pixel; then {@code access} is there. */
    private static boolean moveToSource(
            Window window, Extent size, Cursor<DoubleType> pixel, int[] tap, RandomAccess<DoubleType> access) {
        Margins margins = window.margins(size);
        for (int axis = 0; axis < Extent.MAX_RANK; axis++) {
            int dimension = Extent.MAX_RANK - 1 - axis;
            int scattered = pixel.getIntPosition(dimension)
                    + margins.begin().get(axis)
                    - tap[axis] * window.dilation().get(axis);
            int stride = window.stride().get(axis);
            if (scattered < 0 || scattered % stride != 0 || scattered / stride >= size.get(axis)) {
                return false;
            }
            access.setPosition(scattered / stride, dimension);
        }
        return true;
    }
}
