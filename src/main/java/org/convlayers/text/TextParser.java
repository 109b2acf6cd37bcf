package org.convlayers.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The grammar of the layer language: from text to {@linkplain TextNode nodes}. */
final class TextParser {
    private static final int MAX_LENGTH = 1_000_000;
    private static final int MAX_DEPTH = 50;
    private static final Set<String> CONTAINERS = Set.of("Sequential", "ModuleList");
    private static final Pattern COUNT = Pattern.compile("[1-9][0-9]{0,8}");
    private static final String LAYER = "a layer such as ReLU()";

    private TextCursor cursor;
    private int depth;

    private TextParser(TextCursor cursor) {
        this.cursor = cursor;
    }

    /**
     * What stands at the top of a text; at least one item.
     *
     * @throws TextException if the text is not in the layer language
     */
    static List<TextNode.Item> parse(String text) {
        TextCursor cursor = new TextCursor(text);
        if (text.length() > MAX_LENGTH) {
            throw cursor.position().error("expected at most " + MAX_LENGTH + " characters, but found " + text.length());
        }
        return new TextParser(cursor).all();
    }

    private List<TextNode.Item> all() {
        List<TextNode.Item> items = items();
        if (!cursor.isAtEnd() || items.isEmpty()) {
            throw cursor.expected(LAYER);
        }
        return items;
    }

    /** Items up to the end of the text or a closing parenthesis. */
    private List<TextNode.Item> items() {
        List<TextNode.Item> items = new ArrayList<>();
        skipBlankAndSemicolons();
        while (!cursor.isAtEnd() && !cursor.sees(')')) {
            items.add(item());
            cursor.skipBlank();
            cursor.skip(',');
            skipBlankAndSemicolons();
        }
        return items;
    }

    private void skipBlankAndSemicolons() {
        do {
            cursor.skipBlank();
        } while (cursor.skip(';'));
    }

    /** {@code (0): ReLU()}, {@code ReLU()} or {@code (0-2): 3 x ReLU()}. */
    private TextNode.Item item() {
        Position at = cursor.position();
        Optional<String> name = cursor.sees('(') ? Optional.of(namePrefix()) : Optional.empty();
        int count = count();
        return new TextNode.Item(at, name, count, node());
    }

    /** The number before a layer that is repeated; 1 if there is none. */
    private int count() {
        TextCursor ahead = cursor.copy();
        String number = ahead.readWord();
        ahead.skipBlank();
        if (!COUNT.matcher(number).matches() || !ahead.readWord().equals("x")) {
            return 1;
        }
        ahead.skipBlank();
        cursor = ahead;
        return Integer.parseInt(number);
    }

    private String namePrefix() {
        Position at = cursor.position();
        cursor.require('(', "before a name");
        String name = readName(cursor);
        if (name.isBlank()) {
            throw at.error("expected a name in the parentheses");
        }
        cursor.require(')', "after the name of a layer");
        cursor.skipBlank();
        cursor.require(':', "after a name in parentheses");
        cursor.skipBlank();
        return name;
    }

    private static String readName(TextCursor cursor) {
        cursor.skipBlank();
        String name = cursor.seesQuote()
                ? cursor.readQuoted()
                : cursor.readUntilLineBreakOr(')').strip();
        cursor.skipBlank();
        return name;
    }

    private TextNode node() {
        Position at = cursor.position();
        if (!cursor.seesLetter()) {
            throw cursor.expected(LAYER);
        }
        String name = cursor.readWord().replaceFirst("^(torch\\.)?nn\\.", "");
        Optional<LayerSyntax> syntax = LayerTable.named(name);
        cursor.skipSpaces();
        if (syntax.isPresent()) {
            return new TextNode.Call(at, syntax.get(), cursor.skip('(') ? arguments() : List.of());
        }
        if (!CONTAINERS.contains(name) && !seesNamedChild()) {
            throw unknownLayer(at, name);
        }
        return container(at, name);
    }

