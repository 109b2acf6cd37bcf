package org.convlayers.app;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A formula for a value x, such as {@code x / 127.5 - 1} or {@code max(x, 0)}: numbers, x, + - * /, brackets, min and max.
 * It is parsed here and nowhere evaluated as a program.
 *
 * <pre>
 * sum     = product { (+ | -) product }
 * product = factor { (* | /) factor }
 * factor  = - factor | number | x | ( sum ) | (min | max) ( sum , sum )
 * </pre>
 */
final class ValueExpression {
    private static final Pattern NUMBER = Pattern.compile("(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][-+]?[0-9]+)?");
    private static final Pattern TOKEN = Pattern.compile(NUMBER + "|min\\b|max\\b|x\\b|[-+*/(),]");
    private static final int MAX_LENGTH = 1000;
    private static final int MAX_DEPTH = 50;
    private static final String END = "";

    private final String text;
    private final Matcher tokens;
    private int end;
    private int place;
    private String token;
    private int depth;
    private boolean hasX;

    private ValueExpression(String text) {
        this.text = text;
        tokens = TOKEN.matcher(text);
        token = next();
    }

    /**
     * A part of a formula.
     *
     * @param values what it is for a value x
     * @param isConstant whether it is the same for all
     */
    private record Part(DoubleUnaryOperator values, boolean isConstant) {
        /** Its value where x does not matter. */
        double constant() {
            return values.applyAsDouble(0);
        }
    }

    /**
     * Reads a formula.
     *
     * @throws IllegalArgumentException naming the place and what was expected
     */
    static DoubleUnaryOperator parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("a formula has at most " + MAX_LENGTH + " characters");
        }
        ValueExpression expression = new ValueExpression(text);
        Part formula = expression.sum();
        if (!expression.token.equals(END)) {
            throw expression.expected("an operator");
        }
        if (!expression.hasX) {
            throw new IllegalArgumentException("there is no x in it");
        }
        return formula.values();
    }

    private String next() {
        place = end;
        while (place < text.length() && Character.isWhitespace(text.charAt(place))) {
            place++;
        }
        if (place == text.length()) {
            return END;
        }
        if (!tokens.find(place) || tokens.start() != place) {
            throw expected("x, a number, + - * / ( ) min or max");
        }
        end = tokens.end();
        return tokens.group();
    }

    private boolean takes(String wanted) {
        if (!token.equals(wanted)) {
            return false;
        }
        token = next();
        return true;
    }

    private void require(String wanted) {
        if (!takes(wanted)) {
            throw expected("'" + wanted + "'");
        }
    }

    private IllegalArgumentException expected(String what) {
        return error("expected " + what, place);
    }

    /** A fault at a place of the text, counted from 0. */
    private static IllegalArgumentException error(String fault, int place) {
        return new IllegalArgumentException(fault + " at character " + (place + 1));
    }

    private Part sum() {
        if (++depth > MAX_DEPTH) {
            throw expected("at most " + MAX_DEPTH + " brackets in brackets");
        }
        Part left = product();
        while (token.equals("+") || token.equals("-")) {
            int operator = place;
            left = takes("+")
                    ? joined(left, product(), Double::sum, operator)
                    : joined(left, negated(), Double::sum, operator);
        }
        depth--;
        return left;
    }

    private Part negated() {
        require("-");
        return negative(product());
    }

    private static Part negative(Part part) {
        return new Part(x -> -part.values().applyAsDouble(x), part.isConstant());
    }

    private Part product() {
        Part left = factor();
        while (token.equals("*") || token.equals("/")) {
            int operator = place;
            left = takes("*") ? joined(left, factor(), (a, b) -> a * b, operator) : divided(left, operator);
        }
        return left;
    }

    private Part divided(Part left, int operator) {
        require("/");
        Part right = factor();
        if (right.isConstant() && right.constant() == 0) {
            throw error("division by 0", operator);
        }
        return joined(left, right, (a, b) -> a / b, operator);
    }

    private Part factor() {
        boolean isNegative = false;
        while (takes("-")) {
            isNegative = !isNegative;
        }
        Part positive = positive();
        return isNegative ? negative(positive) : positive;
    }

    private Part positive() {
        int start = place;
        if (takes("x")) {
            hasX = true;
            return new Part(DoubleUnaryOperator.identity(), false);
        }
        if (takes("(")) {
            Part inner = sum();
            require(")");
            return inner;
        }
        if (token.equals("min") || token.equals("max")) {
            DoubleBinaryOperator operator = takes("min") ? Math::min : maximum();
            require("(");
            Part left = sum();
            require(",");
            Part right = sum();
            require(")");
            return joined(left, right, operator, start);
        }
        if (!NUMBER.matcher(token).matches()) {
            throw expected("x, a number, a bracket, min or max");
        }
        double number = Double.parseDouble(token);
        token = next();
        return finite(new Part(x -> number, true), start);
    }

    private DoubleBinaryOperator maximum() {
        require("max");
        return Math::max;
    }

    private static Part joined(Part left, Part right, DoubleBinaryOperator operator, int place) {
        DoubleUnaryOperator values = x -> operator.applyAsDouble(
                left.values().applyAsDouble(x), right.values().applyAsDouble(x));
        return finite(new Part(values, left.isConstant() && right.isConstant()), place);
    }

    private static Part finite(Part part, int place) {
        if (part.isConstant() && !Double.isFinite(part.constant())) {
            throw error("a number that is too large", place);
        }
        return part;
    }
}
