package org.convlayers.text;

/** A text is not in the layer language; the message is one line with the place, what was found and what was expected. */
public final class TextException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;

    TextException(Position position, String problem, Throwable cause) {
        super("line " + position.line() + ", column " + position.column() + ": " + problem, cause);
        line = position.line();
        column = position.column();
    }

    /** The line of the text, counted from 1. */
    public int line() {
        return line;
    }

    /** The character in that line, counted from 1. */
    public int column() {
        return column;
    }
}
