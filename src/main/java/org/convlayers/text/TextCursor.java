package org.convlayers.text;

/** Reads the words of a text one after the other and knows where it stands. */
final class TextCursor {
    private static final char END = '\0';

    private final String text;
    private int offset;
    private int line = 1;
    private int column = 1;

    TextCursor(String text) {
        this.text = text;
    }

    /** A cursor at the same place, which moves on its own. */
    TextCursor copy() {
        TextCursor copy = new TextCursor(text);
        copy.offset = offset;
        copy.line = line;
        copy.column = column;
        return copy;
    }

    Position position() {
        return new Position(line, column);
    }

    boolean isAtEnd() {
        return offset == text.length();
    }

    /** Whether the next character is {@code expected}. */
    boolean sees(char expected) {
        return !isAtEnd() && next() == expected;
    }

    boolean seesQuote() {
        return sees('\'') || sees('"');
    }

    /** Whether a name may begin here. */
    boolean seesLetter() {
        return !isAtEnd() && (Character.isLetter(next()) || next() == '_');
    }

    /** Moves behind the next character if it is {@code expected}. */
    boolean skip(char expected) {
        boolean found = sees(expected);
        if (found) {
            advance();
        }
        return found;
    }

    /** Moves behind the next character, which has to be {@code required}. */
    void require(char required, String where) {
        if (!skip(required)) {
            throw expected("'" + required + "' " + where);
        }
    }

    /** Moves over spaces within the line. */
    void skipSpaces() {
        while (!isAtEnd() && isSpace(next()) && !isLineBreak(next())) {
            advance();
        }
    }

    /** Moves over spaces, line breaks and comments. */
    void skipBlank() {
        while (!isAtEnd() && (isSpace(next()) || next() == '#')) {
            if (next() == '#') {
                readUntilLineBreakOr(END);
            } else {
                advance();
            }
        }
    }

    /** Letters, digits and the signs that names, numbers and paddings contain; empty if there are none here. */
    String readWord() {
        int start = offset;
        while (!isAtEnd() && isWordPart(next(), offset == start)) {
            advance();
        }
        return text.substring(start, offset);
    }

    /** Whether {@link #readWord()} reads all of a text. */
    static boolean isWord(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isWordPart(text.charAt(i), i == 0)) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** What stands before a character, or before the end of the line if that comes first. */
    String readUntilLineBreakOr(char limit) {
        int start = offset;
        while (!isAtEnd() && next() != limit && !isLineBreak(next())) {
            advance();
        }
        return text.substring(start, offset);
    }

    /** A string in single or double quotes with Python's escapes, which {@link PythonText#quote} writes. */
    String readQuoted() {
        char quote = advance();
        StringBuilder content = new StringBuilder();
        while (!sees(quote)) {
            if (isAtEnd() || isLineBreak(next())) {
                throw expected("a closing " + quote);
            }
            char c = advance();
            content.append(c == '\\' ? readEscape() : c);
        }
        advance();
        return content.toString();
    }

    private char readEscape() {
        Position at = position();
        char kind = isAtEnd() ? END : advance();
        return switch (kind) {
            case '\\', '\'', '"' -> kind;
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> readUnicodeEscape(at);
            default -> throw at.error("expected one of \\ ' \" n r t u after a backslash in a string");
        };
    }

    private char readUnicodeEscape(Position at) {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            int digit = isAtEnd() ? -1 : Character.digit(advance(), 16);
            if (digit < 0) {
                throw at.error("expected four hexadecimal digits after \\u in a string");
            }
            code = 16 * code + digit;
        }
        return (char) code;
    }

    /** The error that something else stands here than what is expected. */
    TextException expected(String expectation) {
        return position().error("expected " + expectation + ", but found " + found());
    }

    private String found() {
        if (isAtEnd()) {
            return "the end of the text";
        }
        if (isLineBreak(next())) {
            return "the end of the line";
        }
        String word = copy().readWord();
        String found = word.isEmpty() ? Character.toString(text.codePointAt(offset)) : word;
        return PythonText.quote(PythonText.shorten(found));
    }

    private char next() {
        return text.charAt(offset);
    }

    private char advance() {
        char c = text.charAt(offset++);
        boolean firstOfTwo = c == '\r' && sees('\n');
        if (isLineBreak(c) && !firstOfTwo) {
            line++;
            column = 1;
        } else {
            column++;
        }
        return c;
    }

    private static boolean isLineBreak(char c) {
        return c == '\n' || c == '\r';
    }

    /** Also the space that web pages do not break at, and the byte order mark that some editors begin a file with. */
    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\uFEFF';
    }

    private static boolean isWordPart(char c, boolean first) {
        return Character.isLetterOrDigit(c) || "_.+-/".indexOf(c) >= 0 || (c == ':' && !first);
    }
}
