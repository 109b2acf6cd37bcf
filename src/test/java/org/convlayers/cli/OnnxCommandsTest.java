package org.convlayers.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.process.FloatProcessor;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.convlayers.io.npy.NpyFile;
import org.convlayers.io.onnx.ModelBuilder;
import org.convlayers.weights.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks of .onnx files on the command line. */
class OnnxCommandsTest {
    @TempDir
    Path folder;

    private static Path net(String name) throws URISyntaxException {
        return Path.of(
                Objects.requireNonNull(OnnxCommandsTest.class.getResource("/org/convlayers/io/onnx/" + name), name)
                        .toURI());
    }

    private static void assertClose(Tensor expected, float[] actual) {
        assertEquals(expected.data().length, actual.length);
        for (int i = 0; i < actual.length; i++) {
            assertEquals(expected.data()[i], actual[i], 1e-5);
        }
    }

    @Test
    void arraysAreTakenAsTheModelDeclaresThem() throws IOException, URISyntaxException {
        Path out = folder.resolve("out.npy");
        CommandRun run = CommandRun.of(
                "apply", "--network", net("websr-cnn-2x-s-rl.onnx"), net("websr-cnn-2x-s-rl_in.npy"), "-o", out);
        assertEquals(out + ": 3x64x64 -> 3x128x128", run.report());
        Tensor expected = NpyFile.readAll(net("websr-cnn-2x-s-rl_ref.npy"));
        Tensor result = NpyFile.readAll(out);
        assertEquals(expected.shape(), result.shape());
        assertClose(expected, result.data());
    }

    @Test
    void arraysMayComeWithoutTheBatchAxis() throws IOException, URISyntaxException {
        Path out = folder.resolve("out.npy");
        Path in = ArrayFiles.random(folder.resolve("in.npy"), 1, 3, 48, 192);
        CommandRun.of("apply", "--network", net("ch_ppocr_mobile_v2.0_cls_infer.onnx"), in, "-o", out)
                .succeeds();
        assertEquals(List.of(2), NpyFile.readAll(out).shape());
        Path batch = ArrayFiles.random(folder.resolve("batch.npy"), 1, 2, 3, 48, 192);
        CommandRun.of("apply", "--network", net("ch_ppocr_mobile_v2.0_cls_infer.onnx"), batch, "-o", out)
                .succeeds();
        assertEquals(List.of(2, 2), NpyFile.readAll(out).shape());
    }

    /** Of a picture of 8 bit: its folder says that values are from 0 to 1, and another scaling may be asked for. */
    @Test
    void scalingOfTheFolderIsTheDefault() throws IOException {
        Path in = folder.resolve("in.png");
        ImageIO.write(IJ.createImage("rgb", "RGB ramp", 12, 10, 1).getBufferedImage(), "png", in.toFile());
        Path byItself = folder.resolve("a.npy");
        CommandRun.of("apply", "--network", "example:2x-s", in, "-o", byItself).succeeds();
        Path given = folder.resolve("b.npy");
        CommandRun.of("apply", "--network", "example:2x-s", "--input", "0..1", in, "-o", given)
                .succeeds();
        Path left = folder.resolve("auto.npy");
        CommandRun.of("apply", "--network", "example:2x-s", "--input", "auto", in, "-o", left)
                .succeeds();
        assertEquals(-1, Files.mismatch(byItself, left));
        Path other = folder.resolve("c.npy");
        CommandRun.of("apply", "--network", "example:2x-s", "--input", "as is", in, "-o", other)
                .succeeds();
        assertEquals(List.of(3, 20, 24), NpyFile.readAll(byItself).shape());
        assertEquals(-1, Files.mismatch(byItself, given));
        assertTrue(Files.mismatch(byItself, other) >= 0);
    }