    private static TextException unknownLayer(Position at, String name) {
        String nearest = Spelling.similar(name, LayerTable.names())
                .map(known -> "; the nearest known is " + known)
                .orElse("");
        return at.error("unknown layer " + PythonText.quote(PythonText.shorten(name)) + nearest
                + ", expected a layer that the guide's page on the layer language lists");
    }

    /** Whether this is how print(model) begins the children of a module: {@code ( (name): }. */
    private boolean seesNamedChild() {
        TextCursor ahead = cursor.copy();
        if (!ahead.skip('(')) {
            return false;
        }
        ahead.skipBlank();
        if (!ahead.skip('(')) {
            return false;
        }
        readName(ahead);
        if (!ahead.skip(')')) {
            return false;
        }
        ahead.skipBlank();
        return ahead.sees(':');
    }

    private TextNode.Container container(Position at, String name) {
        cursor.require('(', "after " + name);
        enter(at);
        List<TextNode.Item> items = items();
        depth--;
        cursor.require(')', "or a layer in " + PythonText.shorten(name) + " of line " + at.line());
        return new TextNode.Container(at, items);
    }

    private void enter(Position at) {
        if (++depth > MAX_DEPTH) {
            throw at.error("expected at most " + MAX_DEPTH + " parentheses within one another");
        }
    }

    /** What follows the opening parenthesis of a layer, up to and including the closing one. */
    private List<TextNode.Argument> arguments() {
        List<TextNode.Argument> arguments = new ArrayList<>();
        cursor.skipBlank();
        while (!cursor.skip(')')) {
            arguments.add(argument());
            requireCommaUnlessAt(')');
        }
        return arguments;
    }

    private void requireCommaUnlessAt(char end) {
        cursor.skipBlank();
        if (!cursor.skip(',') && !cursor.sees(end)) {
            throw cursor.expected("',' or '" + end + "'");
        }
        cursor.skipBlank();
    }

    private TextNode.Argument argument() {
        Position at = cursor.position();
        TextCursor ahead = cursor.copy();
        String keyword = ahead.readWord();
        ahead.skipBlank();
        if (keyword.isEmpty() || !ahead.sees('=')) {
            return new TextNode.Argument(at, Optional.empty(), value());
        }
        cursor.readWord();
        cursor.skipBlank();
        cursor.require('=', "after " + keyword);
        cursor.skipBlank();
        return new TextNode.Argument(at, Optional.of(keyword), value());
    }

    private Value value() {
        Position at = cursor.position();
        if (cursor.seesQuote()) {
            return new Value.Text(at, cursor.readQuoted());
        }
        if (cursor.skip('(')) {
            return sequence(at, ')');
        }
        if (cursor.skip('[')) {
            return sequence(at, ']');
        }
        String word = cursor.readWord();
        if (word.isEmpty()) {
            throw cursor.expected("a value");
        }
        return cursor.skip('(') ? new Value.Text(at, word + parenthesized()) : Value.ofWord(at, word);
    }

    /** What follows the opening parenthesis of {@code constant(0.5)}. */
    private String parenthesized() {
        String content = cursor.readUntilLineBreakOr(')').strip();
        cursor.require(')', "after " + PythonText.shorten(content));
        return "(" + content + ")";
    }

    /** A tuple or list after its opening sign; {@code (3)} is 3, as in Python. */
    private Value sequence(Position at, char end) {
        enter(at);
        List<Value> items = new ArrayList<>();
        boolean comma = false;
        cursor.skipBlank();
        while (!cursor.skip(end)) {
            items.add(value());
            cursor.skipBlank();
            comma = cursor.sees(',');
            requireCommaUnlessAt(end);
        }
        depth--;
        return end == ')' && items.size() == 1 && !comma ? items.get(0) : new Value.Sequence(at, items);
    }
}
