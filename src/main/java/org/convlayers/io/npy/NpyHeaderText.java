package org.convlayers.io.npy;

import java.util.ArrayList;
import java.util.List;
import org.convlayers.io.DamagedFileException;

/**
 * The Python dict in an .npy header, for example <code>{'descr': '&lt;f4', 'fortran_order': False, 'shape': (3, 4), }</code>;
 * parsed as far as numeric arrays need it, never evaluated.
 *
 * @param descr the type
 * @param fortranOrder whether the first axis runs fastest
 * @param shape the sizes, outermost first
 */
record NpyHeaderText(String descr, boolean fortranOrder, List<Integer> shape) {

    /** Parses the text of a header; the file's name is for messages. */
    static NpyHeaderText parse(String text, String file) throws DamagedFileException {
        return new Parser(text, file).dict();
    }

    private static final class Parser {
        private final String text;
        private final String file;
        private int at;

        Parser(String text, String file) {
            this.text = text;
            this.file = file;
        }

        NpyHeaderText dict() throws DamagedFileException {
            String descr = null;
            Boolean fortranOrder = null;
            List<Integer> shape = null;
            expect('{');
            while (!accept('}')) {
                int keyAt = at;
                String key = string();
                expect(':');
                if (key.equals("descr") && descr == null) {
                    descr = descr();
                } else if (key.equals("fortran_order") && fortranOrder == null) {
                    fortranOrder = bool();
                } else if (key.equals("shape") && shape == null) {
                    shape = tuple();
                } else {
                    at = keyAt;
                    throw fault("the key '" + key + "' is not expected here");
                }
                if (!accept(',')) {
                    expect('}');
                    break;
                }
            }
            if (next() != END) {
                throw fault("nothing may follow the dict");
            }
            if (descr == null || fortranOrder == null || shape == null) {
                throw fault("one of 'descr', 'fortran_order' and 'shape' is missing");
            }
            return new NpyHeaderText(descr, fortranOrder, shape);
        }

        private String descr() throws DamagedFileException {
            if (next() == '[') {
                int end = Math.min(text.length(), at + 60);
                throw new DamagedFileException(
                        file,
                        "structured types are not supported: "
                                + text.substring(at, end).strip());
            }
            return string();
        }

        private String string() throws DamagedFileException {
            char quote = next();
            if (quote != '\'' && quote != '"') {
                throw fault("a quoted word is expected");
            }
            int end = text.indexOf(quote, at + 1);
            if (end < 0) {
                throw fault("a quote is not closed");
            }
            String word = text.substring(at + 1, end);
            at = end + 1;
            return word;
        }

        private boolean bool() throws DamagedFileException {
            next();
            for (String word : List.of("True", "False")) {
                if (text.startsWith(word, at)) {
                    at += word.length();
                    return word.equals("True");
                }
            }
            throw fault("True or False is expected");
        }

        private List<Integer> tuple() throws DamagedFileException {
            List<Integer> sizes = new ArrayList<>();
            expect('(');
            while (!accept(')')) {
                sizes.add(size());
                if (!accept(',')) {
                    expect(')');
                    if (sizes.size() == 1) {
                        throw fault("a tuple of one number needs a comma");
                    }
                    break;
                }
            }
            return sizes;
        }

        private int size() throws DamagedFileException {
            next();
            int start = at;
            while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                at++;
            }
            try {
                return Integer.parseInt(text.substring(start, at));
            } catch (NumberFormatException e) {
                at = start;
                throw fault("a size between 0 and " + Integer.MAX_VALUE + " is expected");
            }
        }

        private static final char END = '\0';

        /** Skips spaces and looks at the next character without taking it. */
        private char next() {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            return at < text.length() ? text.charAt(at) : END;
        }

        private boolean accept(char c) {
            if (next() != c) {
                return false;
            }
            at++;
            return true;
        }

        private void expect(char c) throws DamagedFileException {
            if (!accept(c)) {
                throw fault("'" + c + "' is expected");
            }
        }

        private DamagedFileException fault(String what) {
            next();
            return new DamagedFileException(file, "header, column " + (at + 1) + ": " + what);
        }
    }
}
