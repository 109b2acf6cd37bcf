package org.convlayers.ij;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.plugin.frame.Recorder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.convlayers.SeveralOutputs;
import org.convlayers.app.NetworkInput;
import org.convlayers.app.NetworkModel;
import org.convlayers.ij.image.Histories;
import org.convlayers.ij.image.OpenImages;
import org.convlayers.ij.network.ConvolutionLayer;
import org.convlayers.ij.network.ExportNetwork;
import org.convlayers.ij.network.RunNetwork;
import org.convlayers.ij.network.ShowKernels;
import org.convlayers.ij.option.Command;
import org.convlayers.ij.option.Keys;
import org.convlayers.ij.option.OptionException;
import org.convlayers.ij.option.Options;
import org.convlayers.io.OutputFile;
import org.convlayers.io.SampleType;
import org.convlayers.io.npy.NpyWriter;
import org.convlayers.io.safetensors.Safetensors;
import org.convlayers.shape.FeatureShape;
import org.convlayers.weights.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Export Network... and Show Kernels..., of results and of networks. */
@ExtendWith(BatchMode.class)
class NetworkCommandsTest {
    @TempDir
    private Path folder;

    private static String run(Command command, String options) throws IOException {
        return command.execute(command.schema().parse(options));
    }

    private static ImagePlus result(String options) throws IOException {
        WindowManager.setTempCurrentImage(RandomImage.of("32", 2, 1, 1));
        ImagePlus result = OpenImages.titled(run(new ConvolutionLayer(), options));
        WindowManager.setTempCurrentImage(result);
        return result;
    }

    private String fault(Command command, String options) {
        return assertThrows(IllegalArgumentException.class, () -> run(command, options))
                .getMessage();
    }

    @Test
    void weightsOfAResultAreThoseItWasComputedWith() throws IOException {
        ImagePlus result = result("weights=kaiming filters=3 seed=5 padding=valid");
        Path target = folder.resolve("net");
        assertEquals(target.toString(), run(new ExportNetwork(), "save=" + target));
        assertEquals(
                Histories.of(result).orElseThrow().network(),
                Files.readString(target.resolve("network.txt")).strip());
        ImagePlus image = RandomImage.of("32", 2, 1, 1);
        WindowManager.setTempCurrentImage(image);
        Tensor weight = Safetensors.read(target.resolve("weights.safetensors")).get("0.weight");
        ImagePlus again = OpenImages.titled(run(
                new ConvolutionLayer(),
                "padding=valid weights=" + target.resolve("weights.safetensors") + " groups=1"));
        assertEquals(
                Histories.of(result).orElseThrow().weights(),
                Histories.of(again).orElseThrow().weights());
        assertEquals(3, weight.shape().get(0));
    }

    /** Its history says which layers and weights, but the numbers are not in the file. */
    @Test
    void resultsFromFilesNeedTheWeightsTheyWereComputedWith() throws IOException {
        ImagePlus result = result("weights=gaussian(1) padding=valid");
        Path file = folder.resolve("result.tif");
        IJ.saveAsTiff(result, file.toString());
        WindowManager.setTempCurrentImage(IJ.openImage(file.toString()));
        Path target = folder.resolve("w.safetensors");
        String fault = fault(new ExportNetwork(), "save=" + target + " weights=box");
        assertTrue(fault.contains("does not hold the weights it was computed with"), fault);
        run(new ExportNetwork(), "save=" + target + " weights=gaussian(1)");
        assertEquals(1, Safetensors.read(target).size());
    }

    /** From a picture of 8 bit to one of twice the size, with what the example's folder says of values. */
    @Test
    void examplesRunFromAMacroAndAreExportedWithTheirScaling() throws IOException {
        WindowManager.setTempCurrentImage(IJ.createImage("rgb", "RGB ramp", 20, 16, 1));
        ImagePlus result = OpenImages.titled(run(new RunNetwork(), "network=example:2x-s"));
        assertEquals("rgb-2x-s", result.getTitle());
        assertArrayEquals(new int[] {40, 32, 3, 1, 1}, result.getDimensions());
        assertTrue(result.getStack().getVoxel(39, 31, 0) > 0.5, "white is about 1");
        WindowManager.setTempCurrentImage(result);
        Path target = folder.resolve("net");
        run(new ExportNetwork(), "save=" + target);
        NetworkModel model = NetworkInput.open(target.toString());
        assertEquals("0..1", model.input().toString());
        assertEquals(
                FeatureShape.of(3, 32, 40),
                model.outputs(FeatureShape.of(3, 16, 20)).first().outputShape(FeatureShape.of(3, 16, 20)));
        WindowManager.setTempCurrentImage(IJ.createImage("rgb", "RGB ramp", 20, 16, 1));
        ImagePlus again = OpenImages.titled(run(new RunNetwork(), "network=" + target));
        assertArrayEquals((float[]) result.getStack().getPixels(2), (float[])
                again.getStack().getPixels(2));
        WindowManager.setTempCurrentImage(IJ.createImage("rgb", "RGB ramp", 20, 16, 1));
        ImagePlus raw = OpenImages.titled(run(new RunNetwork(), "network=example:2x-s input=[as is]"));
        assertTrue(raw.getStack().getVoxel(39, 31, 0) > 100, "255 is not scaled");
    }

