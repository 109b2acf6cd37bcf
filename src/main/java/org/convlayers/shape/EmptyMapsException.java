package org.convlayers.shape;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Feature maps would have no pixel. PyTorch gives a tensor of size 0 there; an image cannot be like that, and so it is an
 * error for everybody but those who write arrays.
 */
public final class EmptyMapsException extends ShapeException {
    private static final long serialVersionUID = 1L;

    private final int channels;
    private final transient Extent spatial;

    private EmptyMapsException(String message, int channels, Extent spatial) {
        super(message);
        this.channels = channels;
        this.spatial = spatial;
    }

    /**
     * The shape of maps that have pixels.
     *
     * @param channels at least 1
     * @param spatial the sizes, at least 0
     * @throws EmptyMapsException if a size is 0
     */
    public static FeatureShape requirePixels(int channels, Extent spatial) {
        if (!spatial.isAtLeast(1)) {
            throw new EmptyMapsException(
                    "the output, " + channels + "x" + spatial + ", has no pixel", channels, spatial);
        }
        return new FeatureShape(channels, spatial);
    }

    /** The same of a layer, whose name the message then tells. */
    public EmptyMapsException in(String layer) {
        return new EmptyMapsException("layer '" + layer + "': " + getMessage(), channels, spatial);
    }

    /** The number of feature maps. */
    public int channels() {
        return channels;
    }

    /** As a {@link FeatureShape} is written, for example {@code 3x0x512}. */
    public String size() {
        return channels + "x" + spatial;
    }

    /** Channels, then spatial sizes, outermost first; one of these is 0. */
    public List<Integer> sizes() {
        return Stream.concat(
                        Stream.of(channels), IntStream.of(spatial.toArray()).boxed())
                .toList();
    }
}
