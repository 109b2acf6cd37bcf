package org.convlayers.img;

import net.imglib2.Cursor;
import net.imglib2.RandomAccess;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.real.DoubleType;
import net.imglib2.view.Views;
import org.convlayers.layer.Rearrangement;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;

/** What layers on whole arrays do to images (X, Y, Z, C), each as its formula says. */
final class CursorArrays {
    private CursorArrays() {}

    /** Copies known values, given in the order (C, Z, Y, X). */
    static void fill(FeatureShape shape, float[] values, RandomAccessibleInterval<DoubleType> output, Looks looks) {
        Cursor<DoubleType> result = Views.flatIterable(output).localizingCursor();
        while (result.hasNext()) {
            result.fwd();
            looks.atValue();
            result.get().set(values[number(result, shape)]);
        }
    }

    /** Copies each value from its place in the input. */
    static void rearrange(
            Rearrangement layer,
            RandomAccessibleInterval<DoubleType> input,
            RandomAccessibleInterval<DoubleType> output,
            Looks looks) {
        Extent in = layer.input().spatial().to3D(1);
        RandomAccess<DoubleType> access = input.randomAccess();
        Cursor<DoubleType> result = Views.flatIterable(output).localizingCursor();
        while (result.hasNext()) {
            result.fwd();
            looks.atValue();
            int place = layer.source(number(result, layer.output()));
            access.setPosition(place % in.get(2), 0);
            place /= in.get(2);
            access.setPosition(place % in.get(1), 1);
            place /= in.get(1);
            access.setPosition(place % in.get(0), 2);
            access.setPosition(place / in.get(0), 3);
            result.get().set(access.get());
        }
    }

    private static int number(Cursor<DoubleType> cursor, FeatureShape shape) {
        Extent size = shape.spatial().to3D(1);
        int number = cursor.getIntPosition(3);
        number = number * size.get(0) + cursor.getIntPosition(2);
        number = number * size.get(1) + cursor.getIntPosition(1);
        return number * size.get(2) + cursor.getIntPosition(0);
    }
}