    /** The channels of an image are those of the network, and the history holds its layers. */
    @Test
    void imagesAreRestored() throws IOException, URISyntaxException {
        ImagePlus image = IJ.createImage("rgb", "32-bit grayscale-mode ramp", 20, 10, 3, 1, 2);
        Path in = folder.resolve("in.tif");
        IJ.saveAsTiff(image, in.toString());
        Path out = folder.resolve("out.tif");
        CommandRun.of("apply", "--network", net("websr-cnn-restore-m-an.onnx"), in, "-o", out)
                .succeeds();
        ImagePlus result = IJ.openImage(out.toString());
        assertEquals(
                List.of(20, 10, 3, 1, 2),
                Arrays.stream(result.getDimensions()).boxed().toList());
        assertTrue(result.getProp("convlayers.network").contains("Conv2d(3, 4, kernel_size=3, padding=1)"));
    }

    @Test
    void imagesOfOtherChannelsAreRefused() throws IOException, URISyntaxException {
        Path net = net("websr-cnn-restore-m-an.onnx");
        Path in = folder.resolve("in.tif");
        IJ.saveAsTiff(IJ.createImage("gray", "8-bit ramp", 20, 10, 1), in.toString());
        CommandRun.of("apply", "--network", net, in, "-o", folder.resolve("out.tif"))
                .failsWith(
                        2,
                        "'in.tif' has 1 channel, but the network needs 3; give an RGB image, a hyperstack of 3 channels as"
                                + " .tif, or an array (3, H, W) as .npy");
    }

    /** The values that PyTorch gives; make_sized.py saved the model for 32 x 32 pixels. */
    @Test
    void modelsOfOneSizeTakeImagesOfOthers() throws IOException, URISyntaxException {
        Path out = folder.resolve("out.npy");
        CommandRun run = CommandRun.of("apply", "--network", net("u-net-32.onnx"), tiff("u-net-32_in.npy"), "-o", out);
        run.succeeds();
        assertTrue(run.err()
                .contains("the network was saved for 32 x 32 pixels (height x width) and computes other sizes in the"
                        + " same way"));
        assertClose(
                NpyFile.readAll(net("u-net-32_ref.npy")), NpyFile.readAll(out).data());
    }

    /** An array has the shape that the model declares. */
    @Test
    void arraysOfOtherSizesAreRefused() throws URISyntaxException {
        Path net = net("u-net-32.onnx");
        CommandRun.of("apply", "--network", net, net("u-net-32_in.npy"), "-o", folder.resolve("out.npy"))
                .failsWith(2, net + ": the network takes [1, 1, 32, 32], but got an array of shape [1, 1, 20, 45]");
    }

    /** Maps that are added after upsampling meet only if the image has a multiple of 4 pixels; see make_sized.py. */
    @Test
    void sizesAreFittedWhereMapsAreAdded() throws IOException, URISyntaxException {
        Path out = folder.resolve("out.npy");
        CommandRun.of("apply", "--network", net("pyramid.onnx"), tiff("pyramid_in.npy"), "-o", out)
                .succeeds();
        assertClose(
                NpyFile.readAll(net("pyramid_ref.npy")), NpyFile.readAll(out).data());
        CommandRun.of("apply", "--network", net("pyramid.onnx"), net("pyramid_in.npy"), "-o", out)
                .succeeds();
        assertClose(
                NpyFile.readAll(net("pyramid_ref.npy")), NpyFile.readAll(out).data());
    }

    /** Arrays (N, H, W, C) are images as others are; see make_sized.py. */
    @Test
    void channelsMayBeTheLastAxis() throws IOException, URISyntaxException {
        Path out = folder.resolve("out.npy");
        CommandRun.of("apply", "--network", net("channels-last.onnx"), tiff("channels-last_in.npy"), "-o", out)
                .succeeds();
        Tensor expected = NpyFile.readAll(net("channels-last_ref.npy"));
        Tensor result = NpyFile.readAll(out);
        assertEquals(expected.shape(), result.shape());
        assertClose(expected, result.data());
        Path array = ArrayFiles.random(folder.resolve("in.npy"), 1, 14, 19, 3);
        CommandRun.of("apply", "--network", net("channels-last.onnx"), array, "-o", out)
                .succeeds();
        assertEquals(List.of(7, 10, 2), NpyFile.readAll(out).shape());
    }

