package org.convlayers.ij;

import ij.ImagePlus;
import ij.ImageStack;
import java.awt.Rectangle;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.convlayers.app.AxisGrid;
import org.convlayers.app.NetworkRun;
import org.convlayers.app.StackLayout;
import org.convlayers.engine.Block;
import org.convlayers.engine.BlockSink;
import org.convlayers.engine.BlockSource;
import org.convlayers.engine.Monitor;
import org.convlayers.engine.NetworkPlan;
import org.convlayers.engine.Scratch;
import org.convlayers.img.ParallelWorkers;
import org.convlayers.shape.AxisRanges.Range;
import org.convlayers.shape.Box;
import org.convlayers.shape.Region;

/**
 * The part of a result that belongs to what is visible of an image: the region its window shows, of the current slice and
 * frame. The values are those that the whole result has there.
 */
final class VisibleRegion {
    /** The height of the bands that are computed at a time: small enough to be cancelled soon. */
    private static final int BAND = 64;

    private final ImagePlus image;
    private final NetworkJob job;
    private final StackLayout from;
    private final NetworkPlan plan;
    private final StackLayout to;
    private final FieldGrids grids;
    private final Range columns;
    private final Range rows;

    /**
     * Finds the region.
     *
     * @throws IllegalArgumentException if the network does not take the image
     */
    VisibleRegion(ImagePlus image, NetworkJob job) {
        this.image = image;
        this.job = job;
        from = SourceImage.of(image).layout(job.network().rank().orElse(2));
        plan = NetworkRun.plan(job.network(), job.weights(), from.shape(), job.precision());
        to = from.withShape(plan.outputShape());
        grids = FieldGrids.of(job.network(), from.shape());
        Rectangle visible = image.getCanvas() == null
                ? new Rectangle(image.getWidth(), image.getHeight())
                : image.getCanvas().getSrcRect();
        columns = range(grids.x(), visible.x, visible.width, to.width());
        rows = range(grids.y(), visible.y, visible.height, to.height());
    }

    /** The pixels of the result that lie on pixels of the image; at least one. */
    private static Range range(AxisGrid grid, int first, int length, int size) {
        int begin = (int) Math.floor((first - grid.shift()) / grid.scale());
        int end = (int) Math.ceil((first + length - grid.shift()) / grid.scale()) - 1;
        int clipped = Math.max(0, Math.min(begin, size - 1));
        return new Range(clipped, Math.max(clipped, Math.min(end, size - 1)));
    }

    /**
     * Computes the region.
     *
     * @throws CancellationException if the monitor cancelled
     */
    ImagePlus compute(Monitor monitor) {
        BlockSource source = SourceImage.of(image).blocks(from.rank());
        RegionSink sink = new RegionSink();
        int bands = from.rank() == 1 ? rows.size() : (rows.size() - 1) / BAND + 1;
        ParallelWorkers.ofContext().forEach(bands, band -> {
            if (monitor.isCancelled()) {
                throw new CancellationException("cancelled");
            }
            plan.compute(source, item(band), tile(band), sink, new Scratch());
        });
        ImageStack stack = new ImageStack(columns.size(), rows.size());
        for (float[] plane : sink.planes) {
            stack.addSlice(null, plane);
        }
        return FeatureMaps.hyperstack(
                "Preview of " + image.getTitle(),
                stack,
                MapLabels.of(job.network(), job.source(), image),
                1,
                1,
                Calibrations.ofResult(image, inRegion(grids.x(), columns), inRegion(grids.y(), rows), grids.z()));
    }

    private static AxisGrid inRegion(AxisGrid grid, Range region) {
        return new AxisGrid(grid.scale(), grid.shift() + region.first() * grid.scale());
    }

    private int item(int band) {
        int frame = image.getT() - 1;
        int slice = image.getZ() - 1;
        return switch (from.rank()) {
            case 1 -> (frame * from.slices() + slice) * from.height() + rows.first() + band;
            case 2 -> frame * from.slices() + slice;
            default -> frame;
        };
    }

    private Box tile(int band) {
        Range depth = from.rank() == 3 ? range(grids.z(), image.getZ() - 1, 1, to.slices()) : new Range(0, 0);
        int first = rows.first() + band * BAND;
        Range height = from.rank() == 1 ? new Range(0, 0) : new Range(first, Math.min(first + BAND - 1, rows.last()));
        return new Box(new Range(depth.first(), depth.first()), height, columns);
    }

    /** One array for each channel, the region row by row. */
    private final class RegionSink implements BlockSink {
        private final float[][] planes = IntStream.range(0, to.channels())
                .mapToObj(c -> new float[columns.size() * rows.size()])
                .toArray(float[][]::new);

        @Override
        public Block target(int item, Box box, Scratch scratch) {
            float[][][] views = new float[planes.length][][];
            for (int c = 0; c < views.length; c++) {
                views[c] = new float[][] {planes[c]};
            }
            int row = to.firstRow(item) + box.height().first() - rows.first();
            return new Block(Region.of(box), views, row * columns.size(), columns.size());
        }

        @Override
        public void complete(int item, Block block, Scratch scratch) {
            // the block is a view: its values are in place
        }
    }
}
