package org.convlayers.arithmetic;

import java.util.OptionalInt;

/**
 * A place on one axis of the input as the window meets it: padded and, for a transposed convolution, stretched.
 *
 * @param kind what stands there
 * @param source the index of the input pixel whose value it has; empty if a constant stands there
 */
public record Cell(Kind kind, OptionalInt source) {
    /**
     * What stands at a place. A place of a map is as the later of the kinds of its row and its column: above a stretched zero
     * there is padding.
     */
    public enum Kind {
        /** A pixel of the input. */
        INPUT,
        /** Padding that stands for a pixel of the input, as the edge mode says. */
        FOLDED,
        /** A zero between two pixels of the input of a transposed convolution. */
        STRETCHED,
        /** Padding of zeros, or of another constant. */
        CONSTANT;

        /** The kind of a place of a map. */
        static Kind of(Cell row, Cell column) {
            return row.kind.compareTo(column.kind) > 0 ? row.kind : column.kind;
        }
    }

    static Cell input(int index) {
        return new Cell(Kind.INPUT, OptionalInt.of(index));
    }

    static Cell folded(int index) {
        return new Cell(Kind.FOLDED, OptionalInt.of(index));
    }

    static Cell empty(Kind kind) {
        return new Cell(kind, OptionalInt.empty());
    }
}
