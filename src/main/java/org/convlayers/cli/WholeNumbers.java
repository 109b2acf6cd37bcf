package org.convlayers.cli;

import java.math.BigInteger;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the numbers of options, and says in words what is none. */
final class WholeNumbers {
    private WholeNumbers() {}

    /** Makes a command line read numbers in this way. */
    static CommandLine register(CommandLine line) {
        ITypeConverter<Integer> toInt = text -> read(text).intValueExact();
        ITypeConverter<Long> toLong = text -> read(text).longValueExact();
        return line.registerConverter(Integer.class, inRange(toInt))
                .registerConverter(int.class, inRange(toInt))
                .registerConverter(Long.class, inRange(toLong))
                .registerConverter(long.class, inRange(toLong));
    }

    private static BigInteger read(String text) {
        if (!text.matches("[-+]?[0-9]{1,100}")) {
            throw new TypeConversionException("'" + text + "' is not a whole number");
        }
        return new BigInteger(text);
    }

    private static <T> ITypeConverter<T> inRange(ITypeConverter<T> converter) {
        return text -> {
            try {
                return converter.convert(text);
            } catch (ArithmeticException e) {
                TypeConversionException large = new TypeConversionException("'" + text + "' is too large");
                large.initCause(e);
                throw large;
            }
        };
    }
}