    @Test
    void whatWouldBeReplacedIsToldWhileTheDialogIsOpen() throws IOException {
        Path target = folder.resolve("net.py");
        String options = "save=[" + target + "] network=[Conv2d(1, 1, 3)]";
        assertEquals("1 layer, 10 weights", outlook(new ExportNetwork(), options));
        run(new ExportNetwork(), options);
        assertEquals(
                List.of(
                        "'" + folder.resolve("net.safetensors") + "' exists and will be replaced",
                        "'" + target + "' exists and will be replaced",
                        "1 layer, 10 weights"),
                outlook(new ExportNetwork(), options).lines().toList());
        String elsewhere = options.replace("net.py", "none/net.py");
        assertThrows(IOException.class, () -> outlook(new ExportNetwork(), elsewhere));
        assertEquals(
                "1 layer, 10 weights", outlook(new ExportNetwork(), options.replace("net.py", "net")), "a new folder");
        assertThrows(
                IllegalArgumentException.class,
                () -> outlook(new ExportNetwork(), "save=[] network=[Conv2d(1, 1, 3)]"),
                "save is missing");
    }

    private static String outlook(Command command, String options) throws IOException {
        return command.client().outlook(command.schema().parse(options)).text();
    }

    @Test
    void whatIsMissingIsNamed() {
        assertEquals(
                "save is missing: give a .py, .safetensors or .txt, or a folder",
                fault(new ExportNetwork(), "network=[Conv2d(1, 1, 3)]"));
        assertTrue(fault(new ExportNetwork(), "save=" + folder.resolve("a.py"))
                .startsWith("network is missing: give layers"));
        assertTrue(fault(new ExportNetwork(), "save=" + folder.resolve("a.py") + " network=example:2x-s")
                .startsWith("size is missing: the layers of an .onnx network follow"));
        WindowManager.setTempCurrentImage(RandomImage.of("8", 1, 1, 1));
        assertTrue(fault(new ShowKernels(), "")
                .endsWith("is no result of ConvLayers; give layers, for example network=[Conv2d(3, 8, 3)], or a file"));
        assertEquals(
                "layer '1' has no kernels; the layers that have are [0]",
                fault(new ShowKernels(), "layer=1 network=[Conv2d(1, 1, 3); ReLU()]"));
        assertEquals("the network has no convolution, and so no kernels", fault(new ShowKernels(), "network=ReLU()"));
    }

    @Test
    void exportedFolderIsANetwork() throws IOException {
        Path target = folder.resolve("copy of example");
        run(new ExportNetwork(), "save=[" + target + "] network=example:restore-m size=20x30");
        assertEquals(
                FeatureShape.of(3, 20, 30),
                NetworkInput.open(target.toString())
                        .outputs(FeatureShape.of(3, 20, 30))
                        .first()
                        .outputShape(FeatureShape.of(3, 20, 30)));
    }

    /** w[o, i] of a convolution with groups: output 1 meets inputs 0 and 1, output 2 inputs 2 and 3. */
    @Test
    void kernelsAreAHyperstackOfInputsAndOutputs() throws IOException {
        Path weights = folder.resolve("w.npy");
        float[] values = new float[4 * 2 * 6];
        for (int i = 0; i < values.length; i++) {
            values[i] = i - 20;
        }
        NpyWriter writer =
                NpyWriter.create(OutputFile.create(weights, List.of()), SampleType.FLOAT32, List.of(4, 2, 2, 3));
        writer.write(0, values, 0, values.length);
        writer.finish();
        writer.close();
        ImagePlus kernels = OpenImages.titled(
                run(new ShowKernels(), "network=[Conv2d(4, 4, (2, 3), groups=2, bias=False)] weights=" + weights));
        assertEquals("Kernels of 0", kernels.getTitle());
        assertArrayEquals(new int[] {3, 2, 2, 1, 4}, kernels.getDimensions());
        int index = kernels.getStackIndex(2, 1, 3);
        assertEquals("out 2, in 3", kernels.getStack().getSliceLabel(index));
        assertEquals((2 * 2 + 1) * 6 + 1 * 3 + 2 - 20, kernels.getStack().getVoxel(2, 1, index - 1));
        kernels.setPosition(2, 1, 3);
        assertEquals(-27, kernels.getDisplayRangeMin());
        assertEquals(27, kernels.getDisplayRangeMax());
    }