    /** Arrays (N, H, W, C) are images where the result is one, and their channels are scaled each by its numbers. */
    @Test
    void arraysWithTheChannelsLastLieOnImages() throws IOException, URISyntaxException {
        Tensor image = NpyFile.readAll(net("axes/in.npy"));
        float[] twice = new float[2 * 8 * 12 * 3];
        for (int i = 0; i < twice.length; i++) {
            int pixel = i / 3 % 96;
            twice[i] = image.data()[i % 3 * 96 + pixel] * (i % 3 + 1) + i % 3;
        }
        Path in = ArrayFiles.write(folder.resolve("in.npy"), twice, 2, 8, 12, 3);
        Path out = folder.resolve("out.tif");
        CommandRun run = CommandRun.of(
                "apply", "--network", net("axes/of-last.onnx"), "--input", "mean=[0,1,2] std=[1,2,3]", in, "-o", out);
        assertEquals(out + ": 3x8x12 -> 4x8x12, for each of 2 items", run.report());
        ImagePlus result = IJ.openImage(out.toString());
        assertEquals(2, result.getNFrames());
        Tensor expected = NpyFile.readAll(net("axes/of-last_ref.npy"));
        for (int plane = 0; plane < 8; plane++) {
            int first = plane % 4 * 96;
            assertClose(new Tensor(Arrays.copyOfRange(expected.data(), first, first + 96), List.of(96)), (float[])
                    result.getStack().getPixels(plane + 1));
        }
    }

    /** A network for even sizes that has the channels last is cropped back on images, and refused for arrays. */
    @Test
    void arraysWithTheChannelsLastAreFittedAsImages() throws IOException {
        Path net = Files.write(
                folder.resolve("even.onnx"),
                new ModelBuilder(13)
                        .input("x", -1, -1, -1, 2)
                        .initializer("scales", ModelBuilder.reals(List.of(4L), 1, 1, 2, 2))
                        .node("Transpose", "c", List.of("x"), a -> a.numbers("perm", 0, 3, 1, 2))
                        .node(
                                "MaxPool",
                                "p",
                                List.of("c"),
                                a -> a.numbers("kernel_shape", 2, 2).numbers("strides", 2, 2))
                        .node("Resize", "u", "p", "", "scales")
                        .node("Add", "s", "c", "u")
                        .node("Transpose", "y", List.of("s"), a -> a.numbers("perm", 0, 2, 3, 1))
                        .output("y")
                        .bytes());
        Path in = ArrayFiles.write(folder.resolve("in.npy"), new float[] {1, 10, 2, 20, 3, 30}, 1, 1, 3, 2);
        Path out = folder.resolve("out.tif");
        CommandRun run = CommandRun.of("apply", "--network", net, in, "-o", out);
        assertEquals(out + ": 2x1x3 -> 2x1x3", run.report());
        ImagePlus result = IJ.openImage(out.toString());
        assertArrayEquals(new float[] {3, 4, 6}, (float[]) result.getStack().getPixels(1));
        assertArrayEquals(new float[] {30, 40, 60}, (float[]) result.getStack().getPixels(2));
        CommandRun.of("apply", "--network", net, in, "-o", folder.resolve("out.npy"))
                .failsWith(
                        2,
                        "the network does not take 1 x 3 pixels (height x width), but 2 x 4; its output 'y', an array of"
                                + " shape [1, 2, 4, 2], is cropped back only where results are images, in .tif");
    }

    /** Labels without an axis of channels, see make_axes.py, are a map with the calibration of the image. */
    @Test
    void outputsWithoutChannelsLieOnTheImage() throws IOException, URISyntaxException {
        Files.createDirectory(folder.resolve("axes"));
        Path in = tiff("axes/in.npy");
        ImagePlus image = IJ.openImage(in.toString());
        image.getCalibration().pixelWidth = 0.5;
        image.getCalibration().setUnit("mm");
        IJ.saveAsTiff(image, in.toString());
        Path out = folder.resolve("labels.tif");
        CommandRun run = CommandRun.of("apply", "--network", net("axes/labels.onnx"), in, "-o", out);
        assertEquals(out + ": 3x8x12 -> 1x8x12", run.report());
        ImagePlus labels = IJ.openImage(out.toString());
        assertEquals(0.5, labels.getCalibration().pixelWidth);
        assertEquals("mm", labels.getCalibration().getUnit());
        assertClose(NpyFile.readAll(net("axes/labels_ref.npy")), (float[])
                labels.getProcessor().getPixels());
        CommandRun.of("apply", "--network", net("axes/labels.onnx"), net("axes/in.npy"), "-o", out)
                .succeeds();
        assertEquals(8, IJ.openImage(out.toString()).getHeight());
    }

