package org.convlayers.weights;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.convlayers.text.Spelling;

/** Reads the {@code weights} text. */
final class WeightSourceText {
    private static final String IMAGE = "image:";
    private static final String KAIMING = "kaiming";
    private static final String DIGITS = "digits";
    private static final Pattern FILE = Pattern.compile("(?is)(.+\\.(?:npy|npz|safetensors|txt))(?:#(.*))?");
    private static final Pattern KERNEL = Pattern.compile("[-+.\\d][-+.\\deE,;|\\s]*");
    private static final Pattern KERNEL_START = Pattern.compile("[-+.\\d]");
    private static final Pattern WORD = Pattern.compile("(?s)([A-Za-z][\\w-]*)\\s*(?:\\((.*)\\))?");
    private static final Pattern OPEN_BRACKET = Pattern.compile("(?s)[A-Za-z][\\w-]*\\s*\\([^)]*");
    private static final Pattern OTHER_FILE = Pattern.compile("(?s).*[/\\\\].*|.*\\.[A-Za-z]\\w*");

    private WeightSourceText() {}

    static WeightSource parse(String text) {
        String source = text.strip();
        if (source.isEmpty()) {
            throw new IllegalArgumentException("weights= is empty; " + allowed());
        }
        if (source.startsWith(IMAGE)) {
            return image(source);
        }
        Matcher file = FILE.matcher(source);
        if (file.matches()) {
            return file(source, file);
        }
        if (KERNEL.matcher(source).matches()) {
            return kernel(source);
        }
        if (OTHER_FILE.matcher(source).matches()) {
            throw new IllegalArgumentException("weights=" + inOneLine(source)
                    + " is no file of a kind that can be read; allowed are .npy, .npz, .safetensors (from PyTorch:"
                    + " safetensors.torch.save_file(model.state_dict(), path)) and .txt");
        }
        return KERNEL_START.matcher(source).lookingAt() ? kernel(source) : word(source);
    }

    private static WeightSource image(String source) {
        String title = source.substring(IMAGE.length()).strip();
        if (title.isEmpty()) {
            throw new IllegalArgumentException(
                    "weights=image: needs the title of an open image, as in image:kernel.tif");
        }
        return new WeightSource.Image(title);
    }

    private static WeightSource file(String source, Matcher file) {
        String prefix = file.group(2) == null ? "" : file.group(2).strip();
        if (file.group(2) != null && prefix.isEmpty()) {
            throw new IllegalArgumentException("weights=" + inOneLine(source)
                    + " ends in #, after which the start of the tensors' names is expected");
        }
        return new WeightSource.File(file.group(1).strip(), prefix);
    }

    private static WeightSource kernel(String source) {
        try {
            return new WeightSource.Inline(source);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("weights=" + inOneLine(source) + ": " + e.getMessage(), e);
        }
    }

    private static WeightSource word(String source) {
        if (OPEN_BRACKET.matcher(source).matches()) {
            throw new IllegalArgumentException(
                    "weights=" + inOneLine(source) + ": the bracket is not closed; expected )");
        }
        Matcher matcher = WORD.matcher(source);
        String name = matcher.matches() ? matcher.group(1).toLowerCase(Locale.ROOT) : "";
        boolean hasArguments = matcher.matches()
                && matcher.group(2) != null
                && !matcher.group(2).isBlank();
        if (name.equals(KAIMING) && !hasArguments) {
            return new WeightSource.Kaiming();
        }
        if (name.equals(DIGITS) && !hasArguments) {
            return new WeightSource.Digits();
        }
        FilterBank bank = FilterBank.named(name).orElseThrow(() -> unknown(source));
        try {
            return new WeightSource.Bank(bank, hasArguments ? arguments(matcher.group(2)) : List.of());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("weights=" + inOneLine(source) + ": " + e.getMessage(), e);
        }
    }

    private static List<Double> arguments(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(WeightSourceText::argument)
                .toList();
    }

    private static Double argument(String text) {
        try {
            return Double.valueOf(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text.strip() + "' is not a number", e);
        }
    }

    /** A text as messages, which have one line, quote it. */
    static String inOneLine(String text) {
        return text.replaceAll("\\s*\\R\\s*", " ");
    }

    private static IllegalArgumentException unknown(String source) {
        List<String> names = Stream.concat(
                        Stream.of(KAIMING, DIGITS),
                        Arrays.stream(FilterBank.values()).map(FilterBank::toString))
                .toList();
        String nearest = Spelling.similar(source, names)
                .map(name -> "; the nearest is '" + name + "'")
                .orElse("");
        return new IllegalArgumentException(
                "weights=" + inOneLine(source) + " is not known" + nearest + "; " + allowed());
    }

    private static String allowed() {
        String usages = Stream.concat(
                        Stream.of(KAIMING, DIGITS),
                        Arrays.stream(FilterBank.values()).map(FilterBank::usage))
                .collect(Collectors.joining(", "));
        return "allowed are " + usages
                + ", kernels such as 1 0; 2 1, a file (.npy, .npz, .safetensors, .txt), and image:TITLE";
    }
}
