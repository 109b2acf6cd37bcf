package org.convlayers.ij;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.measure.Calibration;
import ij.measure.Measurements;
import ij.measure.ResultsTable;
import ij.plugin.filter.Analyzer;
import java.io.IOException;
import java.nio.file.Path;
import org.convlayers.ij.image.OpenImages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A spot has the same physical place in source and result, as ImageJ's Measure gives it.
 *
 * <p>A symmetric layer leaves the centre of mass of a spot where it is. The spot is a Gaussian, so wide that samples of it at
 * the strides used here have its centre of mass up to 1e-7 pixels, and far from the borders.
 */
@ExtendWith(BatchMode.class)
final class PhysicalPlaceTest {
    private static final double SIGMA = 3.5;
    private static final int SIZE = 80;

    @TempDir
    private Path folder;

    /** A volume of one spot, with its centre at these pixels; the centre of pixel i is i + 0.5. */
    private static ImagePlus spot(double x, double y, double z, int depth) {
        ImagePlus image = IJ.createImage("spot", "32-bit black", SIZE, SIZE, depth);
        for (int k = 0; k < depth; k++) {
            for (int j = 0; j < SIZE; j++) {
                for (int i = 0; i < SIZE; i++) {
                    double square = square(i - x) + square(j - y) + (depth == 1 ? 0 : square(k - z));
                    image.getStack().setVoxel(i, j, k, 100 * Math.exp(-square / 2 / SIGMA / SIGMA));
                }
            }
        }
        image.setDimensions(1, depth, 1);
        Calibration calibration = image.getCalibration();
        calibration.pixelWidth = 0.25;
        calibration.pixelHeight = 0.5;
        calibration.pixelDepth = 2;
        calibration.xOrigin = 7;
        calibration.yOrigin = -3.5;
        calibration.zOrigin = 1.25;
        calibration.setUnit("um");
        return image;
    }

    private static double square(double distance) {
        return (distance + 0.5) * (distance + 0.5);
    }

    private static ImagePlus run(String command, ImagePlus image, String options) {
        WindowManager.setTempCurrentImage(image);
        String title = Commands.run(command, options);
        assertTrue(!title.isEmpty(), options);
        return OpenImages.titled(title);
    }

    private static double measured(ImagePlus image, int measurement, int column) {
        ResultsTable table = new ResultsTable();
        new Analyzer(image, measurement, table).measure();
        return table.getValueAsDouble(column, 0);
    }

    private static double x(ImagePlus image) {
        return measured(image, Measurements.CENTER_OF_MASS, ResultsTable.X_CENTER_OF_MASS);
    }

    private static double y(ImagePlus image) {
        return measured(image, Measurements.CENTER_OF_MASS, ResultsTable.Y_CENTER_OF_MASS);
    }

    /** Measure knows planes only: their means weigh the places of the slices. */
    private static double z(ImagePlus image) {
        double mass = 0;
        double moment = 0;
        for (int slice = 1; slice <= image.getNSlices(); slice++) {
            image.setPosition(1, slice, 1);
            double mean = measured(image, Measurements.MEAN, ResultsTable.MEAN);
            mass += mean;
            moment += mean * image.getCalibration().getZ(slice - 0.5);
        }
        return moment / mass;
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', textBlock = """
            Convolution Layer...                | weights=box
            Convolution Layer...                | weights=box padding=valid
            Convolution Layer...                | weights=box padding=full
            Convolution Layer...                | weights=box stride=2
            Convolution Layer...                | weights=box stride=3x2 padding=1x0
            Convolution Layer...                | weights=box padding=2:0x0:5
            Convolution Layer...                | weights=box(5) stride=2 dilation=2 padding=4
            Convolution Layer...                | weights=[1 1; 1 1] padding=same
            Convolution Layer...                | weights=[1 1; 1 1] padding=same-lower stride=2
            Convolution Layer...                | weights=[1 1; 1 1] padding=valid stride=2
            Dilated Convolution...              | weights=box rates=1,2,3 arrangement=series
            Depthwise Separable Convolution...  | weights=box filters=1 no-bias stride=2 padding=1
            Pooling...                          | operation=average
            Pooling...                          | operation=average kernel=3 stride=2 padding=1
            Pooling...                          | operation=average kernel=3 stride=2 ceil
            Transposed Convolution...           | weights=[1 1; 1 1]
            Transposed Convolution...           | weights=[1 1 1; 1 1 1; 1 1 1] stride=2 padding=1 outpad=1
            Transposed Convolution...           | weights=[1 1 1; 1 1 1; 1 1 1] stride=3x1
            Upsampling...                       | factor=2
            Upsampling...                       | factor=3x2
            Upsampling...                       | method=bilinear factor=2
            Upsampling...                       | method=bilinear factor=1.5x3
            Upsampling...                       | method=bilinear factor=1.9875 align-corners
            Upsampling...                       | method=bicubic factor=2
            """)
    void measureGivesTheSamePlace(String command, String options) {
        ImagePlus source = spot(38.3, 41.85, 0, 1);
        ImagePlus result = run(command, source, options);
        // What is known of the source shows that Measure is understood here: x = (38.3 - 7) 0.25.
        assertEquals(7.825, x(source), 1e-6);
        assertEquals(x(source), x(result), 1e-6);
        assertEquals(y(source), y(result), 1e-6);
    }

    /** The maximum is symmetric only about places that the grid is symmetric about: here the centre of a window. */
    @ParameterizedTest
    @CsvSource({"kernel=2, 39", "kernel=3, 40.5", "kernel=3 stride=2 padding=1, 38.5", "kernel=4 stride=3 padding=2, 42"
    })
    void measureGivesTheSamePlaceAfterAMaximum(String options, double centre) {
        ImagePlus source = spot(centre, centre, 0, 1);
        ImagePlus result = run("Pooling...", source, options);
        assertEquals(x(source), x(result), 1e-6);
        assertEquals(y(source), y(result), 1e-6);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', textBlock = """
            Convolution Layer...      | weights=box dimensions=3D stride=2x1x1 padding=1x0x0
            Convolution Layer...      | weights=box dimensions=3D padding=valid
            Pooling...                | operation=average dimensions=3D
            Transposed Convolution... | weights=kaiming kernel=1 filters=1 no-bias dimensions=3D stride=2
            Upsampling...             | dimensions=3D
            Upsampling...             | method=bilinear factor=2x1x1 dimensions=3D
            """)
    void depthIsKeptToo(String command, String options) {
        ImagePlus source = spot(38.3, 41.85, 22.6, 44);
        ImagePlus result = run(command, source, options);
        assertEquals((22.6 - 1.25) * 2, z(source), 1e-6);
        assertEquals(z(source), z(result), 1e-6);
    }

    @Test
    void placeSurvivesTheFile() throws IOException {
        ImagePlus source = spot(38.3, 41.85, 0, 1);
        Path file = folder.resolve("result.tif");
        run("Convolution Layer...", source, "weights=box stride=3 padding=2 save=[" + file + "]");
        ImagePlus opened = IJ.openImage(file.toString());
        assertEquals("µm", opened.getCalibration().getUnit());
        assertEquals(x(source), x(opened), 1e-5);
        assertEquals(y(source), y(opened), 1e-5);
    }
}
