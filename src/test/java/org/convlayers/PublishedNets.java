package org.convlayers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.io.FileSaver;
import ij.process.FloatProcessor;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.convlayers.io.npy.NpyFile;
import org.convlayers.io.onnx.OnnxNetsTest;
import org.convlayers.weights.Tensor;

/** Published networks applied by a macro, against the results of other programs; README.md beside the files says whose. */
public final class PublishedNets {
    private static final String RESOURCES = "/org/convlayers/io/onnx/";

    /** Of the range of the output. */
    private static final double TOLERANCE = 1e-5;

    private static final List<String> NAMES = List.of(
            "websr-cnn-2x-s-rl",
            "websr-cnn-2x-m-an",
            "websr-cnn-restore-m-an",
            "esrgan-slim-x2",
            "esrgan-slim-x2_coins",
            "ch_ppocr_mobile_v2.0_cls_infer");

    private PublishedNets() {}

    private static Path resource(String name) {
        try {
            return Path.of(Objects.requireNonNull(PublishedNets.class.getResource(RESOURCES + name), name)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /** Writes the inputs as images, and gives the lines of a macro that applies the networks to them. */
    public static List<String> macro(Path folder) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String name : NAMES) {
            Tensor input = NpyFile.readAll(resource(name + "_in.npy"));
            new FileSaver(image(input))
                    .saveAsTiff(folder.resolve(name + "_in.tif").toString());
            Path model = resource(name.replace("_coins", "") + ".onnx");
            lines.add("open(\"" + folder.resolve(name + "_in.tif") + "\");");
            lines.add("run(\"Run Network...\", \"network=[" + model + "]\");");
            lines.add("saveAs(\"tiff\", \"" + folder.resolve(name + "_out.tif") + "\");");
            lines.add("print(getTitle(), nSlices);");
        }
        return lines;
    }

    /** (1, C, H, W) as the channels of an image. */
    private static ImagePlus image(Tensor tensor) {
        int channels = tensor.shape().get(1);
        int height = tensor.shape().get(2);
        int width = tensor.shape().get(3);
        ImageStack stack = new ImageStack(width, height);
        for (int c = 0; c < channels; c++) {
            int from = c * width * height;
            float[] plane = Arrays.copyOfRange(tensor.data(), from, from + width * height);
            stack.addSlice(new FloatProcessor(width, height, plane));
        }
        ImagePlus image = new ImagePlus("in", stack);
        image.setDimensions(channels, 1, 1);
        image.setOpenAsHyperStack(true);
        return image;
    }

    /** The results that the macro wrote are those of other programs. */
    public static void check(Path folder) throws IOException {
        for (String name : NAMES) {
            Tensor expected = NpyFile.readAll(resource(name + "_ref.npy"));
            ImagePlus result = IJ.openImage(folder.resolve(name + "_out.tif").toString());
            int pixels = result.getWidth() * result.getHeight();
            float[] values = new float[pixels * result.getStackSize()];
            for (int c = 0; c < result.getStackSize(); c++) {
                System.arraycopy(result.getStack().getPixels(c + 1), 0, values, c * pixels, pixels);
            }
            assertEquals(expected.data().length, values.length, name);
            double error = OnnxNetsTest.relativeError(expected.data(), values);
            assertTrue(error < TOLERANCE, name + ": error " + error);
        }
    }
}