    /** An array (C, H, W) as an image. */
    private Path tiff(String npy) throws IOException, URISyntaxException {
        Tensor array = NpyFile.readAll(net(npy));
        int height = array.shape().get(1);
        int width = array.shape().get(2);
        ImageStack stack = new ImageStack(width, height);
        for (int c = 0; c < array.shape().get(0); c++) {
            int first = c * height * width;
            stack.addSlice(
                    new FloatProcessor(width, height, Arrays.copyOfRange(array.data(), first, first + height * width)));
        }
        ImagePlus image = new ImagePlus("image", stack);
        image.setDimensions(stack.size(), 1, 1);
        Path file = folder.resolve(npy + ".tif");
        IJ.saveAsTiff(image, file.toString());
        return file;
    }

    /** The first weights say how many channels a network takes whose input does not: known before there is an image. */
    @Test
    void channelsAreThoseOfTheFirstWeights() throws IOException {
        Path net = Files.write(
                folder.resolve("open.onnx"),
                new ModelBuilder(13)
                        .input("x", -1, -1, -1, -1)
                        .initializer("w", ModelBuilder.reals(List.of(4L, 1L, 1L, 1L), 1, 2, 3, 4))
                        .node("Conv", "y", List.of("x", "w"), a -> a.number("group", 2))
                        .output("y")
                        .bytes());
        JsonObject summary = CommandRun.of("summary", "--network", net, "--size", "5x7", "--json")
                .json();
        assertEquals("[2,5,7]", summary.get("input").toString());
        CommandRun.of("apply", "--network", net, "--input", "mean=[1,2,3]", "missing.tif", "-o", "out.tif")
                .failsWith(2, "input: mean=[1.0, 2.0, 3.0] has 3 numbers for 2 channels");
    }

    @Test
    void weightsCannotBeGiven() throws URISyntaxException {
        Path net = net("websr-cnn-restore-m-an.onnx");
        CommandRun.of("apply", "--network", net, "--weights", "sobel", "in.tif", "-o", "out.tif")
                .failsWith(2, "weights=sobel cannot be given to '" + net + "', which brings its own");
    }

    @Test
    void summariesListTheLayers() throws URISyntaxException {
        JsonObject summary = CommandRun.of(
                        "summary", "--network", net("websr-cnn-2x-s-rl.onnx"), "--size", "100x50", "--json")
                .json();
        assertEquals("[3,100,50]", summary.get("input").toString());
        JsonObject last = summary.getAsJsonArray("layers")
                .get(summary.getAsJsonArray("layers").size() - 1)
                .getAsJsonObject();
        assertEquals("[3,200,100]", last.get("output").toString());
        assertTrue(summary.getAsJsonObject("total").get("macs").getAsLong() > 1_000_000);
    }

    /** The influence of a pixel was measured by perturbing it: 7 pixels around. */
    @Test
    void fieldsGoThroughTheLayers() throws URISyntaxException {
        JsonObject field = CommandRun.of(
                        "receptive-field",
                        "--network",
                        net("websr-cnn-restore-m-an.onnx"),
                        "--size",
                        "64x64",
                        "--at",
                        "30,20",
                        "--json")
                .json();
        assertEquals("[15,15]", field.get("size").toString());
        assertEquals("[23,13]", field.getAsJsonObject("actual").get("min").toString());
        assertEquals("[37,27]", field.getAsJsonObject("actual").get("max").toString());
    }

    @Test
    void filesThatAreNoModelsAreNamed() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.onnx"), "no model", StandardCharsets.UTF_8);
        CommandRun.of("summary", "--network", broken, "--size", "10x10")
                .failsWith(
                        1, broken + ": field 13 has wire type 6, which does not belong there; is this an .onnx file?");
    }
}
