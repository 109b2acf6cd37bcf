package org.convlayers.scijava;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.img.planar.PlanarImg;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.util.Fraction;
import net.imglib2.view.Views;
import org.convlayers.app.FilledNetwork;
import org.convlayers.app.NetworkRun;
import org.convlayers.app.StackLayout;
import org.convlayers.app.TileChoice;
import org.convlayers.engine.NetworkPlan;
import org.convlayers.engine.layer.Precision;
import org.convlayers.engine.memory.ArraySink;
import org.convlayers.engine.memory.Monitor;
import org.convlayers.img.ImgAxes;
import org.convlayers.img.ImgSource;
import org.convlayers.io.weights.TensorFiles;
import org.convlayers.layer.Network;
import org.convlayers.shape.Extent;
import org.convlayers.text.NetworkText;
import org.convlayers.weights.WeightSource;
import org.scijava.plugin.Plugin;
import org.scijava.service.AbstractService;
import org.scijava.service.Service;

/** The service that a SciJava context finds. */
@Plugin(type = Service.class)
public class DefaultConvLayersService extends AbstractService implements ConvLayersService {
    private static final int DIMENSIONS = 5;
    private static final int DEPTH = 3;

    @Override
    public <T extends RealType<T>> Img<FloatType> apply(
            String layers, String weights, RandomAccessibleInterval<T> image) {
        if (image.numDimensions() < 2 || image.numDimensions() > DIMENSIONS) {
            throw new IllegalArgumentException(
                    "an image has the dimensions X, Y, C, Z, T, of which the last may be missing, but got "
                            + image.numDimensions());
        }
        FilledNetwork filled = fill(NetworkText.parse(layers), weights);
        int rank = filled.rank();
        RandomAccessibleInterval<T> hyperstack = Views.zeroMin(image); // crops come with coordinates of their own
        while (rank == Extent.MAX_RANK && hyperstack.numDimensions() <= DEPTH) {
            hyperstack = Views.addDimension(hyperstack, 0, 0);
        }
        ImgSource source = ImgSource.of(hyperstack, ImgAxes.ofHyperstack(rank, hyperstack.numDimensions()));
        NetworkPlan plan = NetworkRun.plan(filled.network(), filled.weights(), source.shape(), Precision.FLOAT32);
        ArraySink sink = new ArraySink(plan.outputShape(), source.items());
        NetworkRun.run(plan, source, sink, TileChoice.AUTO, Monitor.NONE);
        int[] size = new int[DIMENSIONS];
        Arrays.setAll(size, d -> d < image.numDimensions() ? Math.toIntExact(image.dimension(d)) : 1);
        StackLayout layout = new StackLayout(rank, size[0], size[1], size[2], size[3], size[4]);
        return image(layout.withShape(plan.outputShape()), sink);
    }

    private static FilledNetwork fill(Network network, String weights) {
        try {
            return FilledNetwork.fill(network, WeightSource.parse(weights), TensorFiles::read, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Img<FloatType> image(StackLayout layout, ArraySink sink) {
        float[][] planes = new float[layout.planes()][];
        float[][][][] items = sink.planes();
        for (int item = 0; item < items.length; item++) {
            for (int c = 0; c < items[item].length; c++) {
                for (int z = 0; z < items[item][c].length; z++) {
                    put(items[item][c][z], planes, layout, item, z, c);
                }
            }
        }
        List<FloatArray> slices = Arrays.stream(planes).map(FloatArray::new).collect(Collectors.toList());
        long[] dimensions = {layout.width(), layout.height(), layout.channels(), layout.slices(), layout.frames()};
        PlanarImg<FloatType, FloatArray> image = new PlanarImg<>(slices, dimensions, new Fraction());
        image.setLinkedType(new FloatType(image));
        return image;
    }

    /** A computed plane is taken over as it is; the rows of a 1-D network are put together to planes. */
    private static void put(float[] values, float[][] planes, StackLayout layout, int item, int z, int channel) {
        int plane = layout.plane(item, z, channel);
        int length = Math.multiplyExact(layout.width(), layout.height());
        if (values.length == length) {
            planes[plane] = values;
            return;
        }
        if (planes[plane] == null) {
            planes[plane] = new float[length];
        }
        System.arraycopy(values, 0, planes[plane], layout.firstRow(item) * layout.width(), values.length);
    }
}