    @Test
    void layersOfAllOutputsHaveKernels() throws IOException {
        Path net = SeveralOutputs.write(folder);
        ImagePlus sum = OpenImages.titled(run(new ShowKernels(), "layer=node.sum network=[" + net + "] size=8x6"));
        assertArrayEquals(new int[] {1, 1, 2, 1, 1}, sum.getDimensions());
        assertEquals(1, sum.getStack().getVoxel(0, 0, 1));
    }

    @Test
    void oneOutputIsExported() throws IOException {
        Path net = SeveralOutputs.write(folder);
        Path first = folder.resolve("first.safetensors");
        run(new ExportNetwork(), "save=[" + first + "] network=[" + net + "] size=8x6");
        assertEquals(Set.of("node.maps.weight"), Safetensors.read(first).keySet());
        Path sum = folder.resolve("sum.safetensors");
        run(new ExportNetwork(), "save=[" + sum + "] network=[" + net + "] size=8x6 show=sum");
        assertEquals(
                Set.of("node.maps.weight", "node.sum.weight"),
                Safetensors.read(sum).keySet());
    }

    /** Transposed weights are [in, out/groups, k]. */
    @Test
    void kernelsOfTransposedLayersAreByOutputToo() throws IOException {
        Path source = folder.resolve("net");
        run(new ExportNetwork(), "save=" + source + " network=[ConvTranspose2d(4, 6, 2, groups=2)] seed=1");
        float[] weight = Safetensors.read(source.resolve("weights.safetensors"))
                .get("0.weight")
                .data();
        ImagePlus kernels = OpenImages.titled(run(new ShowKernels(), "network=" + source));
        assertArrayEquals(new int[] {2, 2, 2, 1, 6}, kernels.getDimensions());
        int out = 4;
        int in = 3; // the second of the group of output 4
        int index = kernels.getStackIndex(2, 1, out + 1);
        assertEquals("out 4, in 3", kernels.getStack().getSliceLabel(index));
        assertEquals(
                weight[((in * 3) + out - 3) * 4 + 1], (float) kernels.getStack().getVoxel(1, 0, index - 1));
    }

    @Test
    void montageHasARowForEachOutput() throws IOException {
        ImagePlus kernels =
                OpenImages.titled(run(new ShowKernels(), "network=[Conv3d(2, 3, (2, 3, 3))] montage layer=0 seed=2"));
        assertEquals(2, kernels.getNSlices());
        assertEquals(3 + 2, kernels.getOverlay().size());
        assertTrue(Float.isNaN(kernels.getProcessor().getf(0)));
        ImagePlus stack = OpenImages.titled(run(new ShowKernels(), "network=[Conv3d(2, 3, (2, 3, 3))] seed=2"));
        assertArrayEquals(new int[] {3, 3, 2, 2, 3}, stack.getDimensions());
        // cells of 3 x 10 pixels and a gap of 2, behind margins of 46 and 18 pixels
        double weight = stack.getStack().getVoxel(1, 2, stack.getStackIndex(2, 2, 3) - 1);
        assertEquals(weight, kernels.getStack().getVoxel(46 + 2 + 32 + 15, 18 + 2 + 2 * 32 + 25, 1));
    }

    @Test
    void montageThatIsTooLargeIsRefused() {
        String fault = fault(new ShowKernels(), "montage network=[Conv2d(600, 600, 3)]");
        assertTrue(fault.contains("too many for a montage"), fault);
    }

    /** What a file calls its layers stands in macro lines as text, whatever it is. */
    @ParameterizedTest
    @ValueSource(
            strings = {"a\"); exec(\"true\"); (\"", "a\\", "a\\\"b", "\"", "a b\"+exec(\"x\")+\"", "'", "[a", "a]b"})
    void recordedNamesDoNotBecomeCode(String name) {
        Options options;
        try {
            options = new ShowKernels().schema().parse("").with(Keys.LAYER, name);
            options.print();
        } catch (OptionException e) {
            return; // brackets that cannot be written are refused
        }
        Recorder.resetCommandOptions();
        options.record();
        String recorded = Recorder.getCommandOptions();
        String read = IJ.runMacro("return \"" + recorded + "\";");
        assertEquals(name, new ShowKernels().schema().parse(read).text(Keys.LAYER), recorded);
    }
}
