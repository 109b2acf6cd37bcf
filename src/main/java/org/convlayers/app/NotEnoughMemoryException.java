package org.convlayers.app;

/** Work that was not begun because memory does not hold what it needs; the message says how much. */
public final class NotEnoughMemoryException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** Says in {@code message} what needs how much, and how much there is. */
    public NotEnoughMemoryException(String message) {
        super(message);
    }
}
