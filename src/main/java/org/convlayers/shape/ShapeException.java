package org.convlayers.shape;

/** A layer does not fit the shape it is given; the message names both sides of the mismatch. */
public sealed class ShapeException extends IllegalArgumentException permits EmptyMapsException {
    private static final long serialVersionUID = 1L;

    public ShapeException(String message) {
        super(message);
    }
}
