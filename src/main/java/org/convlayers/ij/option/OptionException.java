package org.convlayers.ij.option;

/** Options that a command does not take; the message is one line that names the word and what is allowed. */
public final class OptionException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    /** Says what was wrong. */
    public OptionException(String message) {
        super(message);
    }

    /** Says what was wrong, and keeps what found it. */
    public OptionException(String message, Throwable cause) {
        super(message, cause);
    }
}
