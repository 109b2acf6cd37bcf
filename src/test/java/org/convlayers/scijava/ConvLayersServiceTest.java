package org.convlayers.scijava;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;
import org.junit.jupiter.api.Test;
import org.scijava.Context;

class ConvLayersServiceTest {
    private static final byte[] PIXELS = {4, 1, 7, 5, 4, 4, 2, 5, 7, 7, 2, 4, 1, 0, 2, 4};

    private static Img<FloatType> apply(
            String layers, String weights, RandomAccessibleInterval<UnsignedByteType> image) {
        try (Context context = new Context(ConvLayersService.class)) {
            return context.service(ConvLayersService.class).apply(layers, weights, image);
        }
    }

    private static float[] values(Img<FloatType> image) {
        float[] values = new float[Math.toIntExact(image.size())];
        int next = 0;
        for (FloatType value : image) {
            values[next++] = value.get();
        }
        return values;
    }

    @Test
    void planeGivesTheValuesOfPyTorch() {
        Img<FloatType> result = apply(
                "Conv2d(1, 1, 2, padding='same', bias=False)",
                "1 0; 2 1",
                ArrayImgs.unsignedBytes(PIXELS.clone(), 4, 4));
        assertArrayEquals(new float[] {16, 11, 16, 15, 25, 20, 10, 13, 9, 9, 10, 12, 1, 0, 2, 4}, values(result));
        assertArrayEquals(new long[] {4, 4, 1, 1, 1}, result.dimensionsAsLongArray());
    }

    @Test
    void croppedViewsGiveTheValuesOfTheirPixels() {
        RandomAccessibleInterval<UnsignedByteType> crop =
                Views.interval(ArrayImgs.unsignedBytes(PIXELS.clone(), 4, 4), new long[] {1, 2}, new long[] {2, 3});
        assertArrayEquals(new float[] {7, 2, 0, 2}, values(apply("Conv2d(1, 1, 1, bias=False)", "1", crop)));
    }

    @Test
    void everySliceAndFrameIsComputedByItself() {
        byte[] stack = new byte[16 * 6];
        for (int i = 0; i < stack.length; i++) {
            stack[i] = (byte) i;
        }
        Img<FloatType> result =
                apply("Conv2d(1, 1, 1, bias=False)", "2", ArrayImgs.unsignedBytes(stack, 4, 4, 1, 3, 2));
        float[] values = values(result);
        for (int i = 0; i < values.length; i++) {
            assertEquals(2 * i, values[i]);
        }
    }

    @Test
    void rowsAreItemsOfOneDimensionalNetworks() {
        Img<FloatType> result =
                apply("Conv1d(1, 1, 3, bias=False)", "1 1 1", ArrayImgs.unsignedBytes(PIXELS.clone(), 4, 4));
        assertArrayEquals(new float[] {12, 13, 10, 11, 16, 13, 3, 6}, values(result));
        assertArrayEquals(new long[] {2, 4, 1, 1, 1}, result.dimensionsAsLongArray());
    }

    @Test
    void channelsThatDoNotFitAreNamedInTheWordsOfPyTorch() {
        IllegalArgumentException error = assertThrows(
                IllegalArgumentException.class,
                () -> apply("Conv2d(3, 1, 2)", "kaiming", ArrayImgs.unsignedBytes(PIXELS.clone(), 4, 4)));
        assertEquals(
                "layer '0': Given groups=1, weight of size [1, 3, 2, 2], expected input[1, 1, 4, 4] to have 3 channels,"
                        + " but got 1 channels instead",
                error.getMessage());
    }
}
