package org.convlayers.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.convlayers.io.tiff.StackCalibration.Axis;
import org.convlayers.receptive.FieldFormula;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AxisGridTest {
    @Test
    void samePaddingLeavesTheAxisAlone() {
        Axis source = new Axis(0.5, 7, "um");
        assertEquals(
                source, AxisGrid.ofField(new FieldFormula.Axis(3, 1, 1).grid()).calibrate(source));
        assertEquals(source, AxisGrid.IDENTITY.calibrate(source));
    }

    /** The centre of result pixel u is the centre of the source pixels from u s - p to u s - p + K - 1. */
    @ParameterizedTest
    @CsvSource({"3, 1, 0", "3, 2, 1", "2, 2, 0", "5, 3, 4", "4, 1, 1", "1, 4, 0", "195, 32, 64"})
    void centresOfPixelsAreCentresOfFields(int size, int stride, int padding) {
        Axis source = new Axis(0.25, 3.5, "um");
        Axis result = AxisGrid.ofField(new FieldFormula.Axis(size, stride, padding).grid())
                .calibrate(source);
        for (int u = 0; u < 5; u++) {
            double first = u * stride - padding;
            double centre = (first + first + size) / 2;
            assertEquals(
                    (centre - source.origin()) * source.size(), (u + 0.5 - result.origin()) * result.size(), 1e-12);
        }
    }

    @Test
    void distanceOfZeroIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> AxisGrid.ofField(new FieldFormula.Axis(3, 0, 1).grid()));
    }
}
