package org.convlayers.io.tiff;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The ImageDescription in which ImageJ keeps sizes, calibration and contrast: lines of {@code key=value} in the syntax of
 * {@link java.util.Properties}, the first of them ImageJ's version.
 */
final class ImageDescription {
    /** The release whose files these are like; ImageJ looks at the word only. */
    private static final String IMAGEJ_VERSION = "1.54p";

    /** The longest text of a double, for example -1.7976931348623157E308, has 24 characters. */
    private static final int LONGEST_NUMBER = 24;

    private final StringBuilder text = new StringBuilder();

    private ImageDescription() {}

    /**
     * The text and the 0 that ends it; of the same length for any display range.
     *
     * @param stack the stack
     * @param contrast the display range of the first channel
     */
    static byte[] encode(TiffStackDescription stack, DisplayRange contrast) {
        ImageDescription description = new ImageDescription();
        description.add("ImageJ", IMAGEJ_VERSION);
        description.addDimensions(stack);
        description.addCalibration(stack.calibration());
        int start = description.text.length();
        description.add("min", contrast.min());
        description.add("max", contrast.max());
        int padding = start + 2 * ("min=\n".length() + LONGEST_NUMBER) - description.text.length();
        // Readers skip empty lines.
        description.text.append("\n".repeat(padding));
        return description.text.append('\0').toString().getBytes(StandardCharsets.US_ASCII);
    }

    private void addDimensions(TiffStackDescription stack) {
        if (stack.planes() > 1) {
            add("images", stack.planes());
            add("channels", stack.channels());
            add("slices", stack.slices());
            add("frames", stack.frames());
            add("hyperstack", "true");
        }
        if (stack.channels() > 1) {
            add("mode", "grayscale");
        }
    }

    private void addCalibration(StackCalibration calibration) {
        String unit = calibration.x().unit();
        add("unit", unit);
        addUnless(unit, "yunit", calibration.y().unit());
        addUnless(unit, "zunit", calibration.z().unit());
        add("spacing", calibration.z().size());
        add("xorigin", calibration.x().origin());
        add("yorigin", calibration.y().origin());
        add("zorigin", calibration.z().origin());
        add("inverty", Boolean.toString(calibration.invertY()));
        add("finterval", calibration.frameInterval());
        add("tunit", calibration.timeUnit());
        add("fps", calibration.framesPerSecond());
        addUnless("", "vunit", calibration.valueUnit());
    }

    private void addUnless(String known, String key, String value) {
        if (!value.equals(known)) {
            add(key, value);
        }
    }

    private void add(String key, double value) {
        add(
                key,
                value == Math.rint(value) && Math.abs(value) < 1e9
                        ? Long.toString((long) value)
                        : Double.toString(value));
    }

    private void add(String key, String value) {
        text.append(key).append('=');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c >= ' ' && c <= '~' && c != '\\') {
                text.append(c);
            } else {
                text.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            }
        }
        text.append('\n');
    }
}
