package org.convlayers.ij.network;

import ij.ImagePlus;
import ij.gui.ImageRoi;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import java.awt.Rectangle;
import java.util.List;
import org.convlayers.app.AxisGrid;
import org.convlayers.app.FilledNetwork;
import org.convlayers.app.NetworkRun;
import org.convlayers.app.OneMap;
import org.convlayers.app.StackLayout;
import org.convlayers.engine.NetworkPlan;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.BlockSink;
import org.convlayers.engine.memory.BlockSource;
import org.convlayers.engine.memory.Monitor;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.ij.image.FeatureMaps;
import org.convlayers.ij.image.FieldGrids;
import org.convlayers.ij.image.SourceImage;
import org.convlayers.img.ParallelWorkers;
import org.convlayers.io.tiff.DisplayRange;
import org.convlayers.shape.AxisRanges.Range;
import org.convlayers.shape.Box;
import org.convlayers.shape.Region;

/**
 * A feature map for a part of an image: of the current slice and frame, the pixels of the result that lie on a rectangle. The
 * values are those that the whole result has there.
 */
final class VisibleRegion {
    /** The height of the bands that are computed at a time: small enough to be cancelled soon. */
    private static final int BAND = 64;

    private final ImagePlus image;
    private final BlockSource source;
    private final StackLayout from;
    private final NetworkPlan plan;
    private final StackLayout to;
    private final FieldGrids grids;
    private final int index;

    /**
     * Makes a job ready.
     *
     * @param map which feature map, from 0
     * @throws IllegalArgumentException if the network does not take the image
     */
    VisibleRegion(ImagePlus image, NetworkJob job, int map) {
        this.image = image;
        int rank = job.filled().rank();
        StackLayout whole = SourceImage.of(image).layout(rank);
        OneMap needed = OneMap.of(job.filled(), whole.shape(), map);
        FilledNetwork filled = needed.filled();
        index = needed.index();
        source = SourceImage.of(image).blocks(rank, needed.channels());
        from = whole.withShape(source.shape());
        plan = NetworkRun.plan(filled.network(), filled.weights(), from.shape(), job.precision());
        to = from.withShape(plan.outputShape());
        grids = FieldGrids.of(job.filled().network(), whole.shape());
    }

    /**
     * The feature map as a picture that covers a rectangle of the image.
     *
     * @param visible the rectangle
     * @throws CancellationException if the monitor cancelled
     */
    ImageRoi picture(Rectangle visible, Monitor monitor) {
        Range columns = range(grids.x(), visible.x, visible.width, to.width());
        Range rows = range(grids.y(), visible.y, visible.height, to.height());
        FloatProcessor plane = new FloatProcessor(columns.size(), rows.size(), compute(columns, rows, monitor));
        DisplayRange contrast = FeatureMaps.contrast(plane);
        plane.setMinAndMax(contrast.min(), contrast.max());
        // As colors: where Java converts gray pictures, it takes them for linear light and brightens them.
        ImageProcessor shown = plane.convertToRGB();
        int width = Math.max(1, (int) Math.round(columns.size() * grids.x().scale()));
        int height = Math.max(1, (int) Math.round(rows.size() * grids.y().scale()));
        return new ImageRoi(
                (int) Math.round(columns.first() * grids.x().scale() + grids.x().shift()),
                (int) Math.round(rows.first() * grids.y().scale() + grids.y().shift()),
                shown.resize(width, height).getBufferedImage());
    }

    /** The pixels of the result that lie on pixels of the image; at least one. */
    private static Range range(AxisGrid grid, int first, int length, int size) {
        int begin = (int) Math.floor((first - grid.shift()) / grid.scale());
        int end = (int) Math.ceil((first + length - grid.shift()) / grid.scale()) - 1;
        int clipped = Math.max(0, Math.min(begin, size - 1));
        return new Range(clipped, Math.max(clipped, Math.min(end, size - 1)));
    }

    /** The values row by row. */
    float[] compute(Range columns, Range rows, Monitor monitor) {
        RegionSink sink = new RegionSink(to, columns, rows);
        int bands = from.rank() == 1 ? rows.size() : (rows.size() - 1) / BAND + 1;
        ParallelWorkers.ofContext().forEach(bands, band -> {
            Scratch scratch = new Scratch(monitor);
            scratch.checkCancelled();
            plan.compute(source, item(rows, band), tile(columns, rows, band), List.of(sink), scratch);
        });
        return sink.planes[index];
    }

    private int item(Range rows, int band) {
        int frame = image.getT() - 1;
        int slice = image.getZ() - 1;
        return switch (from.rank()) {
            case 1 -> (frame * from.slices() + slice) * from.height() + rows.first() + band;
            case 2 -> frame * from.slices() + slice;
            default -> frame;
        };
    }

    private Box tile(Range columns, Range rows, int band) {
        int depth = from.rank() == 3
                ? range(grids.z(), image.getZ() - 1, 1, to.slices()).first()
                : 0;
        int first = rows.first() + band * BAND;
        Range height = from.rank() == 1 ? new Range(0, 0) : new Range(first, Math.min(first + BAND - 1, rows.last()));
        return new Box(new Range(depth, depth), height, columns);
    }

    /** One array for each channel. */
    private static final class RegionSink implements BlockSink {
        private final StackLayout layout;
        private final Range columns;
        private final Range rows;
        private final float[][] planes;

        RegionSink(StackLayout layout, Range columns, Range rows) {
            this.layout = layout;
            this.columns = columns;
            this.rows = rows;
            planes = new float[layout.channels()][Math.multiplyExact(columns.size(), rows.size())];
        }

        @Override
        public Block target(int item, Box box, Scratch scratch) {
            float[][][] views = new float[planes.length][][];
            for (int c = 0; c < views.length; c++) {
                views[c] = new float[][] {planes[c]};
            }
            int row = layout.firstRow(item) + box.height().first() - rows.first();
            return new Block(Region.of(box), views, row * columns.size(), columns.size());
        }

        @Override
        public void complete(int item, Block block, Scratch scratch) {
            // the block is a view: its values are in place
        }

        @Override
        public void discard(Block block, Scratch scratch) {
            // a view on arrays that are not the scratch's
        }
    }
}
