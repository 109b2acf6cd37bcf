package org.convlayers.app;

import java.io.Closeable;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.convlayers.engine.memory.BlockSource;
import org.convlayers.io.SampleType;
import org.convlayers.io.tiff.TiffStackDescription;
import org.convlayers.layer.Network;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.ShapeException;

/** An image that networks of any rank are applied to, and what their results say about where they come from. */
public interface ImageSource extends Closeable {
    /**
     * The number of spatial axes that a network slides over here.
     *
     * @throws ShapeException if the image has not so many
     */
    default int rank(Network network) {
        return FilledNetwork.rank(network);
    }

    /** How the image is a batch for networks of a rank. */
    StackLayout layout(int rank);

    /** The items of that batch. */
    BlockSource blocks(int rank);

    /** How the batch lies in an array: an image that is a single item has no batch axis. */
    default NpyBatch batch(int rank) {
        StackLayout layout = layout(rank);
        return new NpyBatch(layout.items(), layout.items() != 1, layout.shape());
    }

    /** The shape of an array of results, each of the shape {@code item}. */
    default List<Integer> resultShape(FeatureShape item) {
        return batch(item.rank()).withItem(item).shape();
    }

    /** The same image, of which results are images too; those of an array are arrays otherwise, with axes of their own. */
    default ImageSource givingImages() {
        return this;
    }

    /** The largest value of the type of its pixels; empty for real numbers. */
    OptionalDouble largestValue();

    /** The names of its channels for networks of a rank. */
    List<String> channelNames(int rank);

    /**
     * Checks that the image has as many channels as a network needs.
     *
     * @throws ShapeException if it has not; the message says what it has and what to do. Of arrays the
     *     layers themselves say it, in PyTorch's words.
     */
    default void requireChannels(int rank, int needed) {}

    /**
     * What a network's refusal of the image says, with what the image itself gives to think.
     *
     * @param refusal by the layers
     * @param needed how many channels the network takes; empty if it takes any number
     */
    default ShapeException explained(ShapeException refusal, OptionalInt needed) {
        return refusal;
    }

    /**
     * What is stored with a result of a network.
     *
     * @param filled the network
     * @param input what is done with the values before the network takes them
     */
    History history(FilledNetwork filled, InputScaling input);

    /**
     * What the file of a result says: dimensions, calibration and history; labels are the caller's.
     *
     * @param network gave the result
     * @param result how the result is laid out
     * @param type how its values are stored
     * @param history where it comes from
     */
    TiffStackDescription describe(Network network, StackLayout result, SampleType type, History history);
}
