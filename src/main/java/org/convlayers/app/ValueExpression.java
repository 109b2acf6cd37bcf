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
    private static final Pattern TOKEN = Pattern.compile("\\s*(" + NUMBER + "|min\\b|max\\b|x\\b|[-+*/(),])");
    private static final int MAX_LENGTH = 1000;
    private static final int MAX_DEPTH = 50;
    private static final String END = "";

    private final String text;
    private final Matcher tokens;
    private int end;
    private String token;
    private int depth;

    private ValueExpression(String text) {
        this.text = text;
        tokens = TOKEN.matcher(text);
        token = next();
    }

    /**
     * Reads a formula.
     *
     * @throws IllegalArgumentException naming the text, the place and what was expected
     */
    static DoubleUnaryOperator parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("input: a formula has at most " + MAX_LENGTH + " characters");
        }
        ValueExpression expression = new ValueExpression(text);
        DoubleUnaryOperator formula = expression.sum();
        if (!expression.token.equals(END)) {
            throw expression.error("an operator");
        }
        return formula;
    }

    private String next() {
        int start = end;
        if (text.substring(start).isBlank()) {
            return END;
        }
        if (!tokens.find(start) || tokens.start() != start) {
            throw error("x, a number, + - * / ( ) min or max");
        }
        end = tokens.end();
        return tokens.group(1);
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
            throw error("'" + wanted + "'");
        }
    }

    private IllegalArgumentException error(String expected) {
        return new IllegalArgumentException("input=" + text + " is no formula for x: expected " + expected
                + " at character " + (end + 1) + "; an example is x/127.5-1");
    }

    private DoubleUnaryOperator sum() {
        if (++depth > MAX_DEPTH) {
            throw error("at most " + MAX_DEPTH + " brackets in brackets");
        }
        DoubleUnaryOperator left = product();
        while (token.equals("+") || token.equals("-")) {
            left = takes("+") ? joined(left, product(), Double::sum) : subtracted(left);
        }
        depth--;
        return left;
    }

    private DoubleUnaryOperator subtracted(DoubleUnaryOperator left) {
        require("-");
        return joined(left, product(), (a, b) -> a - b);
    }

    private DoubleUnaryOperator product() {
        DoubleUnaryOperator left = factor();
        while (token.equals("*") || token.equals("/")) {
            left = takes("*") ? joined(left, factor(), (a, b) -> a * b) : divided(left);
        }
        return left;
    }

    private DoubleUnaryOperator divided(DoubleUnaryOperator left) {
        require("/");
        return joined(left, factor(), (a, b) -> a / b);
    }

    private DoubleUnaryOperator factor() {
        boolean isNegative = false;
        while (takes("-")) {
            isNegative = !isNegative;
        }
        DoubleUnaryOperator positive = positive();
        return isNegative ? x -> -positive.applyAsDouble(x) : positive;
    }

    private DoubleUnaryOperator positive() {
        if (takes("x")) {
            return DoubleUnaryOperator.identity();
        }
        if (takes("(")) {
            DoubleUnaryOperator inner = sum();
            require(")");
            return inner;
        }
        if (token.equals("min") || token.equals("max")) {
            DoubleBinaryOperator operator = takes("min") ? Math::min : maximum();
            require("(");
            DoubleUnaryOperator left = sum();
            require(",");
            DoubleUnaryOperator right = sum();
            require(")");
            return joined(left, right, operator);
        }
        if (!NUMBER.matcher(token).matches()) {
            throw error("x, a number, a bracket, min or max");
        }
        double number = Double.parseDouble(token);
        token = next();
        return x -> number;
    }

    private DoubleBinaryOperator maximum() {
        require("max");
        return Math::max;
    }

    private static DoubleUnaryOperator joined(
            DoubleUnaryOperator left, DoubleUnaryOperator right, DoubleBinaryOperator operator) {
        return x -> operator.applyAsDouble(left.applyAsDouble(x), right.applyAsDouble(x));
    }
}
