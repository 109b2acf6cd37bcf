package org.convlayers.text;

/**
 * A place in a text.
 *
 * @param line counted from 1
 * @param column counted from 1, in characters
 */
record Position(int line, int column) {
    /** What is wrong here. */
    TextException error(String problem) {
        return new TextException(this, problem, null);
    }

    /** What is wrong here, found by another check. */
    TextException error(IllegalArgumentException cause) {
        return new TextException(this, cause.getMessage(), cause);
    }
}
