package org.convlayers.shape;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The result of a network would have no pixel. PyTorch gives a tensor of size 0 there; an image cannot be like that, and so it
 * is an error for everybody but those who write arrays.
 */
public final class EmptyMapsException extends ShapeException {
    private static final long serialVersionUID = 1L;

    private final transient FeatureShape result;

    /**
     * Tells who left no pixel.
     *
     * @param message names the layer
     * @param result the shape of the result, which is empty
     */
    public EmptyMapsException(String message, FeatureShape result) {
        super(message);
        this.result = result;
    }

    /** As a {@link FeatureShape} is written, for example {@code 3x0x512}. */
    public String size() {
        return result.toString();
    }

    /** Channels, then spatial sizes, outermost first; one of these is 0. */
    public List<Integer> sizes() {
        return Stream.concat(
                        Stream.of(result.channels()),
                        IntStream.of(result.spatial().toArray()).boxed())
                .toList();
    }
}
